import type { Question } from '../../../retrieval/query/question.ts';
import type { Statement } from '../statement.ts';
import type { AnswerContext } from '../look-up.ts';
import { bestSection, firstPassages } from './sections.ts';

/** The names of what is added up: “三个领域（甲、乙、丙）”, “甲、乙和丙三块领域”. */
const BRACKETED = /[（(](?<names>[^（()）]*、[^（()）]*)[)）]/u;
const COUNTED =
  /(?<=^|[，,。把将])(?<names>[^，,。；？?、把将]{2,8}、[^，,。；？?]{2,16}?)(?:这|那)?[二两三四五六](?:大?块|个|大|类)(?:领域|方面|部分)?的?/u;
/** Words that ask for the sum, beside those of its operation. */
const ASKING = /把|将|数一数|数一下|全算上|列的|[，,]/gu;
/** Each section must fit this well for its items to be counted. */
const COUNTED_MATCH = 0.75;

/** “三个领域（甲、乙、丙）的优先主题一共多少个”: the items of several sections, added up. */
export async function composeTotal(
  question: Question,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const listed = BRACKETED.exec(question.text) ?? COUNTED.exec(question.text);
  const names = listed?.groups?.['names']?.split(/、|和|与/u) ?? [];
  if (!listed || names.length < 2) return undefined;
  const shared = context.read(
    question.text
      .replace(listed[0], '')
      .replace(ASKING, ' ')
      .replace(/[几三四五六两二\d]+个?(?:领域|方面|部分|类)/gu, ''),
  );
  const counts: { readonly name: string; readonly count: number; readonly statement: Statement }[] = [];
  for (const name of names) {
    const own = context.read(name);
    const candidate = await bestSection(
      {
        ...shared,
        terms: [...own.terms, ...shared.terms.filter((term) => !OPERATION.test(term.surface))],
        planIds: question.planIds,
        text: `${name}${shared.text}`,
      },
      context,
    );
    if (!candidate || candidate.match < COUNTED_MATCH) return undefined;
    const passages = await firstPassages(candidate.items, context);
    const count = candidate.items.length;
    counts.push({
      name,
      count,
      statement: {
        text: `- ${name}：${count}个`,
        passages: [...passages.slice(0, 1), ...passages.slice(-1)],
        computed: [String(count)],
      },
    });
  }
  const total = String(counts.reduce((sum, { count }) => sum + count, 0));
  return [
    { text: `共**${total}个**（按条目相加）：`, passages: [], computed: [total] },
    ...counts.map(({ statement }) => statement),
  ];
}

const OPERATION = /^(?:加起来|合计|一共|总共|加总|合起来)$/u;
