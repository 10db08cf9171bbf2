import { expect, test } from 'vitest';
import type { Sample } from './program.ts';
import { judge, type SoakRecord } from './verdict.ts';

const MINUTE = 60_000;

/** A life of an hour that holds so much at each minute. */
function life(residentMb: (minute: number) => number, descriptors: (minute: number) => number, pid = 1): Sample[] {
  return Array.from({ length: 60 }, (_, minute) => ({
    ...{ at: minute * MINUTE, pid },
    ...{ residentMb: residentMb(minute), descriptors: descriptors(minute) },
  }));
}

const whole: SoakRecord = {
  samples: life(
    (minute) => 200 + 40 * Math.min(minute, 10) + 5 * (minute % 3),
    (minute) => 30 + (minute % 4),
  ),
  web: { answered: 8, refused: 1, 'answered-before': 1 },
  slack: new Map([['Ev1', 1]]),
  sent: { web: 10, slack: 1 },
  journal: { events: 11, open: 0, answers: 9, answeredTwice: 0 },
  faults: {},
  exitCode: 0,
};

function check(changes: Partial<SoakRecord>, broken: readonly string[]): void {
  const rows = judge({ ...whole, ...changes }).filter(({ kept }) => !kept);
  expect(rows.map(({ promise }) => promise.split(/[ :]/u)[0])).toEqual(broken);
}

test('a run in which everything held', () => {
  check({}, []);
});

test('what grows steadily is told from what settles', () => {
  const flat = (): number => 30;
  check({ samples: life((minute) => 200 + 3 * minute, flat) }, ['Memory']);
  check(
    {
      samples: life(
        () => 200,
        (minute) => 30 + minute,
      ),
    },
    ['File'],
  );
});

test('a life too short to tell is not judged', () => {
  const growing = life(
    (minute) => 100 + 90 * minute,
    (minute) => 30 + 9 * minute,
  );
  check({ samples: growing.slice(0, 3) }, []);
});

test('of several lives the longest counts', () => {
  const short = life(
    (minute) => 100 + 50 * minute,
    () => 30,
    2,
  ).slice(0, 20);
  check({ samples: [...short, ...whole.samples] }, []);
});

test('what is lost or comes twice', () => {
  check({ web: { answered: 9, lost: 1 } }, ['Web']);
  check({ web: { answered: 9 } }, ['Web']);
  check({ slack: new Map() }, ['Slack']);
  check({ slack: new Map([['Ev1', 2]]) }, ['Slack']);
  check({ journal: { events: 12, open: 0, answers: 9, answeredTwice: 0 } }, ['The']);
  check({ journal: { events: 11, open: 1, answers: 9, answeredTwice: 0 } }, ['The']);
  check({ journal: { events: 11, open: 0, answers: 9, answeredTwice: 1 } }, ['The']);
  check({ exitCode: null }, ['It']);
});
