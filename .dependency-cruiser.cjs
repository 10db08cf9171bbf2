/** The rooms of ARCHITECTURE.md, as rules. Data flows one way; imports follow it. */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'corpus-stands-alone',
      severity: 'error',
      from: { path: '^corpus/' },
      to: { path: '^(retrieval|prompts|bot|evals)/' },
    },
    {
      name: 'prompts-stand-alone',
      severity: 'error',
      from: { path: '^prompts/' },
      to: { path: '^(retrieval|corpus|bot|evals)/' },
    },
    {
      name: 'retrieval-knows-only-corpus',
      severity: 'error',
      from: { path: '^retrieval/' },
      to: { path: '^(prompts|bot|evals)/' },
    },
    {
      name: 'answer-knows-no-channel',
      severity: 'error',
      from: { path: '^bot/answer/' },
      to: { path: '^(bot/(?!answer/)|evals/)' },
    },
    {
      name: 'channels-only-carry',
      severity: 'error',
      from: { path: '^bot/channels/' },
      to: {
        path: '^(retrieval|corpus|prompts|evals|bot/answer)/',
        pathNot: '^(bot/answer/types\\.ts|corpus/(errors|types)\\.ts|retrieval/types\\.ts)$',
      },
    },
    {
      name: 'channels-know-the-service-by-its-types',
      severity: 'error',
      from: { path: '^bot/channels/', pathNot: '\\.(test|fixture|contract)\\.ts$' },
      to: { path: '^bot/(service|journal|commands)/', pathNot: '^bot/service/types\\.ts$' },
    },
    {
      name: 'service-knows-no-channel',
      severity: 'error',
      from: { path: '^bot/(service|journal)/' },
      to: { path: '^bot/(channels|commands)/' },
    },
    { name: 'nobody-imports-evals', severity: 'error', from: { pathNot: '^evals/' }, to: { path: '^evals/' } },
    { name: 'tests-stay-out', severity: 'error', from: { pathNot: '\\.test\\.ts$' }, to: { path: '\\.test\\.ts$' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.js'] },
  },
};
