import { convertMillimetersToTwip, DocumentGridType, LineRuleType, type ISectionPropertiesOptions } from 'docx';

/**
 * The layout of official documents by GB/T 9704—2012: A4, 37 mm above and 28 mm left of a text block of 156 × 225 mm,
 * 22 lines of 28 characters in 三号 (16 pt) 仿宋.
 */
export const MARGINS = { top: 37, left: 28, right: 26, bottom: 35 } as const;

/** Height and width of the text block in twips. */
export const TEXT_HEIGHT = 12_756;
export const TEXT_WIDTH = 8844;

/** Twips from line to line: 225 mm over 22 lines, 28.95 pt. */
export const LINE_PITCH = 579;
/** Half points: 二号, 三号, 四号, 小四, 五号, 小五. */
export const SIZES = { title: 44, body: 32, lead: 28, remark: 24, table: 21, note: 18 } as const;
/** Twips from line to line of what is not text of the body; exact, so that every program breaks pages alike. */
export const LINES = { title: 700, lead: 460, remark: 360, row: 300, note: 240 } as const;
/** Above and below a cell's text, and behind a table, in twips. */
export const CELL_MARGIN = 30;
export const TABLE_GAP = 200;
/** Above and below a picture, in twips. */
export const PICTURE_GAP = 100;
/** Width of a picture: 150 mm. */
export const PICTURE_WIDTH = 8505;
/** What a character gives up so that 28 fit into 156 mm, in twips: 28 × 16 pt are 2 mm too wide. */
export const CHARACTER_SPACING = -6;

/** Fixed spacing from line to line in the text. */
export const BODY_SPACING = { line: LINE_PITCH, lineRule: LineRuleType.EXACT, before: 0, after: 0 } as const;

/** Two characters. */
export const FIRST_LINE = { firstLineChars: 200, firstLine: 640 } as const;

/** Page, margins and grid. */
export const PAGE: ISectionPropertiesOptions = {
  page: {
    // A4 as Word writes it.
    size: { width: 11_906, height: 16_838 },
    margin: {
      top: convertMillimetersToTwip(MARGINS.top),
      right: convertMillimetersToTwip(MARGINS.right),
      bottom: convertMillimetersToTwip(MARGINS.bottom),
      left: convertMillimetersToTwip(MARGINS.left),
      header: convertMillimetersToTwip(15),
      // The page number stands 7 mm below the text.
      footer: convertMillimetersToTwip(MARGINS.bottom - 7 - 5),
    },
  },
  // Lines are spaced exactly by themselves; a grid would pull tables and footnotes apart.
  grid: { type: DocumentGridType.DEFAULT, linePitch: LINE_PITCH },
};
