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
  const systemFonts = options.systemFonts ?? true;
  const font = { loadSystemFonts: systemFonts };
  // Each picture reads the fonts of the system anew; whether there is a Chinese one is found out once.
  const isDrawn = DRAWN.get(systemFonts) ?? hasChinese((text) => new Resvg(text, { font }));
  DRAWN.set(systemFonts, isDrawn);
  if (!isDrawn) return undefined;
  const image = new Resvg(svg, { font, fitTo: { mode: 'zoom', value: ZOOM } }).render();
  return { png: image.asPng(), width: image.width, height: image.height };
}

/** Whether Chinese characters are drawn, with the system's fonts and without. */
const DRAWN = new Map<boolean, boolean>();

const hanOf = (character: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text x="4" y="32" font-size="28" font-family="sans-serif">${character}</text></svg>`;

/** Two characters that are drawn, and not alike: a font that has none draws nothing or the same box for each. */
function hasChinese(open: (svg: string) => Resvg): boolean {
  const [first, second] = ['规', '一'].map((character) => open(hanOf(character)).render().pixels);
  return first !== undefined && second !== undefined && !first.equals(second) && [first, second].every(isInked);
}

/** Whether any pixel is not clear. */
function isInked(pixels: Buffer): boolean {
  return pixels.some((byte) => byte !== 0);
}
