/** A sentence of the stream, and whether a line begins with it. */
export interface StreamedSentence {
  readonly text: string;
  readonly startsLine: boolean;
}

/** A longer run without an end is cut: it could not be checked with any confidence. In characters. */
const LONGEST = 800;

/** What may follow the end of a sentence and still belong to it: closing quotes, and marks behind the full stop. */
const BEHIND = /^(?:[”"’』」）)]|[ \t]*[[［【〔][^\]］】〕\n]{0,30}[\]］】〕]|[ \t]*[(（][ \t]*\d{1,2}[ \t]*[)）])+/u;
/** The beginning of such a thing, of which more may come. */
const MAYBE_BEHIND =
  /^(?:[”"’』」）)]|[ \t]*[[［【〔][^\]］】〕\n]{0,30}[\]］】〕]|[ \t]*[(（][ \t]*\d{1,2}[ \t]*[)）])*[ \t]*(?:[[［【〔][^\]］】〕\n]{0,30}|[(（][ \t]*\d{0,2}[ \t]*)?$/u;

/** Cuts a stream of text into sentences as they come. What a model thinks aloud between <think> tags is left out. */
export class SentenceStream {
  #buffer = '';
  #startsLine = true;
  #isOpening = true;

  /** Takes the next piece; returns the sentences that are complete. */
  push(piece: string): readonly StreamedSentence[] {
    this.#buffer += piece;
    if (!this.#skipThoughts()) return [];
    return this.#take(false);
  }

  /**
   * Ends the stream; returns what is left.
   * @param isWhole false when the stream broke off: then the last sentence, unless it had ended, is left out
   */
  end(isWhole: boolean): readonly StreamedSentence[] {
    if (this.#isOpening && /^\s*<think>/u.test(this.#buffer)) return [];
    this.#isOpening = false;
    const sentences = [...this.#take(true)];
    if (isWhole && this.#buffer.trim() !== '') sentences.push(this.#sentence(this.#buffer));
    this.#buffer = '';
    return sentences;
  }

  /** Whether reading may begin: a thought at the head is dropped once it has ended. */
  #skipThoughts(): boolean {
    if (!this.#isOpening) return true;
    const opening = this.#buffer.trimStart();
    if (opening === '' || (opening.length < 7 && '<think>'.startsWith(opening))) return false;
    if (opening.startsWith('<think>')) {
      const end = this.#buffer.indexOf('</think>');
      if (end < 0) return false;
      this.#buffer = this.#buffer.slice(end + 8);
      return this.#skipThoughts();
    }
    this.#isOpening = false;
    return true;
  }

  #take(isLast: boolean): readonly StreamedSentence[] {
    const sentences: StreamedSentence[] = [];
    for (;;) {
      const end = this.#endOfSentence(isLast);
      if (end === undefined) return sentences;
      const text = this.#buffer.slice(0, end);
      this.#buffer = this.#buffer.slice(end);
      if (text.trim() !== '') sentences.push(this.#sentence(text));
      if (text.endsWith('\n')) this.#startsLine = true;
    }
  }

  #sentence(text: string): StreamedSentence {
    const startsLine = this.#startsLine;
    this.#startsLine = text.endsWith('\n');
    return { text: text.trim(), startsLine };
  }

  #endOfSentence(isLast: boolean): number | undefined {
    const match = /[。！？!?\n]/u.exec(this.#buffer);
    if (!match) return this.#buffer.length > LONGEST ? LONGEST : undefined;
    const end = match.index + 1;
    if (match[0] === '\n') return end;
    const rest = this.#buffer.slice(end);
    if (!isLast && MAYBE_BEHIND.test(rest)) return undefined;
    return end + (BEHIND.exec(rest)?.[0].length ?? 0);
  }
}
