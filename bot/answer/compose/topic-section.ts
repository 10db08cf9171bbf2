import { readMark } from '../../../corpus/headings.ts';
import type { Passage, Section } from '../../../corpus/types.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { Term } from '../../../retrieval/query/terms.ts';
import { matchTerm, matchText } from '../../../retrieval/rank/score.ts';
import { termWeights } from '../../../retrieval/search.ts';
import { roleOf, type SectionRole } from '../draft/section-roles.ts';
import type { AnswerContext, Found } from '../look-up.ts';
import { askedCount } from './asked.ts';
import { askedRoles } from './asked-roles.ts';
import { childrenOf, isWithin, nameOf, sharedRuns } from './sections.ts';

/** A section with how well it is on the topic of a question. */
export interface TopicSection {
  readonly section: Section;
  readonly children: readonly Section[];
  readonly score: number;
  /** Share of the topic's weight that stands in its headings or its text; 1 for a question that names no topic. */
  readonly cover: number;
  /** The weightier words of the topic that neither its own heading nor one above or below it has. */
  readonly lacking: readonly Term[];
}

/** A word of the topic, with its share of the weight of all of them. */
interface Weighted {
  readonly term: Term;
  readonly share: number;
}

/** How much a word counts where it does not stand in the section's own heading. */
const OVER_ALL = 0.3;
const IN_TITLE = 0.55;
const IN_OUTER = 0.75;
const IN_CHILDREN = 0.85;
const IN_TEXT = 0.45;
const IN_ONE_PASSAGE = 0.7;

/**
 * The sections of the plans asked about, those on the topic of the question first: by the words of their own heading, of
 * those above and below it and of the text, by how much else the heading says, by what the section is for and by how much
 * of what the search found stands in it.
 */
export async function topicSections(found: Found, context: AnswerContext): Promise<readonly TopicSection[]> {
  const { question } = found;
  const topic = await topicOf(question, context);
  const said = topic.reduce((sum, { share }) => sum + share, 0);
  const roles = askedRoles(question.text);
  const wanted = askedCount(question.text);
  const part = /(?<!规|宪)[这那一]?章(?!程)/u.test(question.text) ? 'chapter' : undefined;
  const mass = massOf(found);
  // All that it names is in no plan.
  if (topic.length === 0 && roles.size === 0 && question.terms.some(({ surface }) => !FORM.test(surface))) return [];
  const scored: TopicSection[] = [];
  for (const plan of context.plans.filter(({ id }) => question.planIds?.includes(id) ?? true)) {
    const sections = await context.store.sections(plan.id);
    const passages = await context.store.sectionPassages(plan.id, []);
    const title = matchText(plan.title);
    const draft = plan.status === 'draft' && !question.titledPlans?.includes(plan.id) ? DRAFT : 0;
    for (const section of sections) {
      const own = passages.filter((passage) => isWithin(passage.section, section.path));
      if (own.length === 0) continue;
      const children = childrenOf(section, sections);
      const { cover, tight } = fitOf(section, children, topic, question, { title, own });
      const found = mass.inside(own) * MASS;
      const size = children.length >= 2 ? BRANCHES : 0;
      const counted = wanted !== undefined && children.length === wanted ? COUNTED : 0;
      const role = worthOf(section, roles, own) * Math.min(1, 1 - (0.5 - cover) * said);
      const style = readMark(section.path.at(-1) ?? '')?.style;
      const level = (style === 'box' ? BOX : 0) + (style !== undefined && style === part ? NAMED_LEVEL : 0);
      scored.push({
        section,
        children,
        score: cover * 0.6 + tight * 0.4 + found + size + counted + role + level + draft,
        cover: topic.length === 0 ? 1 : cover,
        lacking: lackingIn(section, children, topic),
      });
    }
  }
  return scored.sort((a, b) => b.score - a.score);
}

/** What speaks for a section beside its words, and against it. */
const MASS = 0.3;
const BRANCHES = 0.1;
const COUNTED = 0.25;
const BOX = -0.1;
const NAMED_LEVEL = 0.3;
const DRAFT = -0.2;

/** A section for what is not asked for stands back; one that is for it comes forward. */
function worthOf({ path }: Section, asked: ReadonlySet<SectionRole>, own: readonly Passage[]): number {
  const role = roleOf(path);
  // 基础与形势 is about more than was achieved.
  if (asked.has(role))
    return role === 'status' && !asked.has('outlook') && /形势|挑战/u.test(path.at(-1) ?? '') ? 0.1 : 0.3;
  // Some plans tell what was achieved under 形势.
  if (role === 'outlook' && asked.has('status') && own.slice(0, 2).some(({ text }) => /十.五/u.test(text))) return 0.25;
  if (asked.size > 0) return -0.2;
  return role === 'principle' || role === 'status' || role === 'outlook' ? -0.3 : role === 'goal' ? -0.1 : 0;
}

/** The words that some plan has, without those that only say what kind of section is meant. */
async function topicOf(question: Question, { store }: AnswerContext): Promise<readonly Weighted[]> {
  const weights = await termWeights(store, question);
  const { counts } = await store.documentFrequencies([...new Set(question.terms.flatMap(({ words }) => words))]);
  const known = question.terms.flatMap((term, index) =>
    term.words.some((word) => (counts.get(word) ?? 0) > 0) && !FORM.test(term.surface)
      ? [{ term, weight: weights[index] ?? 0 }]
      : [],
  );
  // 科技 alone is hardly a topic where every sentence has it.
  const total = Math.max(
    LEAST_TOPIC,
    known.reduce((sum, { weight }) => sum + weight, 0),
  );
  return known.map(({ term, weight }) => ({ term, share: weight / total }));
}

/** What the words of a topic weigh at least, together. */
const LEAST_TOPIC = 1.5;

/** Words of what is to be written, and of the kind of section, which `askedRoles` reads. */
const FORM =
  /^(?:提纲|汇总|意见|征求意见|量化|数据|部分|成绩|成效|成就|举措|工作|方向|方面|措施|思路|做法|内容|要求|情况|任务|重点|推动|推进|强化|部署)$/u;

interface Texts {
  readonly title: string;
  readonly own: readonly Passage[];
}

/** How much of the topic a section has, and how much of its heading is the topic. */
function fitOf(
  section: Section,
  children: readonly Section[],
  topic: readonly Weighted[],
  question: Question,
  { title, own }: Texts,
): { readonly cover: number; readonly tight: number } {
  const heading = matchText(section.path.at(-1) ?? '');
  const outer = matchText(section.path.slice(0, -1).join(' '));
  const names = children.map((child) => matchText(child.path.at(-1) ?? ''));
  const said = own.map(textOf);
  let cover = 0;
  for (const { term, share } of topic) {
    const among = names.filter((name) => matchTerm(term, name) > 0.4).length / Math.max(2, names.length);
    const within = said.filter((text) => matchTerm(term, text) > 0.4).length / own.length;
    cover +=
      share *
      Math.max(
        matchTerm(term, heading),
        matchTerm(term, outer) * IN_OUTER,
        matchTerm(term, title) * IN_TITLE,
        Math.min(1, among * 1.5) * IN_CHILDREN,
        within === 0 ? 0 : 0.2 + Math.min(1, within * 1.5) * (IN_TEXT - 0.2),
      );
  }
  // A heading over several on the topic rather than one of these.
  const shared = topic.reduce(
    (sum, { term, share }) =>
      sum +
      (names.length >= 2 && names.filter((name) => matchTerm(term, name) > 0.4).length >= names.length * 0.7
        ? share
        : 0),
    0,
  );
  // Words that no heading has: the passage that has most of them together.
  if (children.length === 0)
    for (const text of said)
      cover = Math.max(
        cover,
        topic.reduce((sum, { term, share }) => sum + share * matchTerm(term, text), 0) * IN_ONE_PASSAGE,
      );
  const parts = nameOf(section)
    .split(/[，,；]/u)
    .map((part) => part.replace(DOES, '').replace(/[^\p{L}\p{N}]/gu, ''));
  const spoken = (part: string): number => (part === '' ? 0 : sharedRuns(part, question.text) / part.length);
  const best = Math.max(0, ...parts.map(spoken));
  const mean = parts.reduce((sum, part) => sum + spoken(part), 0) / parts.length;
  return { cover: cover + shared * OVER_ALL, tight: best * 0.75 + mean * 0.25 };
}

/** What is done about a topic, at the head of a heading. */
const DOES =
  /^(?:(?:进一步|不断|持续|积极|大力|全面|着力|扎实|加快|深入|切实|精准|有效)*(?:推进|推动|加强|强化|完善|建设|提升|深化|构建|打造|促进|优化|健全|实施|建立|提高|培育|壮大|发展|夯实|扩大|加大|营造|改革)?)/u;

function lackingIn({ path }: Section, children: readonly Section[], topic: readonly Weighted[]): readonly Term[] {
  const headings = matchText([...path, ...children.map((child) => child.path.at(-1) ?? '')].join(' '));
  return topic.flatMap(({ term, share }) => (share >= WEIGHTY && matchTerm(term, headings) <= 0.4 ? [term] : []));
}

/** Share of a topic's weight from which a word is one of several topics. */
const WEIGHTY = 0.2;

/** Texts of passages as terms are looked for in them, by passage. */
const texts = new WeakMap<Passage, string>();

function textOf(passage: Passage): string {
  const known = texts.get(passage);
  if (known !== undefined) return known;
  const text = matchText(passage.text);
  texts.set(passage, text);
  return text;
}

/** How much of what the search found stands among some passages, and how much of these it is: their harmonic mean. */
function massOf(found: Found): { readonly inside: (passages: readonly Passage[]) => number } {
  const scores = new Map(found.evidence.slice(0, 20).map(({ passage, score }) => [passage.id, score]));
  const total = [...scores.values()].reduce((sum, score) => sum + score, 0);
  return {
    inside: (passages) => {
      const hits = passages.flatMap(({ id }) => scores.get(id) ?? []);
      if (hits.length === 0 || total === 0) return 0;
      const recall = hits.reduce((sum, score) => sum + score, 0) / total;
      const precision = hits.length / passages.length;
      return (2 * recall * precision) / (recall + precision);
    },
  };
}
