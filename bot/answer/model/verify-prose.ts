import type { Passage } from '../../../corpus/types.ts';
import { findKnownPlaces } from '../../../retrieval/query/gazetteer.ts';
import type { PlanSummary } from '../../../retrieval/types.ts';
import { isStatedBy, objectionTo, type Objection } from '../verify.ts';
import { plainText } from '../verify-quantities.ts';
import type { SourceQuantity } from '../verify-sources.ts';
import { titlesOf } from '../may-be-shown.ts';
import { claimsOfPassage, readClaims, type FigureClaim } from './claims.ts';
import { isDecisive } from './reporting-words.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Why a sentence of the model was stopped. */
export interface ProseObjection {
  /**
   * As `Objection`, and `words`: it says what the passage does not; `not`: it denies or affirms where the passage does not;
   * `markup`: it holds a link, an image, a mention or other markup.
   */
  readonly what: Objection['what'] | 'words' | 'not' | 'markup';
  readonly text: string;
}

/** A stretch of a sentence and the passages that the marks behind it name. */
export interface Segment {
  readonly text: string;
  readonly passages: readonly Passage[];
}

/** What sentences are held against. */
export interface ProseContext {
  readonly plans: readonly PlanSummary[];
  readonly vocabulary: Vocabulary;
}

/** Checks one sentence; undefined when it may be shown, else the first objection. */
export type ProseGate = (segments: readonly Segment[]) => ProseObjection | undefined;

/** A passage as sentences are held against it. */
interface ProseSource {
  /** All that a reader of the citation can know of its subject. */
  readonly text: string;
  /** The part of it that is the same for all of the plan: title, place, issuer. */
  readonly plan: string;
  readonly claims: readonly FigureClaim<SourceQuantity>[];
}

/** Least share of the content words of a figure's own words, in the source, that the sentence must have. */
const COUNTED = 0.5;
/** Greatest share of words that a sentence without a figure may have beyond its sources, and that one of its clauses may. */
const OWN_WORDS = 0.2;
const OWN_WORDS_OF_CLAUSE = 0.34;

/** Who does what, or what is where: the words before these must stand with them in one clause of the source, too. */
const ROLE =
  /(?<who>[^，；。：、｜]+?)(?:共同|联合|具体|全面|统一)?(?<role>牵头|负责|主管|承担|主办|承办|协办|参与|依托|位于|坐落|落户|印发|发布|出资|投资|隶属|组成|审批|制定)/gu;

/** A verdict on what the question claims. Whether a claim is right is for the rules to say, which compare it. */
const VERDICT = /^\s*(?:对|是的?|没错|正确|属实|确实|您?说得对)(?:的)?[，,。！!：:]/u;

/** Addresses, mentions and markup, whatever the platform. A plan's own “<” comes as ＜ from the prompt. */
const MARKUP =
  /[<>`|\\{}~^]|&[a-z#0-9]+;|!\s*\[|\]\s*\(|[a-z][a-z0-9+.-]*:\/\/|\b(?:www|mailto|javascript|data)[.:]|[\w-]\.[a-z]{2}|@|＠|^#{1,6}\s|__|\p{Cc}|\p{Cf}|\p{Co}|\p{Cs}/iu;

/** 不 and its like, where they are not part of a bound or of 不仅, 不断, which deny nothing. */
const NEGATION =
  /(?:不(?!低于|少于|超过|高于|大于|小于|多于|下于|断|仅|同|但|到)|[未无没勿莫](?!来)|非(?!常))\p{Script=Han}/gu;

/**
 * The gate for a model's prose. Besides what holds of every statement (`objectionTo`), each figure must count in its
 * passage what it counts in the sentence, the words must be those of the passage, and nothing may be denied that the
 * passage does not deny. Each stretch of the sentence answers to the marks behind it alone.
 */
export function createProseGate({ plans, vocabulary }: ProseContext): ProseGate {
  const sources = new Map<Passage, ProseSource>();
  const titleOf = titlesOf(plans);

  const sourceOf = (passage: Passage): ProseSource => {
    const known = sources.get(passage);
    if (known) return known;
    const plan = plans.find(({ id }) => id === passage.planId);
    const ofPlan = vocabulary.normal([plan?.title ?? '', plan?.region ?? '', plan?.issuer ?? ''].join('｜'));
    const ofPassage = vocabulary.normal([passage.text, ...passage.section].join('｜'));
    const source = { text: `${ofPassage}｜${ofPlan}`, plan: ofPlan, claims: claimsOfPassage(passage) };
    sources.set(passage, source);
    return source;
  };

  /** Whether the source counts by its figure what the sentence counts by the same one. */
  const counts = (own: string, said: string, other: FigureClaim, plan: string): boolean => {
    const counted = vocabulary.normal(other.counted);
    const content = vocabulary.content(counted).filter((word) => !isDecisive(word));
    if (content.length === 0) return true;
    const missing = vocabulary.missing(counted, said).filter((word) => content.includes(word));
    if (missing.length > content.length * (1 - COUNTED)) return false;
    // A word that its neighbour in the passage has and it has not: the neighbour's figure was meant.
    const rivals = other.rivals.map(vocabulary.normal);
    const beyond = vocabulary.missing(own, `${vocabulary.normal(other.own)}｜${plan}`);
    return beyond.every((word) => !rivals.some((rival) => rival.includes(word)));
  };

  const objectionToClaims = (
    before: string,
    text: string,
    cited: readonly ProseSource[],
  ): ProseObjection | undefined => {
    for (const claim of readClaims(text)) {
      const own = vocabulary.normal(claim.own);
      // What a stretch leaves out, the one before it may have named.
      const said = vocabulary.normal(before + claim.upTo);
      const isBorneOut = cited.some((source) => {
        const same = source.claims.filter((other) => isStatedBy(claim.quantity, other.quantity));
        return (
          vocabulary.missing(own, source.text).length === 0 &&
          same.some((other) => counts(own, said, other, source.plan))
        );
      });
      if (!isBorneOut) return { what: 'subject', text: claim.own.replace('｜', '…').trim() };
    }
    return undefined;
  };

  /** The words are those of the passages, but for words of reporting. */
  const objectionToWords = (text: string, cited: readonly ProseSource[]): ProseObjection | undefined => {
    const source = cited.map((each) => each.text).join('｜');
    const sentence = vocabulary.normal(text);
    const denied = [...sentence.matchAll(NEGATION)].find(([negation]) => !source.includes(negation));
    if (denied) return { what: 'not', text: denied[0] };
    if (sentence.includes('已') && !/已|完成|实际|达到了|现有/u.test(source)) return { what: 'words', text: '已' };
    const missing = vocabulary.missing(sentence, source);
    const fatal = missing.find((word) => isDecisive(word) || /[a-z]/u.test(word));
    if (fatal !== undefined) return { what: 'words', text: fatal };
    const place = findKnownPlaces(sentence).find(({ short }) => !source.includes(short));
    if (place) return { what: 'name', text: place.short };
    const isTooMany = (part: string, share: number): boolean =>
      vocabulary.missing(part, source).length > vocabulary.content(part).length * share;
    const clauses = sentence.split(/[，；：。]/u);
    if (
      isTooMany(sentence, readClaims(plainText(text)).length > 0 ? 0 : OWN_WORDS) ||
      clauses.some((clause) => isTooMany(clause, OWN_WORDS_OF_CLAUSE))
    )
      return { what: 'words', text: missing.join('、') };
    return objectionToRoles(sentence, source);
  };

  const objectionToRoles = (sentence: string, source: string): ProseObjection | undefined => {
    const clauses = source.split(/[，；。：｜]/u);
    for (const { groups } of sentence.matchAll(ROLE)) {
      const role = groups?.['role'] ?? '';
      const who = (groups?.['who'] ?? '').split(/[由被让]/u).at(-1) ?? '';
      const stands = clauses.some((clause) => clause.includes(role) && vocabulary.missing(who, clause).length === 0);
      if (source.includes(role) && !stands) return { what: 'subject', text: `${who}…${role}` };
    }
    return undefined;
  };

  return (segments) => {
    let before = '';
    for (const { text, passages } of segments) {
      const markup = MARKUP.exec(text.replace(/\*\*/gu, ''));
      if (markup) return { what: 'markup', text: markup[0] };
      const verdict = VERDICT.exec(text)?.[0];
      if (verdict !== undefined) return { what: 'not', text: verdict };
      if (passages.length === 0) return { what: 'uncited', text };
      const cited = passages.map(sourceOf);
      const objection =
        objectionTo({ text, passages }, titleOf) ??
        objectionToClaims(plainText(before), plainText(text), cited) ??
        objectionToWords(text, cited);
      if (objection) return objection;
      before += text;
    }
    return undefined;
  };
}
