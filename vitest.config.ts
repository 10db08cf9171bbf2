import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{bot,retrieval,prompts,corpus,evals,examples}/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
