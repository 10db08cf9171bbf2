import type { Subject } from './subject.ts';

/** What the clauses of a sentence hand on to the next. */
export interface Thread {
  /** Which part between ；is being read. */
  group: number;
  /** No clause but labels has stood in the sentence. */
  first: boolean;
  sentenceTime: string | undefined;
  /** The sentence's time is said with 到 or 截至. */
  reckoned: boolean;
  groupTime: string | undefined;
  /** Where a change starts or what is compared with, for the growth over it. */
  baseYear: string | undefined;
  /** Year of the first value that names one, for a growth to a later year. */
  firstYear: string | undefined;
  /** What was last spoken of with a figure. */
  subject: string | undefined;
  /** Its verb of a flow, for the items of a list: 新增A3家、B2家. */
  verb: string;
  /** Parent of the 其中 that is open, with the unit of its parts. */
  part: { readonly parent: string; readonly unit: string } | undefined;
  /** “工程实验室中，”: what the levels counted after it are of. */
  head: string | undefined;
  /** 力争 has been said. */
  striving: boolean;
  /** “……科学技术奖评审中”, for the prizes counted after it. */
  prize: string | undefined;
  /** The clause before, when it stated no figure. */
  silent: Subject | undefined;
}

/** The thread at the start of a sentence. */
export function newThread(): Thread {
  return { first: true, sentenceTime: undefined, reckoned: false, ...newGroup(0) };
}

/** What a ；cuts off. */
export function newGroup(group: number): Omit<Thread, 'first' | 'sentenceTime' | 'reckoned'> {
  return {
    group,
    groupTime: undefined,
    baseYear: undefined,
    firstYear: undefined,
    subject: undefined,
    verb: '',
    part: undefined,
    head: undefined,
    striving: false,
    prize: undefined,
    silent: undefined,
  };
}
