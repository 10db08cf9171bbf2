import type { ChatRequest } from '../../model/stand-in.fixture.ts';
import type { PromptPassage } from '../../model/stand-in-answers.fixture.ts';

/** What stands before the later sentences of a paragraph. */
const LINKS = ['', '同时，', '此外，'];

/**
 * Words a section otherwise than its clauses do, and truly: each part of a clause becomes a sentence, times stand behind
 * what they are said of, and the last two sentences of a paragraph become one.
 */
export function paraphrase({ passages }: Pick<ChatRequest, 'passages'>): string {
  const names = [...new Set(passages.map(({ section }) => section))];
  return names.map((name) => paragraphOf(passages.filter(({ section }) => section === name))).join('\n');
}

function paragraphOf(passages: readonly PromptPassage[]): string {
  const parts = passages.flatMap(({ n, text }) =>
    text
      .replace(/。$/u, '')
      .split('；')
      .map((part) => `${reordered(part)}[${n}]`),
  );
  const [last = '', ...rest] = parts.reverse();
  const sentences = rest.reverse();
  const joined = sentences.length > 0 ? `${sentences.pop() ?? ''}，${last}` : last;
  return [...sentences, joined].map((sentence, at) => `${LINKS[at % LINKS.length] ?? ''}${sentence}。`).join('');
}

/** “到2025年，甲达到1家” → “甲到2025年达到1家”. */
function reordered(part: string): string {
  return part.replace(/^(到20\d\d年)，([^，]{2,20}?)(达到|超过|实现)/u, '$2$1$3');
}
