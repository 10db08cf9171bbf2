import type { Passage } from '../../../corpus/types.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { matchTerm, matchText } from '../../../retrieval/rank/score.ts';
import type { PlanSummary } from '../../../retrieval/types.ts';
import type { Answer } from '../types.ts';
import { plainText } from '../verify-quantities.ts';
import type { VerifiedSentence } from './answer-writer.ts';
import { readClaims } from './claims.ts';
import { hasKeys, isFigureKey, type ExtractiveLine } from './extractive-lines.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A verified sentence as admission sees it. */
export interface Candidate {
  readonly sentence: VerifiedSentence;
  readonly passages: readonly Passage[];
}

/** What admission decides by. */
export interface AdmissionOptions {
  readonly question: Question;
  /** The answer without a model. */
  readonly extractive: Answer;
  readonly lines: readonly ExtractiveLine[];
  readonly plans: readonly PlanSummary[];
  readonly vocabulary: Vocabulary;
}

/** Shortest and longest an answer by a model may be made, in characters; between them, by the extractive one. */
const LIMIT = 160;
const SUMMARY_LIMIT = 2400;
const LONGER_BY = 1.2;
/** A summary is shown when it has this many verified sentences. */
const SUMMARY_SENTENCES = 2;
/** Share of what a line says that must be said for it to count as said; in a list, that is all but a slip. */
const SAID = 0.6;
const LISTED = 0.8;
/** Least share of what a shorter sentence says that must stand in the line it takes the place of. */
const WITHIN = 0.8;

/**
 * Decides when a model's verified sentences take the place of the extractive answer: a true sentence may still be no
 * answer. They are held back until one says what a line of that answer says, and from then on shown as they come, unless
 * they are beside the point or too many. What they leave out is added at the end.
 *
 * - The line has figures (in bold) or the name of an item: the sentence must have them. Where the model has another
 *   figure, the extractive one stands.
 * - It has none: the sentence must say most of it, or a part of it and nothing else.
 * - A summary: there must be two sentences; points that they leave out are added.
 * - It says that a place is silent: a sentence on that place must have every word of the question.
 * - The extractive answer declines: a sentence must have every word, year and place of the question.
 */
export class Admission {
  readonly #options: AdmissionOptions;
  readonly #asked: string;
  readonly #shown: string[] = [];
  readonly #said = new Set<ExtractiveLine>();
  #held: Candidate[] = [];
  #isOpen = false;

  constructor(options: AdmissionOptions) {
    this.#options = options;
    this.#asked = options.vocabulary.normal(options.extractive.understood);
  }

  /** Whether any of the model's text is shown. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Offers a sentence; returns those that may be shown now. */
  offer(candidate: Candidate): readonly Candidate[] {
    const text = plain(candidate);
    const { lines, extractive } = this.#options;
    if (lines.some((line) => line.isSilent && hasKeys(text, line)) && !this.#hasAllWords(candidate)) return [];
    if ([...this.#shown, ...this.#held.map(plain)].some((other) => other.includes(text))) return [];
    if (this.#isOpen) return this.#fits(candidate) ? this.#show([candidate]) : [];
    this.#held.push(candidate);
    if (!this.#opensWith(candidate)) return [];
    this.#isOpen = true;
    // Other than in a summary, what came before the answer is no part of it.
    const first = this.#isSummary && !extractive.declined ? this.#held : [candidate];
    this.#held = [];
    return this.#show(first);
  }

  /** The lines of the extractive answer that the sentences shown do not say. */
  missing(): readonly ExtractiveLine[] {
    const { lines, extractive } = this.#options;
    if (extractive.declined) return [];
    const all = this.#options.vocabulary.normal(this.#shown.join('｜'));
    return lines.filter((line) => {
      if (line.passages.length === 0 && !line.isSilent) return false;
      return !this.#said.has(line) && !this.#shown.some((text) => this.#says(text, line, all));
    });
  }

  get #isSummary(): boolean {
    return this.#options.question.intent.kind === 'summary';
  }

  #show(candidates: readonly Candidate[]): readonly Candidate[] {
    this.#shown.push(...candidates.map(plain));
    return candidates;
  }

  /** Whether a sentence may follow those shown. */
  #fits(candidate: Candidate): boolean {
    const { lines, extractive } = this.#options;
    const text = plain(candidate);
    if (this.#shown.join('').length + text.length > this.#limit) return false;
    if (this.#isSummary || extractive.declined) return true;
    const cited = new Set(extractive.citations.map(({ passageId }) => passageId));
    return candidate.passages.some(({ id }) => cited.has(id)) || lines.some((line) => this.#says(text, line));
  }

  get #limit(): number {
    if (this.#isSummary) return SUMMARY_LIMIT;
    return Math.max(LIMIT, this.#options.extractive.text.length * LONGER_BY);
  }

  #opensWith(candidate: Candidate): boolean {
    const { lines, extractive, question } = this.#options;
    if (extractive.declined) return this.#answersAll(candidate);
    if (this.#isSummary) return this.#held.length >= SUMMARY_SENTENCES;
    const text = plain(candidate);
    if (text.length > this.#limit) return false;
    const isList = question.intent.kind === 'list' || question.intent.plural;
    const said = lines.find((line) => this.#says(text, line) || (!isList && this.#isPartOf(text, line)));
    if (said) this.#said.add(said);
    return said !== undefined;
  }

  /** Whether a sentence has what the line has; what has no figure is compared by its words. */
  #says(text: string, line: ExtractiveLine, around?: string): boolean {
    const { vocabulary, question } = this.#options;
    if (line.isSilent) return hasKeys(text, line);
    if (line.keys.length > 0 && !hasKeys(text, line)) return false;
    if (line.keys.some(isFigureKey) || /^\d+[.、]/u.test(line.text)) return true;
    const news = this.#news(line.text);
    if (news.length === 0) return line.keys.length > 0;
    const missing = vocabulary.missing(vocabulary.normal(line.text), around ?? vocabulary.normal(text));
    const left = missing.filter((word) => news.includes(word));
    return left.length <= news.length * (1 - (question.intent.kind === 'list' ? LISTED : SAID));
  }

  /** Whether a sentence says something of the line, and next to nothing else. */
  #isPartOf(text: string, line: ExtractiveLine): boolean {
    const { vocabulary } = this.#options;
    if (line.keys.length > 0) return false;
    const news = this.#news(text);
    const beyond = vocabulary.missing(vocabulary.normal(text), vocabulary.normal(line.text));
    const left = news.filter((word) => beyond.includes(word));
    return news.length > left.length && left.length <= news.length * (1 - WITHIN);
  }

  /** The words that a text has beyond the question. */
  #news(text: string): readonly string[] {
    const { vocabulary } = this.#options;
    const normal = vocabulary.normal(text);
    const missing = vocabulary.missing(normal, this.#asked);
    return vocabulary.content(normal).filter((word) => missing.includes(word));
  }

  #answersAll(candidate: Candidate): boolean {
    const { places, otherPlaces } = this.#options.question;
    const around = matchText(this.#around(candidate));
    return (
      this.#hasAllWords(candidate) &&
      places.every(({ place }) => around.includes(place.slice(0, 2))) &&
      otherPlaces.every((place) => around.includes(place))
    );
  }

  /** Every word and year of the question, and a figure when one is asked for. */
  #hasAllWords(candidate: Candidate): boolean {
    const { terms, times, intent } = this.#options.question;
    const said = plain(candidate);
    const around = matchText(this.#around(candidate));
    return (
      terms.length > 0 &&
      terms.every((term) => matchTerm(term, around) > 0.6) &&
      times.every(({ to }) => said.includes(String(to))) &&
      (intent.kind !== 'figure' || readClaims(said).length > 0)
    );
  }

  /** A sentence with what a reader sees around it: headings, titles and places of its sources. */
  #around({ sentence, passages }: Candidate): string {
    const said = sentence.segments.map(({ text }) => text).join('');
    const plans = this.#options.plans.filter(({ id }) => passages.some(({ planId }) => planId === id));
    const around = [
      ...passages.flatMap(({ section }) => section),
      ...plans.flatMap(({ title, region }) => [title, region]),
    ].join('｜');
    return `${said}｜${around}`;
  }
}

function plain({ sentence }: Candidate): string {
  return plainText(sentence.segments.map(({ text }) => text).join(''));
}
