import { basename } from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { GuidaError } from '../../corpus/errors.ts';
import type { Plan } from '../../corpus/types.ts';
import type { Reader } from './types.ts';

/** What a rule grants: every plan. */
const EVERY_PLAN = '*';

const PERSON = /^(?:slack|dingtalk|web):(?!#)\S+$/u;
const ROOM = /^(?:slack|dingtalk|web):#\S+$/u;
const GROUP = /^group:\S+$/u;

const planSchema = z
  .string('must be the exact title, id, region or file name of a plan, or "*"')
  .trim()
  .min(1, 'must be the exact title, id, region or file name of a plan, or "*"');

const personSchema = z
  .string('must name a person, as slack:U123')
  .regex(PERSON, 'must name a person, as slack:U123, dingtalk:user9 or web:name');

const holderSchema = z
  .string('must name a person, a room or a group')
  .refine(
    (value) => PERSON.test(value) || ROOM.test(value) || GROUP.test(value),
    'must name a person (slack:U123), a room (slack:#C123) or a group (group:staff)',
  );

const rulesSchema = z
  .strictObject(
    {
      public: z.array(planSchema, 'must be a list of plans').default([]),
      groups: z
        .record(z.string(), z.array(personSchema, 'must be a list of people'), 'must give each group its people')
        .default({}),
      grants: z
        .array(
          z.strictObject(
            {
              plans: z.array(planSchema, 'must be a list of plans').min(1, 'must name a plan'),
              to: z.array(holderSchema, 'must be a list of people, rooms and groups').min(1, 'must name somebody'),
            },
            'must have “plans” and “to”',
          ),
          'must be a list',
        )
        .default([]),
    },
    'must have “public”, “groups” or “grants”',
  )
  .superRefine(({ groups, grants }, context) => {
    for (const [at, { to }] of grants.entries()) {
      for (const [place, holder] of to.entries()) {
        if (GROUP.test(holder) && !Object.hasOwn(groups, holder.slice('group:'.length))) {
          context.addIssue({
            code: 'custom',
            path: ['grants', at, 'to', place],
            message: 'names no group of this file',
          });
        }
      }
    }
  });

/** Rules on who may see which plans. What they do not allow does not exist for a reader. */
export interface AccessRules {
  allows(reader: Reader, plan: Plan): boolean;
  /** What the rules call plans by, and none of these plans is: a slip of the pen, for the log. */
  unmatched(plans: readonly Plan[]): readonly string[];
}

/** Without a file, every plan is public. */
export const EVERYTHING_PUBLIC: AccessRules = { allows: () => true, unmatched: () => [] };

/**
 * Reads the rules of a `GUIDA_ACCESS` file. Plans are named by exact title (with or without 《》), id, region or file name;
 * `"*"` is every plan. A room's readers see what is public and what is granted to that room; a person alone sees what is
 * public and what is granted to them or to a group of theirs. Nothing else.
 *
 * ```yaml
 * public:
 *   - 示例市“十四五”科技创新规划
 * groups:
 *   staff: [slack:U123, dingtalk:user9, "web:li.si"]
 * grants:
 *   - plans: [示例省, internal.docx]
 *     to: [group:staff, "slack:#C123"]
 * ```
 * @throws GuidaError `access-rules`, naming the rule that is wrong
 */
export function readAccessRules(text: string): AccessRules {
  const { public: open, groups, grants } = parsed(text);
  const byHolder = new Map<string, Set<string>>();
  const grant = (holder: string, plans: readonly string[]): void => {
    const granted = byHolder.get(holder) ?? new Set();
    for (const plan of plans) granted.add(named(plan));
    byHolder.set(holder, granted);
  };
  for (const { plans, to } of grants) {
    for (const holder of to) {
      const people = GROUP.test(holder) ? (groups[holder.slice('group:'.length)] ?? []) : [holder];
      for (const each of people) grant(each, plans);
    }
  }
  const everybody = new Set(open.map(named));
  return {
    allows(reader, plan) {
      const granted = byHolder.get(holderOf(reader) ?? '');
      return namesOf(plan).some((name) => everybody.has(name) || granted?.has(name) === true);
    },
    unmatched(plans) {
      const known = new Set(plans.flatMap(namesOf));
      const written = [...open, ...grants.flatMap((each) => each.plans)];
      return [...new Set(written.filter((name) => !known.has(named(name))))].filter((name) => name !== EVERY_PLAN);
    },
  };
}

/** What a grant to this reader would be written to. In a room it is the room, never the asker. */
function holderOf({ channel, userId, roomId }: Reader): string | undefined {
  // A person's name must not read as a room's.
  if (roomId === undefined && userId.startsWith('#')) return undefined;
  return roomId === undefined ? `${channel}:${userId}` : `${channel}:#${roomId}`;
}

function namesOf({ title, id, region, file }: Plan): readonly string[] {
  return [EVERY_PLAN, title, id, region, basename(file)].filter((name) => name !== '').map(named);
}

function named(name: string): string {
  return name.normalize('NFC').replace(/^《(.*)》$/u, '$1');
}

function parsed(text: string): z.output<typeof rulesSchema> {
  const document = parseDocument(text, { uniqueKeys: true });
  const [broken] = document.errors;
  if (broken) throw wrong(`line ${broken.linePos?.[0].line ?? 1} is no YAML`, broken);
  const result = rulesSchema.safeParse(document.toJS() ?? {});
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    const where = issue.path.length === 0 ? 'the file' : placeOf(issue.path);
    throw wrong(`${where} has “${issue.keys.join('”, “')}”, which means nothing here`, result.error);
  }
  throw wrong(`${placeOf(issue?.path ?? [])} ${issue?.message ?? ''}`, result.error);
}

/** `grants[1].to[0]`, as the file's author would count from 1: “grants 2, to 1”. */
function placeOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the file';
  return path
    .map((part) => (typeof part === 'number' ? ` ${part + 1}` : `, ${String(part)}`))
    .join('')
    .replace(/^, /u, '');
}

function wrong(problem: string, cause: unknown): GuidaError {
  return new GuidaError('access-rules', `The access rules are not understood: ${problem}.`, { cause });
}
