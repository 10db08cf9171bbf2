import { writeSync } from 'node:fs';
import { openEmbeddedJournal } from '../../bot/journal/embedded-journal.ts';

/** Takes every event four times, shuffled, and says of each whether it was new. Killed from outside. */
const [path = '', events = '0', run = '0'] = process.argv.slice(2);
const journal = openEmbeddedJournal(path);
const deliveries = Array.from({ length: 4 * Number(events) }, (_, at) => at % Number(events));
let state = Number(run) + 1;
for (let at = deliveries.length - 1; at > 0; at -= 1) {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  const other = state % (at + 1);
  [deliveries[at], deliveries[other]] = [deliveries[other] ?? 0, deliveries[at] ?? 0];
}
for (const id of deliveries) {
  const eventId = `e${id}`;
  const reader = { channel: 'slack' as const, userId: 'U1' };
  const isNew = await journal.take({ reader, eventId, conversationId: 'c', text: '问', replyTo: {} }, Date.now());
  writeSync(1, `${isNew ? 'new' : 'old'} ${eventId}\n`);
}
await journal.close();
