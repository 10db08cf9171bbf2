import { readFileSync } from 'node:fs';
import path from 'node:path';
import { env } from 'node:process';

/** The questions as promptfoo tests: the tuning part, or the file that QUESTIONS_FILE names; QUESTIONS_LIMIT takes the first. */
export default function tests() {
  const file = env.QUESTIONS_FILE ?? path.join(import.meta.dirname, '../../evals/questions/tuning.jsonl');
  const questions = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));
  return questions.slice(0, Number(env.QUESTIONS_LIMIT ?? questions.length)).map((question) => ({
    description: `${question.id} ${question.kind}`,
    vars: { turns: JSON.stringify(question.turns), known: JSON.stringify(question) },
    assert: [
      { type: 'javascript', metric: 'right', value: 'file://assertions.mjs:right' },
      { type: 'javascript', metric: 'cited', value: 'file://assertions.mjs:cited' },
    ],
  }));
}
