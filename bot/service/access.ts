import { readFileSync, statSync } from 'node:fs';
import { GuidaError, isGuidaError } from '../../corpus/errors.ts';
import type { PlanSummary } from '../../retrieval/types.ts';
import { EVERYTHING_PUBLIC, readAccessRules, type AccessRules } from './access-rules.ts';
import type { Reader } from './types.ts';

/** Decides which plans exist for a reader. */
export interface Access {
  /**
   * The plans that exist for a reader, in the order given.
   * @throws GuidaError `access-rules` while the rules cannot be read: nobody sees anything then
   */
  visible(reader: Reader, plans: readonly PlanSummary[]): readonly PlanSummary[];
}

/** What `openAccess` takes. */
export interface AccessOptions {
  /** The rules file. Absent: every plan is public. */
  readonly file?: string | undefined;
  /** Told once each time the rules change, for better or worse. */
  readonly onChange?: (change: { readonly rules: AccessRules } | { readonly error: GuidaError }) => void;
}

/**
 * Opens the access rules. The file is looked at before every decision and read again when it has changed, so that a
 * grant that is taken back is gone at once.
 * @throws GuidaError `access-rules` when it cannot be read or understood
 */
export function openAccess({ file, onChange = () => undefined }: AccessOptions = {}): Access {
  if (file === undefined) return { visible: (_reader, plans) => plans };
  let seen = '';
  let state: { readonly rules: AccessRules } | { readonly error: GuidaError } = { rules: EVERYTHING_PUBLIC };
  const refresh = (): void => {
    const version = versionOf(file);
    if (version === seen) return;
    seen = version;
    state = readState(file);
    onChange(state);
  };
  const current = (): AccessRules => {
    refresh();
    if ('error' in state) throw state.error;
    return state.rules;
  };
  current();
  return {
    visible(reader, plans) {
      const rules = current();
      return plans.filter((plan) => rules.allows(reader, plan));
    },
  };
}

function readState(file: string): { readonly rules: AccessRules } | { readonly error: GuidaError } {
  try {
    return { rules: readAccessRules(readFileSync(file, 'utf8').replace(/^\uFEFF/u, '')) };
  } catch (error) {
    if (isGuidaError(error)) return { error };
    const message = 'The access rules cannot be read. Check GUIDA_ACCESS and the permissions of its file.';
    return { error: new GuidaError('access-rules', message, { cause: error }) };
  }
}

/** Changes when the file does; also when it goes, or another takes its place. */
function versionOf(file: string): string {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
    return [ino, size, mtimeNs, ctimeNs].join(' ');
  } catch {
    return 'gone';
  }
}
