import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{bot,retrieval,prompts,corpus,evals,examples}/**/*.test.ts'],
    // Guards against a test that hangs; a machine that others use as well takes many times as long as a quiet one.
    testTimeout: 400_000,
    hookTimeout: 400_000,
    expect: { poll: { timeout: 60_000 } },
    maxWorkers: 2,
  },
});
