import type { ChatRequest } from './stand-in.fixture.ts';

/** A passage as the prompt shows it. */
export interface PromptPassage {
  readonly n: number;
  readonly plan: string;
  readonly section: string;
  readonly text: string;
}

const unquoted = (text: string): string => text.replace(/＜/gu, '<').replace(/＞/gu, '>').replace(/＂/gu, '"');

/** The passages of a prompt. */
export function passagesIn(text: string): readonly PromptPassage[] {
  const pattern = /<passage n="(\d+)" plan="([^"]*)" section="([^"]*)">([^]*?)<\/passage>/gu;
  return [...text.matchAll(pattern)].map(([, n, plan = '', section = '', words = '']) => ({
    n: Number(n),
    plan: unquoted(plan),
    section: unquoted(section),
    text: unquoted(words),
  }));
}

/** A true answer: of the passages that fit the question best, the sentence that does, word for word. */
export function honestText({
  question,
  passages,
  system,
}: Pick<ChatRequest, 'question' | 'passages' | 'system'>): string {
  if (system.includes('改写成不看前文')) return question;
  const pairs = new Set(Array.from(question, (character, at) => character + (question[at + 1] ?? '')));
  const share = (text: string): number => [...pairs].filter((pair) => text.includes(pair)).length;
  const many = /总结|概括|梳理|要点|哪些|各/u.test(question);
  const sentences = passages.flatMap(({ n, text, section }) => {
    const parts = rowSentence(text, question) ?? text.split(/(?<=。)/u);
    return parts.map((part) => ({
      n,
      part: part.replace(/。$/u, '').trim(),
      score: share(`${part}${section}`) - n / 100,
    }));
  });
  const best = sentences
    .filter(({ part }) => part.length > 4)
    .sort((left, right) => right.score - left.score)
    .slice(0, many ? 6 : 1);
  const placeOf = (n: number): string =>
    /^.{2,4}?[省市县]/u.exec(passages.find((it) => it.n === n)?.plan ?? '')?.[0] ?? '';
  const headingOf = (n: number): string =>
    (
      passages
        .find((it) => it.n === n)
        ?.section.split(' › ')
        .at(-1) ?? ''
    ).replace(/^[\d.、]+\s*|^[（(].{1,2}[)）]/u, '');
  const lead = (part: string, n: number): string => {
    const name = /各/u.test(question) ? placeOf(n) : /哪些/u.test(question) ? headingOf(n) : '';
    return name === '' || part.includes(name) ? '' : `${name}：`;
  };
  return best.map(({ part, n }) => `${many ? '- ' : ''}${lead(part, n)}${part}[${n}]。`).join('\n');
}

/** A row as a sentence: the cell of the year asked for, or the last one, with its unit. */
function rowSentence(text: string, question: string): readonly string[] | undefined {
  const row = /^[^——]*：(?<name>[^：]+?)(?:（(?<unit>[^（）]{1,6})）)?——(?<cells>.+?)(?:（[^（）]*）)?$/u.exec(
    text,
  )?.groups;
  if (!row) return undefined;
  const cells = (row['cells'] ?? '').split('；').filter((cell) => / [≥≤]?\d/u.test(cell) && !/增/u.test(cell));
  if (cells.length === 0) return undefined;
  const year = /20\d\d年/u.exec(question)?.[0];
  const cell = cells.find((candidate) => year !== undefined && candidate.includes(year)) ?? cells.at(-1) ?? '';
  const [value = '', ...header] = cell.split(' ').reverse();
  const counted = value.replace(/^([≥≤]?[\d.]+)/u, `$1${row['unit'] ?? ''}`);
  return [`${row['name'] ?? ''}：${header.reverse().join(' ')}为${counted}`];
}

/** The honest answer with each figure changed. */
export function lyingText(request: ChatRequest): string {
  return honestText(request).replace(/(?<!\[\d*)\d(?!\d*\])/gu, (digit) => String((Number(digit) + 3) % 10));
}
