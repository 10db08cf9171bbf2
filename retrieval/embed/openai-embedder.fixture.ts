import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { startEmbeddingsServer, vectorOf, type EmbeddingsServer } from './embeddings-server.fixture.ts';
import { openOpenAiEmbedder, type OpenAiEmbedder, type OpenAiEmbeddingOptions } from './openai.ts';

/** The key that must turn up nowhere but in the requests. */
export const KEY = 'sk-canary-7f3a91';

/** Texts for more than two batches. */
export const texts = Array.from({ length: 150 }, (_, i) => `示例市第${i}条`);

/** A fresh stand-in endpoint and cache for each test of a file. */
export interface Bench {
  readonly server: EmbeddingsServer;
  readonly folder: string;
  readonly cacheFile: string;
  /** Opens an embedder of it; closed after the test. */
  open(options?: Partial<OpenAiEmbeddingOptions>): Promise<OpenAiEmbedder>;
  /** Texts in each request after the first, which asks for the dimension. */
  asked(): readonly number[];
}

/** Sets the stand-in up before each test and clears it away after. */
export function withEmbeddingsServer(): () => Bench {
  let bench: Bench | undefined;
  let opened: OpenAiEmbedder[] = [];
  beforeEach(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'guida-openai-'));
    const server = await startEmbeddingsServer();
    const cacheFile = join(folder, 'cache.sqlite');
    opened = [];
    const open = async (options: Partial<OpenAiEmbeddingOptions> = {}) => {
      const defaults = { concurrency: 1, maxRetries: 2, timeoutMs: 2000, model: 'stand-in' };
      const endpoint = { apiKey: KEY, baseURL: server.baseURL, cacheFile };
      const embedder = await openOpenAiEmbedder({ ...defaults, ...endpoint, ...options });
      opened.push(embedder);
      return embedder;
    };
    const asked = () => server.requests.slice(1).map(({ input }) => input.length);
    bench = { server, folder, cacheFile, open, asked };
  });
  afterEach(async () => {
    for (const embedder of opened) embedder.close();
    await bench?.server.close();
    rmSync(bench?.folder ?? '', { recursive: true, force: true });
  });
  return () => {
    if (bench === undefined) throw new Error('the stand-in is not up');
    return bench;
  };
}

/** The vectors that the stand-in gives. */
export function expected(all: readonly string[], dimension = 8): Float32Array[] {
  return all.map((text) => Float32Array.from(vectorOf(text, dimension)));
}
