/**
 * The child process that holds the native index. Started by `process-connection.ts` and by nothing else: it answers
 * one request at a time over the IPC channel and ends when the channel does.
 */
import { GuidaError, isGuidaError } from '../../corpus/errors.ts';
import { HnswBuilder, HnswIndex } from './hnsw.ts';
import type { VectorCalls, VectorReply, VectorRequest } from './process-messages.ts';

let index: HnswIndex | undefined;
let builder: { readonly vectors: HnswBuilder; readonly dimension: number } | undefined;

function answer(request: VectorRequest): VectorCalls[VectorRequest['call']]['reply'] {
  switch (request.call) {
    case 'open':
      index = HnswIndex.load(request.body.path);
      return { dimension: index.dimension, size: index.size };
    case 'search':
      return search(request.body);
    case 'build': {
      const { dimension, count, parameters } = request.body;
      builder = { vectors: new HnswBuilder(dimension, count, parameters), dimension };
      return { size: 0 };
    }
    case 'add':
      return add(request.body);
    case 'save':
      if (builder === undefined) throw outOfOrder();
      index = builder.vectors.finish();
      index.save(request.body.path);
      return { size: index.size };
  }
}

function search({ vector, k, allowed }: VectorCalls['search']['request']): VectorCalls['search']['reply'] {
  if (index === undefined) throw outOfOrder();
  const hits = index.searchNow(vector, k, allowed);
  return {
    labels: Uint32Array.from(hits, (hit) => hit.label),
    similarities: Float64Array.from(hits, (hit) => hit.similarity),
  };
}

function add({ vectors, labels }: VectorCalls['add']['request']): VectorCalls['add']['reply'] {
  if (builder === undefined) throw outOfOrder();
  const { dimension } = builder;
  for (const [row, label] of labels.entries()) {
    builder.vectors.add(vectors.subarray(row * dimension, (row + 1) * dimension), label);
  }
  return { size: builder.vectors.size };
}

function outOfOrder(): GuidaError {
  return new GuidaError('internal', 'The vector process was asked out of order.');
}

function failure(id: number, error: unknown): VectorReply {
  if (!isGuidaError(error)) {
    return { id, code: 'internal', message: 'The vector process failed.', detail: String(error) };
  }
  const detail = error.cause instanceof Error ? error.cause.message : '';
  return { id, code: error.code, message: error.message, detail };
}

process.on('message', (request: VectorRequest) => {
  let reply: VectorReply;
  try {
    reply = { id: request.id, body: answer(request) };
  } catch (error) {
    reply = failure(request.id, error);
  }
  process.send?.(reply);
});

process.on('disconnect', () => {
  process.exit(0);
});

// Ctrl-C and service managers signal the whole group; the parent still finishes its answers, and needs us for that.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
