/** What reading one file may cost. Past a limit the file is refused with a reason; nothing is read in part. */
export interface ReadLimits {
  /** Size of the file on disk, bytes. Default 50 MiB. */
  readonly fileBytes: number;
  /** Lines a file may have. Default 1,000,000. */
  readonly lines: number;
  /** Characters (UTF-16 units) that may come out of a .docx, .pdf or .html. Default 20,000,000. */
  readonly characters: number;
  /** Entries a .docx archive may have. Default 10,000. */
  readonly archiveEntries: number;
  /** Bytes that all entries of a .docx may inflate to together. Default 256 MiB. */
  readonly inflatedBytes: number;
  /** Inflated bytes for each byte on disk; held only past 8 MiB, below which no ratio does harm. Default 200. */
  readonly inflationRatio: number;
  /** Memory of the process that reads .docx, .pdf and .html, in MiB. Default 512. */
  readonly memoryMegabytes: number;
  /** Time for one .docx, .pdf or .html, milliseconds. Default 60,000. */
  readonly timeoutMs: number;
}

/** The defaults of every limit. */
export const DEFAULT_LIMITS: ReadLimits = {
  fileBytes: 50 * 2 ** 20,
  lines: 1_000_000,
  characters: 20_000_000,
  archiveEntries: 10_000,
  inflatedBytes: 256 * 2 ** 20,
  inflationRatio: 200,
  memoryMegabytes: 512,
  timeoutMs: 60_000,
};
