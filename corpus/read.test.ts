import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { isGuidaError } from './errors.ts';
import { readSource } from './read.ts';
import { badFiles, noise, pdfBomb } from './readers/bad-files.ts';
import { pdfOf, temporaryFile, temporaryFolder, wordParagraph, wordParts, zipOf } from './readers/test-files.ts';

const run = promisify(execFile);
const DOCX = zipOf(wordParts(wordParagraph('示例市规划') + wordParagraph('到2025年达到3.8%。')));
const HTML = '<h1>示例市规划</h1><p>到2025年达到3.8%。</p>';

describe('readSource', () => {
  it('gives the lines, the path as it was given, and the hash of the bytes', async () => {
    const path = await temporaryFile('示例市 规划.TXT', '示例市规划\r\n\r\n一、目标\r\n');
    expect(await readSource(path)).toEqual({
      value: {
        file: path,
        sha256: createHash('sha256').update('示例市规划\r\n\r\n一、目标\r\n').digest('hex'),
        lines: ['示例市规划', '', '一、目标'],
      },
      warnings: [],
    });
  });

  it.each([
    ['plan.md', '# 示例市规划\n到2025年达到3.8%。', ['# 示例市规划', '到2025年达到3.8%。']],
    ['plan.html', HTML, ['# 示例市规划', '到2025年达到3.8%。']],
    ['plan.htm', iconv.encode(HTML, 'gb18030'), ['# 示例市规划', '到2025年达到3.8%。']],
    ['plan.docx', DOCX, ['示例市规划', '到2025年达到3.8%。']],
  ])('reads %s', async (name, content, lines) => {
    expect((await readSource(await temporaryFile(name, content))).value.lines).toEqual(lines);
  });

  it('reads a .pdf', async () => {
    const path = await temporaryFile('plan.pdf', await pdfOf((pdf) => pdf.text('Sample City', 40, 60)));
    expect((await readSource(path)).value.lines).toEqual(['Sample City']);
  });

  it('reads 20 MB of text in any encoding, and a large page', async () => {
    const line = '到2025年，全市研发经费投入强度达到3.8%左右。';
    const text = `${line}\n`.repeat(340_000);
    for (const encoding of ['utf8', 'gb18030', 'utf-16le']) {
      const { lines } = (await readSource(await temporaryFile('long.txt', iconv.encode(text, encoding)))).value;
      expect(lines.length).toBe(340_000);
      expect(new Set(lines)).toEqual(new Set([line]));
    }
    const page = await temporaryFile('long.html', `<p>${line}</p>\n`.repeat(60_000));
    expect((await readSource(page)).value.lines.length).toBe(60_000);
  });

  it('reads several files at the same time', async () => {
    const paths = await Promise.all(
      Array.from({ length: 8 }, (_, index) => temporaryFile(`${index}.html`, `<p>规划${index}</p>`)),
    );
    const outcomes = await Promise.all(paths.map((path) => readSource(path)));
    expect(outcomes.map(({ value }) => value.lines)).toEqual(paths.map((_, index) => [`规划${index}`]));
  });
});

describe('refusals', () => {
  const refuse = async (path: string, code: string, message: RegExp, options = {}): Promise<void> => {
    const error: unknown = await readSource(path, options).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'GuidaError', code, message: expect.stringMatching(message) as string });
    if (isGuidaError(error)) expect(error.message.startsWith(`${basename(path)}: `)).toBe(true);
  };

  it('name what is no file', async () => {
    const folder = await temporaryFolder();
    await refuse(join(folder, 'missing.txt'), 'file-unreadable', /does not exist/u);
    await refuse(join(folder, 'missing.docx'), 'file-unreadable', /does not exist/u);
    await mkdir(join(folder, 'folder.pdf'));
    await refuse(join(folder, 'folder.pdf'), 'file-unreadable', /not a regular file/u);
    await run('mkfifo', [join(folder, 'pipe.txt')]);
    await refuse(join(folder, 'pipe.txt'), 'file-unreadable', /not a regular file/u);
  });

  it('show no folder and nothing that a terminal obeys', async () => {
    const error: unknown = await readSource('/nowhere/secret/\u001b[2Jplan.txt').catch((reason: unknown) => reason);
    expect(isGuidaError(error) && error.message).toMatch(/^\uFFFD\[2Jplan\.txt: /u);
  });

  it('name what is too large, before it is read', async () => {
    const path = await temporaryFile('large.pdf', '');
    await truncate(path, 51 * 2 ** 20);
    await refuse(path, 'file-too-large', /51 MB, more than the 50 MB/u);
    await refuse(await temporaryFile('small.txt', '规划'), 'file-too-large', /./u, { fileBytes: 5 });
    await refuse(await temporaryFile('long.html', '<p>规划'.repeat(100)), 'file-inflates', /100 lines/u, { lines: 99 });
  });

  it('name what takes too long', async () => {
    const path = await temporaryFile('nested.html', `${'<div>'.repeat(200_000)}规划`);
    await refuse(path, 'file-unreadable', /longer than 0\.7 s/u, { timeoutMs: 700 });
  });

  it('name what takes too much memory, in the heap or beside it', async () => {
    const open = Array.from({ length: 2000 }, (_, index) => `<b id=${index}>`).join('');
    const quadratic = `<p>${open}${'<p>规'.repeat(2000)}`;
    const limits = { memoryMegabytes: 64 };
    await refuse(await temporaryFile('heap.html', quadratic), 'file-inflates', /more than 64 MB/u, limits);
    await refuse(await temporaryFile('buffers.pdf', pdfBomb(400)), 'file-inflates', /more than 64 MB/u, limits);
    const good = await readSource(await temporaryFile('good.html', HTML), limits);
    expect(good.value.lines).toEqual(['# 示例市规划', '到2025年达到3.8%。']);
  });

  it('are given for each of sixty bad files, while the good ones are read and memory stays small', async () => {
    const folder = await temporaryFolder();
    const bad = await badFiles();
    const good = { 'a.txt': '示例市规划', 'm.html': HTML, 'n.docx': DOCX, 'z.md': '# 示例市规划' };
    for (const { name, bytes } of bad) await writeFile(join(folder, name), bytes);
    for (const [name, content] of Object.entries(good)) await writeFile(join(folder, name), content);
    const script = `
      import { readdirSync } from 'node:fs';
      import { join } from 'node:path';
      import { readSource } from ${JSON.stringify(new URL('./read.ts', import.meta.url).href)};
      const results = {};
      const folder = process.argv[1];
      await Promise.all(readdirSync(folder).map(async (name) => {
        results[name] = await readSource(join(folder, name)).then(() => 'read', (e) => e.code + ' ' + e.message);
      }));
      console.log(JSON.stringify({ results, kilobytes: process.resourceUsage().maxRSS }));`;
    const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
    const { stdout } = await run(process.execPath, ['--import', loader, '--input-type=module', '-e', script, folder], {
      maxBuffer: 10 ** 7,
    });
    const { results, kilobytes } = JSON.parse(stdout) as { results: Record<string, string>; kilobytes: number };

    expect(bad.length).toBeGreaterThanOrEqual(60);
    const codes = Object.fromEntries(Object.entries(results).map(([name, text]) => [name, text.split(' ')[0]]));
    expect(codes).toEqual({
      ...Object.fromEntries(bad.map(({ name, code }) => [name, code])),
      ...Object.fromEntries(Object.keys(good).map((name) => [name, 'read'])),
    });
    for (const { name } of bad) {
      expect(results[name]).toMatch(new RegExp(`^\\S+ ${name.replace('.', '\\.')}: .{20,}\\.$`, 'u'));
      expect(results[name]).not.toContain(folder);
    }
    expect(kilobytes).toBeLessThan(600 * 1024);
  });
});

describe('whatever the bytes', () => {
  /** A result or an error of ours, in bearable time. */
  const survive = async (name: string, bytes: Uint8Array): Promise<void> => {
    const path = await temporaryFile(name, bytes);
    const outcome = await readSource(path, { timeoutMs: 30_000 }).catch((error: unknown) => {
      if (isGuidaError(error) && error.code.startsWith('file-')) return undefined;
      throw error;
    });
    for (const line of outcome?.value.lines ?? []) expect(line).not.toMatch(/[\n\r\u2028\0]/u);
  };

  it.each(['.txt', '.md', '.html', '.docx', '.pdf'])('random bytes as %s', async (ending) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 2000 }), (bytes) => survive(`a${ending}`, bytes)),
      { numRuns: 60 },
    );
  });

  it.each(['.docx', '.pdf', '.html'])('a good %s with some bytes changed and its end cut off', async (ending) => {
    const pdf = await pdfOf((page) => page.text('Sample City', 40, 60).text('2025', 40, 90), { compress: false });
    const good = ending === '.docx' ? DOCX : ending === '.pdf' ? pdf : Buffer.from(HTML);
    const change = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 8 }),
        fc.integer({ min: 1, max: good.length }),
        (changes, length) => {
          const bytes = Buffer.from(good);
          for (const [at, byte] of changes) bytes[at] = byte;
          return survive(`a${ending}`, length % 2 === 0 ? bytes : bytes.subarray(0, length));
        },
      ),
      { numRuns: 80 },
    );
  });

  it.each(['.docx', '.pdf'])('noise after the first bytes of a good %s', async (ending) => {
    const head = ending === '.docx' ? DOCX.subarray(0, 30) : Buffer.from('%PDF-1.7\n1 0 obj<<');
    for (let seed = 1; seed <= 10; seed += 1) await survive(`a${ending}`, Buffer.concat([head, noise(2000, seed)]));
  });
});
