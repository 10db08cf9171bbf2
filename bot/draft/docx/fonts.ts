import type { IFontAttributesProperties } from 'docx';

/** The four hands of an official document. */
export type Hand = 'title' | 'body' | 'heading' | 'subheading' | 'page';

interface HandFont {
  readonly name: string;
  /** In the order in which they are taken where the first is missing. */
  readonly alternatives: readonly string[];
  readonly family: 'roman' | 'swiss';
}

const FONTS: Readonly<Record<Hand, HandFont>> = {
  title: {
    name: '方正小标宋简体',
    alternatives: ['FZXiaoBiaoSong-B05S', '小标宋', '华文中宋', 'STZhongsong', '宋体', 'SimSun', 'Noto Serif CJK SC'],
    family: 'roman',
  },
  body: {
    name: '仿宋_GB2312',
    alternatives: [
      '仿宋',
      'FangSong',
      '华文仿宋',
      'STFangsong',
      '方正仿宋_GBK',
      'Noto Serif CJK SC',
      'Source Han Serif SC',
    ],
    family: 'roman',
  },
  heading: {
    name: '黑体',
    alternatives: ['SimHei', '华文黑体', 'STHeiti', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC'],
    family: 'swiss',
  },
  subheading: {
    name: '楷体_GB2312',
    alternatives: ['楷体', 'KaiTi', '华文楷体', 'STKaiti', '方正楷体_GBK', 'Noto Serif CJK SC', 'Source Han Serif SC'],
    family: 'roman',
  },
  page: { name: '宋体', alternatives: ['SimSun', '华文宋体', 'STSong', 'Noto Serif CJK SC'], family: 'roman' },
};

/** The font of a run. Latin letters and figures are set in it too, as official documents do. */
export function fontOf(hand: Hand): IFontAttributesProperties {
  const { name } = FONTS[hand];
  return { ascii: name, hAnsi: name, eastAsia: name, cs: name, hint: 'eastAsia' };
}

/** Names that a program may take instead of a font that is missing. */
export function alternativesOf(hand: Hand): readonly string[] {
  return FONTS[hand].alternatives;
}

/** `word/fontTable.xml`: Word takes the alternative names in their order where a font is missing. */
export function fontTable(): string {
  const fonts = [...new Map(Object.values(FONTS).map((font) => [font.name, font])).values()].map(
    ({ name, alternatives, family }) =>
      `<w:font w:name="${name}"><w:altName w:val="${alternatives.join(',')}"/><w:charset w:val="86"/>` +
      `<w:family w:val="${family}"/><w:pitch w:val="variable"/></w:font>`,
  );
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' +
    `<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${fonts.join('')}</w:fonts>`
  );
}
