import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { readHtml } from './html.ts';

/** The page reads as the given lines. */
function check(html: string, expected: readonly string[]): void {
  expect(readHtml(Buffer.from(html)).value).toEqual(expected);
}

describe('text', () => {
  it.each([
    ['headings', '<h1>示例市规划</h1><h3>第一节 <b>目标</b></h3>', ['# 示例市规划', '### 第一节 目标']],
    ['a heading over two lines', '<h1>示例市<br>科技创新规划</h1>', ['# 示例市 科技创新规划']],
    ['a heading with blocks in it', '<h2><div>总则</div></h2><p>文</p>', ['## 总则', '文']],
    ['paragraphs', '<p>一</p>二<div>三<p>四</p>五</div><br>六<br/>七', ['一', '二', '三', '四', '五', '六', '七']],
    ['inline elements', '<p>到<b>2025</b><i>年</i>，<a href="x">研发</a>强度</p>', ['到2025年，研发强度']],
    ['white space', '<p>\n  一 &nbsp; 二\t三\n</p>', ['一 二 三']],
    ['preformatted text', '<pre>一\n二  三\n</pre>', ['一', '二 三']],
    ['raised figures', '<p>10<sup>4</sup>亩，CO<sub>2</sub>，注<sup>[1]</sup>', ['10⁴亩，CO2，注[1]']],
    ['entities', '<p>研发&lt;3%&gt;&amp;&#x89C4;&#21010;</p>', ['研发<3%>&规划']],
    ['no markup', '规划', ['规划']],
    ['cut markup', '<p>一<table><tr><td>甲<td>乙<tr><td>1', ['一', '', '甲\t乙', '1']],
  ])('reads %s', (_, html, expected) => {
    check(html, expected);
  });

  it('drops what a reader does not see', () => {
    const hidden = [
      '<head><title>题</title><style>p{}</style></head>',
      '<script>var x = "<p>不见</p>"</script><noscript>不见</noscript><template><p>不见</p></template>',
      '<nav>首页</nav><div role="navigation">导航</div><footer>版权</footer><select><option>选</option></select>',
      '<p hidden>不见</p><p style="color:red; display : none">不见</p><span aria-hidden="true">不见</span><!-- 不见 -->',
      '<svg><text>不见</text></svg>',
    ];
    check(`<html>${hidden.join('')}<body style="visibility:hidden"><header>见</header></body></html>`, ['见']);
  });

  it('warns of numbers that are not in the text', () => {
    const { value, warnings } = readHtml(Buffer.from('<ol><li>甲</li><li>乙</li></ol><ul><li>丙</li></ul>'));
    expect(value).toEqual(['甲', '乙', '丙']);
    expect(warnings).toEqual([expect.stringContaining('1 numbered list:')]);
  });

  it('refuses a page without text', () => {
    expect(() => readHtml(Buffer.from('<html><body><img src=a><script>1</script>'))).toThrow(
      expect.objectContaining({ code: 'file-empty' }),
    );
  });
});

describe('tables', () => {
  const row = (cells: string): string => `<tr>${cells}</tr>`;
  const table = (...rows: string[]): string => `<p>前</p><table>${rows.join('')}</table><p>后</p>`;
  const checkTable = (rows: string[], expected: string[]): void => {
    check(table(...rows), ['前', '', ...expected, '', '后']);
  };

  it('writes a row a line, with its caption above', () => {
    checkTable(
      ['<caption>表1 主要指标</caption><thead>', row('<th>指标<th>2025年'), '</thead>', row('<td>高企<td>3 000')],
      ['表1 主要指标', '指标\t2025年', '高企\t3 000'],
    );
  });

  it('leaves cells empty where one spans', () => {
    checkTable(
      [
        row('<th rowspan=2>指标<th colspan=2>目标<th rowspan="2">属性'),
        row('<th>2020<th>2025'),
        row('<td>研发强度<td>3.1<td colspan=2>3.8'),
      ],
      ['指标\t目标\t\t属性', '\t2020\t2025\t', '研发强度\t3.1\t3.8\t'],
    );
  });

  it('keeps a cell on one line', () => {
    checkTable([row('<td><p>研发</p><p>强度</p><td>3.8<br>%<td><ul><li>a<li>b</ul>')], ['研发 强度\t3.8 %\ta b']);
  });

  it('reads tables that only arrange the page as text', () => {
    check('<table><tr><td>专栏1<tr><td><p>一</p><p>二</p></table>', ['专栏1', '一', '二']);
    check('<table><tr><td>左<td><table><tr><td>甲<td>1</table></table>', ['左', '', '甲\t1']);
    check(`<table><tr><td>${'长'.repeat(1001)}<td>短</table>`, ['长'.repeat(1001), '短']);
  });

  it('bears absurd spans', () => {
    const { value } = readHtml(
      Buffer.from(table(row('<td rowspan=99999999>甲<td colspan=99999999>乙'), row('<td>丙'), row('<td rowspan=0>丁'))),
    );
    expect(value).toEqual(['前', '', `甲\t乙${'\t'.repeat(99)}`, '\t丙', '\t丁', '', '后']);
  });
});

describe('charset', () => {
  const page = (charset: string): string => `<html><head><meta ${charset}></head><p>示例市规划</p></html>`;

  it.each([
    ['charset="gb2312"', 'gb18030'],
    ['http-equiv="Content-Type" content="text/html; charset=GBK"', 'gb18030'],
    ['charset=utf-8', 'gb18030'], // wrong, as happens
    ['charset=gb2312', 'utf8'], // wrong, as happens more often
    ['charset=utf-16', 'utf-16le'],
    ['name=x', 'gb18030'],
    ['charset=utf-7', 'utf8'],
    ['charset=nonsense', 'gb18030'],
  ])('%s in a page that is in %s', (charset, encoding) => {
    expect(readHtml(iconv.encode(page(charset), encoding)).value).toEqual(['示例市规划']);
  });
});

describe('hostile pages', () => {
  it('expands no entities of its own making', () => {
    const levels = Array.from({ length: 10 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
    const html = `<!DOCTYPE html [<!ENTITY l0 "lol">${levels}<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&l10;&x;规划</p>`;
    const text = readHtml(Buffer.from(html)).value.join('');
    expect(text).toContain('&l10;&x;规划');
    expect(text.length).toBeLessThan(html.length);
  });

  it('reads text nested deeper than the call stack', () => {
    check(`${'<div>'.repeat(12_000)}规划`, ['规划']);
    check(`${'<table><tr><td>'.repeat(2000)}规划`, ['规划']);
  });
});
