import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { LiveIndexState } from './live-index.ts';
import type { ServiceObserver } from './service.ts';

/** Upper bounds, seconds: an answer without a model takes a tenth of a second, one with a model up to its deadline. */
const SECONDS = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60];

/** What `createMetrics` takes. */
export interface MetricsOptions {
  readonly load: () => { readonly waiting: number; readonly running: number };
  readonly index: () => LiveIndexState;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** Counts of what the service did, for Prometheus. No label holds a name, a question or a plan. */
export interface Metrics extends Omit<ServiceObserver, 'onFailure'> {
  onFailure(): void;
  /** In Prometheus' text format. */
  text(): Promise<string>;
}

/** Metrics in a registry of their own, together with those of the process. */
export function createMetrics({ load, index, now = Date.now }: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const questions = new Counter({
    name: 'guida_questions_total',
    help: 'Questions by channel and by how they ended.',
    labelNames: ['channel', 'outcome'],
    registers,
  });
  const feedback = new Counter({
    name: 'guida_feedback_total',
    help: 'Feedback by channel and verdict.',
    labelNames: ['channel', 'verdict'],
    registers,
  });
  const failures = new Counter({
    name: 'guida_failures_total',
    help: 'What went wrong and stands in the log.',
    registers,
  });
  const wait = new Histogram({
    name: 'guida_wait_seconds',
    help: 'Time that questions waited their turn.',
    buckets: SECONDS,
    registers,
  });
  const answer = new Histogram({
    name: 'guida_answer_seconds',
    help: 'Time that answers took, from the first look into the plans to the last word.',
    buckets: SECONDS,
    registers,
  });
  registry.registerMetric(gauge('guida_queue_length', 'Questions that wait their turn.', () => load().waiting));
  registry.registerMetric(gauge('guida_answers_running', 'Questions that are being answered.', () => load().running));
  registry.registerMetric(
    gauge('guida_index_generation_age_seconds', 'Time since the generation in use was opened; -1: none is.', () => {
      const { openedAt } = index();
      return openedAt === undefined ? -1 : (now() - openedAt) / 1000;
    }),
  );
  return {
    onAnswer({ channel, outcome, waitedMs, tookMs }) {
      questions.inc({ channel, outcome });
      if (outcome !== 'answered' && outcome !== 'declined') return;
      wait.observe(waitedMs / 1000);
      answer.observe(tookMs / 1000);
    },
    onFeedback({ channel, verdict }) {
      feedback.inc({ channel, verdict });
    },
    onFailure() {
      failures.inc();
    },
    text: () => registry.metrics(),
  };
}

function gauge(name: string, help: string, value: () => number): Gauge {
  return new Gauge({
    name,
    help,
    registers: [],
    collect() {
      this.set(value());
    },
  });
}
