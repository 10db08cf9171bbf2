import { shortPlace } from '../../../corpus/places.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { Statement } from '../draft.ts';
import { lookUp, type AnswerContext, type Found } from '../look-up.ts';
import { composeFact } from './fact.ts';

/** Longest quoted run in a line of a comparison, in characters. */
const LINE_LIMIT = 80;

const ALL_PLACES =
  /各地|各家规划|各规划|不同规划|哪些规划|哪几份规划|所有规划|[三四几多两]地|各省市|各(?:省|市)(?=规划|分别|各|的?目标)|各(?:份|个)?规划|(?:几|三|四|两)份规划|哪个(?:地方|城市|省|市|规划)[^，。？]{0,12}(?:最|更)|哪几个(?:地方|省市)|(?:每|各)个(?:地方|城市)/u;

/** The places a question compares; empty when it is about one or none. */
export function comparedPlaces(question: Question, context: AnswerContext): readonly string[] {
  const named = [...new Set(question.places.filter((place) => !place.inName).map((place) => place.place))];
  if (named.length >= 2) return named;
  const loose = [...new Set(question.places.map((place) => place.place))];
  if (loose.length >= 2 && COMPARES.test(question.text)) return loose;
  if (named.length === 0 && ALL_PLACES.test(question.text))
    return [...new Set(context.plans.map((plan) => plan.region))].filter((region) => region !== '');
  return [];
}

const COMPARES = /对比|比较|比一?下|相比|各(?:是|自|为|要|有|定|提)|分别|谁|哪个(?:高|多|大|更)|相差|差多少|都/u;

/** What one place's plans say on the question. */
export interface PlaceFinding {
  readonly place: string;
  readonly found: Found;
}

/** Looks the question up for each place by itself. */
export async function findByPlace(
  question: Question,
  places: readonly string[],
  context: AnswerContext,
): Promise<readonly PlaceFinding[]> {
  const bare = withoutPlaces(question);
  const segments = ownSegments(question, places, context);
  const findings: PlaceFinding[] = [];
  for (const place of places) {
    const planIds = context.plans.filter((plan) => plan.region === place).map((plan) => plan.id);
    const titled = question.titledPlans?.filter((id) => planIds.includes(id));
    const asked = context.read(`${place}${segments?.get(place) ?? bare}`);
    findings.push({
      place,
      found: await lookUp(
        { ...asked, intent: question.intent },
        context,
        titled && titled.length > 0 ? titled : planIds,
      ),
    });
  }
  return findings;
}

/**
 * “…，宿州支持谁去创建，浙江又布局多少家”: what is asked of each place, with the words before the first; undefined when the
 * places share one question.
 */
function ownSegments(
  question: Question,
  places: readonly string[],
  context: AnswerContext,
): ReadonlyMap<string, string> | undefined {
  const mentions = question.places.filter((mention) => !mention.inName && places.includes(mention.place));
  const prefix = question.text.slice(0, mentions[0]?.start ?? 0);
  const segments = new Map<string, string>();
  for (const [index, mention] of mentions.entries()) {
    const segment = question.text.slice(mention.end, mentions[index + 1]?.start);
    if (context.read(segment).terms.length === 0) return undefined;
    segments.set(mention.place, `${prefix}${segment}`);
  }
  return segments.size === places.length ? segments : undefined;
}

/** The question with the places and the words between them taken out. */
export function withoutPlaces(question: Question): string {
  let text = question.text;
  for (const place of [...question.places].filter((candidate) => !candidate.inName).sort((a, b) => b.start - a.start))
    text = text.slice(0, place.start) + text.slice(place.end);
  return text
    .replace(/^[和与跟、，,的及还有\s]+/u, '')
    .replace(/[和与跟、及]{2,}/gu, '')
    .replace(
      /对比一?下?|比较一?下?|比一?下|相比|各自|分别|各是|各(?=定|要|有|为|多)|两地|三地|四地|各地|三家|两家|两边|哪个更?(?:高|多|大)|谁更?(?:高|多|大)/gu,
      '',
    );
}

/** Looks the question up in each of the plans that it names by title. */
export async function findByPlan(question: Question, context: AnswerContext): Promise<readonly PlaceFinding[]> {
  const findings: PlaceFinding[] = [];
  for (const planIds of question.titleGroups) {
    const plan = context.plans.find((candidate) => candidate.id === planIds[0]);
    if (plan) findings.push({ place: `《${plan.title}》`, found: await lookUp(question, context, planIds) });
  }
  return findings;
}

/** One line per place, 未提及 where its plans are silent. */
export function composeComparison(findings: readonly PlaceFinding[]): readonly Statement[] {
  return findings.map(({ place, found }): Statement => {
    if (!found.best || found.shortfall) return { text: `- **${place}**：未提及`, passages: [] };
    const fact = composeFact(found.best, found.question, { limit: LINE_LIMIT });
    return {
      text: `- **${place}**：${fact.text.replace(new RegExp(`^${shortPlace(place)}[省市]?`, 'u'), '')}`,
      passages: fact.passages,
    };
  });
}
