import { SingleBar } from 'cli-progress';

/** Steps of a build, in their order. */
export type BuildStage = 'reading' | 'words' | 'embedding' | 'vectors' | 'verifying';

const NAMES: Record<BuildStage, string> = {
  reading: 'reading plans',
  words: 'indexing words',
  embedding: 'embedding passages',
  vectors: 'indexing vectors',
  verifying: 'verifying',
};

/** Shows how far an index build is. */
export interface Progress {
  /** @param files how many there are to read */
  start(files: number): void;
  update(stage: BuildStage, done: number, total: number): void;
  stop(): void;
}

/** A bar when `stream` is a terminal; otherwise one line at the start, so that a log stays readable. */
export function createProgress(stream: NodeJS.WritableStream & { readonly isTTY?: boolean }): Progress {
  return stream.isTTY === true ? barOn(stream) : lineOn(stream);
}

function lineOn(stream: NodeJS.WritableStream): Progress {
  return {
    start(files) {
      if (files > 0) stream.write(`guida: reading ${files} ${files === 1 ? 'file' : 'files'} for the index\n`);
    },
    update: () => undefined,
    stop: () => undefined,
  };
}

/** Leaves cursor and line wrap as they are, so that nothing has to be restored when the program is interrupted. */
function barOn(stream: NodeJS.WritableStream): Progress {
  const bar = new SingleBar({
    format: 'guida: {stage} {bar} {value}/{total}',
    stream,
    clearOnComplete: true,
    linewrap: true,
    barsize: 30,
  });
  let shown: BuildStage | undefined;
  return {
    start(files) {
      shown = 'reading';
      bar.start(files, 0, { stage: NAMES.reading.padEnd(18) });
    },
    update(stage, done, total) {
      if (stage !== shown) bar.setTotal(total);
      shown = stage;
      bar.update(done, { stage: NAMES[stage].padEnd(18) });
    },
    stop() {
      bar.stop();
    },
  };
}
