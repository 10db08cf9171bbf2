import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** A promptfoo provider that asks `npm run ask -- --jsonl`. One process answers the whole run, a line a question. */
export default class GuidaProvider {
  #child;
  #waiting = new Map();
  #asked = 0;
  #failure;

  /** @param options `config.corpus`: folders of plans; default: the ones that ship. */
  constructor({ id, config = {} } = {}) {
    this.name = id ?? 'guida';
    this.corpus = config.corpus ?? [];
  }

  id() {
    return this.name;
  }

  /** The output is the whole answer, citations included, for the assertions; `turns` is a JSON list of strings. */
  async callApi(prompt, context) {
    const id = String((this.#asked += 1));
    const turns = JSON.parse(context?.vars?.turns ?? prompt);
    const answer = await new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#process().stdin.write(`${JSON.stringify({ id, turns })}\n`);
      if (this.#failure) this.#fail(this.#failure);
    });
    return 'error' in answer ? { error: answer.error } : { output: answer, latencyMs: answer.ms };
  }

  /** promptfoo calls this when the run is over. */
  cleanup() {
    this.#child?.stdin.end();
  }

  #process() {
    if (this.#child) return this.#child;
    const root = path.join(import.meta.dirname, '..', '..');
    const corpus = this.corpus.flatMap((dir) => ['--corpus', dir]);
    const argv = ['run', '--silent', 'ask', '--', '--jsonl', ...corpus];
    this.#child = spawn('npm', argv, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child.once('error', (error) => this.#fail(error));
    this.#child.stdin.on('error', (error) => this.#fail(error));
    this.#child.once('exit', (code) => this.#fail(new Error(`guida ended (exit ${code})`)));
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      const answer = JSON.parse(line);
      this.#waiting.get(answer.id)?.resolve(answer);
      this.#waiting.delete(answer.id);
    });
    this.#child.unref();
    return this.#child;
  }

  #fail(error) {
    this.#failure = error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
