import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';

test('what was done is counted, in the text format of Prometheus', async () => {
  let openedAt: number | undefined = undefined;
  const metrics = createMetrics({
    load: () => ({ waiting: 3, running: 2 }),
    index: () => (openedAt === undefined ? { building: true } : { building: false, openedAt }),
    now: () => 10_000,
  });
  metrics.onAnswer({ channel: 'slack', outcome: 'answered', waitedMs: 40, tookMs: 150, eventId: 'canary' });
  metrics.onAnswer({ channel: 'slack', outcome: 'declined', waitedMs: 0, tookMs: 20, eventId: 'canary' });
  metrics.onAnswer({ channel: 'web', outcome: 'queue-full', waitedMs: 0, tookMs: 0, eventId: 'canary' });
  metrics.onFeedback({ channel: 'web', verdict: 'bad' });
  metrics.onFailure();
  const text = await metrics.text();
  const lines = [
    'guida_questions_total{channel="slack",outcome="answered"} 1',
    'guida_questions_total{channel="slack",outcome="declined"} 1',
    'guida_questions_total{channel="web",outcome="queue-full"} 1',
    'guida_feedback_total{channel="web",verdict="bad"} 1',
    'guida_failures_total 1',
    'guida_wait_seconds_bucket{le="0.05"} 2',
    'guida_answer_seconds_bucket{le="0.1"} 1',
    'guida_answer_seconds_count 2',
    'guida_queue_length 3',
    'guida_answers_running 2',
    'guida_index_generation_age_seconds -1',
  ];
  for (const line of lines) expect(text.split('\n')).toContain(line);
  expect(text).toContain('process_cpu_seconds_total');
  expect(text).not.toContain('canary');
  openedAt = 4000;
  expect(await metrics.text()).toContain('guida_index_generation_age_seconds 6');
});
