import type { IndicatorRecord } from '../types.ts';

/** A record before it has an id and a canonical name. */
export type RecordDraft = Omit<IndicatorRecord, 'id' | 'planId' | 'passageId' | 'canonical'>;
