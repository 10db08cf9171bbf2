import type { DraftDocument } from '../answer/draft/types.ts';
import { chartPng, type PictureOptions } from './chart/chart-png.ts';
import { chartSvg } from './chart/chart-svg.ts';
import type { ChartPicture } from './docx/word-document.ts';

/** Pictures of a draft's charts, and what kept some from being drawn. */
export interface DraftPictures {
  readonly pictures: readonly ChartPicture[];
  readonly warnings: readonly string[];
}

/** Draws the charts of a draft. */
export async function draftPictures(draft: DraftDocument, options: PictureOptions = {}): Promise<DraftPictures> {
  const pictures: ChartPicture[] = [];
  for (const chart of draft.charts) {
    const picture = await chartPng(chartSvg(chart), options);
    if (!picture)
      return { pictures, warnings: ['This system has no font with Chinese characters: the document has no charts.'] };
    pictures.push({ chart, picture });
  }
  return { pictures, warnings: [] };
}
