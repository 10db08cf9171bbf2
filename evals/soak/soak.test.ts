import { expect, test } from 'vitest';
import { lineOf } from '../promises/row.ts';
import { soak } from './soak.ts';
import { judge } from './verdict.ts';

// The short form of `npm run soak`: twenty seconds of questions, every kind of fault, too short to tell a slow leak. The
// program is started three times, which takes longer than the questions where others use the machine too.
test('nothing is lost or comes twice, whatever goes wrong', { timeout: 1_200_000 }, async () => {
  const rows = judge(await soak({ lastsMs: 20_000, perSecond: 2 }));
  expect(rows.filter(({ kept }) => !kept).map(lineOf)).toEqual([]);
});
