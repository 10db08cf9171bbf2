import type { Resvg } from '@resvg/resvg-js';

/** Pixels a unit of the SVG: sharp in print at 15 cm wide. */
const ZOOM = 2.5;

/** A picture with its size in pixels. */
export interface Picture {
  readonly png: Buffer;
  readonly width: number;
  readonly height: number;
}

/** How pictures are made; a parameter so that tests can do without fonts. */
export interface PictureOptions {
  /** Fonts of the system; false for a system without any. Default true. */
  readonly systemFonts?: boolean;
}

/**
 * An SVG as PNG; undefined when this system has no font with Chinese characters, since boxes are worse than no picture.
 */
export async function chartPng(svg: string, options: PictureOptions = {}): Promise<Picture | undefined> {
  const { Resvg } = await import('@resvg/resvg-js');
  const font = { loadSystemFonts: options.systemFonts ?? true };
  if (!hasChinese((text) => new Resvg(text, { font }))) return undefined;
  const image = new Resvg(svg, { font, fitTo: { mode: 'zoom', value: ZOOM } }).render();
  return { png: image.asPng(), width: image.width, height: image.height };
}

const hanOf = (character: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text x="4" y="32" font-size="28" font-family="sans-serif">${character}</text></svg>`;

/** Two characters that are drawn, and not alike: a font that has none draws nothing or the same box for each. */
function hasChinese(open: (svg: string) => Resvg): boolean {
  const [first, second, nothing] = ['规', '一', ''].map((character) => open(hanOf(character)).render().pixels);
  if (!first || !second || !nothing) return false;
  return !first.equals(second) && !first.equals(nothing) && !second.equals(nothing);
}
