import { readMark } from './headings.ts';
import type { Line } from './lines.ts';

/** “重大专项2：现代农机装备”: a heading that is a label with a number. */
const LABEL = /^([\p{Script=Han}]{2,8})\s?\d{1,2}[：:]/u;
/** Longest heading with a label, in characters. */
const LABELLED_LIMIT = 40;
const FIRST_LABEL = /(?<!^)(?<label>[\p{Script=Han}]{2,8})\s?1[：:]/gu;
/** A first 一、 behind other words, but not in 统一、 or 唯一、. */
const FIRST_HAN = /(?<=[\p{Script=Han}])(?<![统同唯第之单合归划])一、(?=[\p{Script=Han}]{2})/u;
/** Verbs that open a task, and so the body glued to a heading. */
const BODY_VERB = /开展|围绕|聚焦|针对|重点|优先|支持|突破|研发|加快|推进|加强|面向/u;

/** Whether a line is a labelled heading that stands alone. */
export function isLabelled(text: string): boolean {
  return (
    text.length <= LABELLED_LIMIT && LABEL.test(text) && !/[。；！？，：:]$/u.test(text) && !/[。；！？]/u.test(text)
  );
}

/**
 * Takes headings apart that text extraction has glued into one line (“专栏6…以及优先主题一、农业…重大专项重大专项1：…”).
 * Only a first 一、 inside a box heading and a label that heads other lines are taken as seams; the body glued to a
 * label starts at the verb of its task.
 */
export function splitGlued(lines: readonly Line[]): readonly Line[] {
  const labels = new Set(lines.flatMap((line) => (isLabelled(line.text) ? [LABEL.exec(line.text)?.[1] ?? ''] : [])));
  if (labels.size === 0) return lines.flatMap((line) => splitAt(line, seamOfHan(line.text)));
  return lines.flatMap((line) => {
    const own = LABEL.exec(line.text);
    if (own && labels.has(own[1] ?? '') && !isLabelled(line.text)) {
      const body = bodyStart(line.text, own[0].length);
      return splitAt(line, body === undefined ? [] : [body]);
    }
    const style = readMark(line.text)?.style;
    if (style !== 'box' && style !== 'han') return [line];
    const seams = [...seamOfHan(line.text)];
    for (const match of line.text.slice(0, 200).matchAll(FIRST_LABEL)) {
      const found = labelAtEnd(match.groups?.['label'] ?? '', labels);
      if (found === undefined) continue;
      const start = match.index + (match.groups?.['label']?.length ?? 0) - found.length;
      seams.push(start);
      const body = bodyStart(line.text, match.index + match[0].length);
      if (body !== undefined) seams.push(body);
    }
    return splitAt(line, seams);
  });
}

/** The label that the run of characters before “1：” ends in: “重大专项重大专项” ends in 重大专项. */
function labelAtEnd(run: string, labels: ReadonlySet<string>): string | undefined {
  for (let length = run.length; length >= 2; length -= 1) {
    const end = run.slice(-length);
    if (labels.has(end)) return end;
  }
  return undefined;
}

/** Where the body starts in “重大专项1：生物种业开展水稻…。”; undefined when the heading ends the line. */
function bodyStart(text: string, from: number): number | undefined {
  const rest = text.slice(from, from + LABELLED_LIMIT);
  const verb = /[。；，]/u.test(text.slice(from)) ? rest.slice(2).search(BODY_VERB) : -1;
  return verb < 0 || /[。；，]/u.test(rest.slice(0, verb + 2)) ? undefined : from + verb + 2;
}

function seamOfHan(text: string): readonly number[] {
  const at = readMark(text)?.style === 'box' ? text.slice(0, 120).search(FIRST_HAN) : -1;
  return at > 0 ? [at] : [];
}

function splitAt(line: Line, seams: readonly number[]): readonly Line[] {
  if (seams.length === 0) return [line];
  const starts = [...new Set([0, ...seams])].sort((a, b) => a - b);
  return starts.map((start, index) => {
    const text = line.text.slice(start, starts[index + 1] ?? line.text.length);
    return { ...line, text, raw: text, bold: start === 0 ? line.bold : '' };
  });
}
