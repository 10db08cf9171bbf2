import {
  ConsecutiveBreaker,
  TaskCancelledError,
  TimeoutStrategy,
  circuitBreaker,
  handleAll,
  isBrokenCircuitError,
  timeout,
  wrap,
} from 'cockatiel';
import { GuidaError, isGuidaError } from '../../corpus/errors.ts';
import type { EndpointName } from './openai-transport.ts';

/** How long a question waits for an endpoint that it can do without. */
export interface EndpointGuardOptions {
  /** A call may take this long, retries included, in milliseconds. @default 3000 */
  readonly budgetMs?: number;
  /** After so many failures one after another the endpoint is left alone for a while. @default 2 */
  readonly failures?: number;
  /** That while, in milliseconds; then one call tries whether it is back. @default 30000 */
  readonly restMs?: number;
  /** Told of each call that failed, not of those that were spared. */
  readonly onFailure?: (failure: GuidaError) => void;
}

/** Makes a call; undefined when it failed or was spared. What is not the endpoint's fault is thrown. */
export type EndpointGuard = <T>(call: (signal: AbortSignal) => Promise<T>) => Promise<T | undefined>;

/**
 * Guards calls that are made while somebody waits for an answer: within a budget, with a circuit breaker, and without
 * an error, since there is an answer without them too.
 */
export function createEndpointGuard(endpoint: EndpointName, options: EndpointGuardOptions = {}): EndpointGuard {
  const { budgetMs = 3000, failures = 2, restMs = 30_000, onFailure } = options;
  const policy = wrap(
    circuitBreaker(handleAll, { halfOpenAfter: restMs, breaker: new ConsecutiveBreaker(failures) }),
    timeout(budgetMs, TimeoutStrategy.Aggressive),
  );
  return async (call) => {
    try {
      return await policy.execute(({ signal }) => call(signal));
    } catch (error) {
      if (isBrokenCircuitError(error)) return undefined;
      // Not by cockatiel's own guard, which in 3.2.1 looks for another error's mark.
      const failure = error instanceof TaskCancelledError ? late(endpoint, budgetMs, error) : error;
      if (!isGuidaError(failure) || failure.code !== endpoint.code) throw failure;
      onFailure?.(failure);
      return undefined;
    }
  };
}

function late({ code, purpose }: EndpointName, budgetMs: number, cause: Error): GuidaError {
  return new GuidaError(code, `The ${purpose} endpoint did not answer within ${budgetMs} ms.`, { cause });
}
