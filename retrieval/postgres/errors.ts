import { GuidaError, isGuidaError, type GuidaErrorCode } from '../../corpus/errors.ts';

/** What PostgreSQL and the driver say, in their own codes: SQLSTATE (PostgreSQL manual, appendix A) or Node's. */
interface DriverError {
  readonly code?: string;
  readonly message: string;
}

/** The connection was refused, cut or shut down, or the server is starting: it is worth asking once more. */
const LOST = /^(?:08...|57P0[123]|ECONN\w+|EPIPE|ENOENT|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/u;

/** What the driver says without a code when a connection ends under it. */
const LOST_WORDS = /^(?:Connection terminated|Client was closed|Client has encountered a connection error)/u;

/** What the pool says when no connection came free or was made in time. */
const QUERY_TIMEOUT = /^Query read timeout/u;
const POOL_TIMEOUT = /timeout exceeded when trying to connect/u;

/** What the server says of a login or a database names the user, the host and the database: parts of the address. */
const NAMES_ADDRESS = /^(?:08|28|3D)/u;

const TOO_LONG = 'The database took too long to answer. Try again in a moment.';

/** First match wins. */
const MESSAGES: readonly (readonly [code: RegExp, message: string])[] = [
  [/^(?:28|0L|0P)/u, 'The database refuses the login. Check DATABASE_URL.'],
  [/^(?:3D000|ENOTFOUND)$/u, 'There is no such database. Check DATABASE_URL.'],
  [/^53300$/u, 'The database takes no more connections. Try again in a moment.'],
  [/^53100$/u, 'The disk of the database is full.'],
  [/^(?:57014|25P03)$/u, TOO_LONG],
  [/^42501$/u, 'The database user lacks a right that Guida needs: to create schemas in its database.'],
  [/^25006$/u, 'The database can only be read. Guida needs one that it may write to.'],
];

/** Whether a read that failed so may succeed when it is made once more. */
export function isWorthRetrying(error: unknown): boolean {
  const { code, message } = driverError(error);
  return code === '53300' || isLost(code, message);
}

/** The SQLSTATE of an error, or Node's code; absent when it has none. */
export function codeOf(error: unknown): string | undefined {
  return driverError(error).code;
}

/**
 * An error of the driver or the server as one of ours. Neither its message nor its cause names the address.
 * @param code what a caller expects; default `database-failed`
 */
export function databaseFailed(error: unknown, code: GuidaErrorCode = 'database-failed'): GuidaError {
  if (isGuidaError(error))
    return code === 'database-failed' ? error : new GuidaError(code, error.message, { cause: error.cause });
  const driver = driverError(error);
  return new GuidaError(code, messageOf(driver), { cause: safeCause(driver) });
}

function messageOf({ code = '', message }: DriverError): string {
  const known = MESSAGES.find(([pattern]) => pattern.test(code))?.[1];
  if (known !== undefined) return known;
  if (QUERY_TIMEOUT.test(message)) return TOO_LONG;
  if (POOL_TIMEOUT.test(message)) return 'No connection to the database came free in time. Try again in a moment.';
  if (isLost(code, message))
    return 'The database does not answer. Check that PostgreSQL runs and that DATABASE_URL is right.';
  return code === '' ? 'The database failed.' : `The database reported an error (${code}).`;
}

/** For an operator. Details and queries stay out: they may hold what users asked. */
function safeCause({ code, message }: DriverError): Error {
  const fromServer = code !== undefined && /^[0-9A-Z]{5}$/u.test(code) && !NAMES_ADDRESS.test(code);
  const told = fromServer || LOST_WORDS.test(message) ? `${code ?? 'connection'}: ${message}` : (code ?? 'unknown');
  return Object.assign(new Error(told), code === undefined ? {} : { code });
}

function isLost(code: string | undefined, message: string): boolean {
  return code === undefined || code === '' ? LOST_WORDS.test(message) : LOST.test(code);
}

function driverError(error: unknown): DriverError {
  // Several addresses of one host were tried: what ails the first ails us.
  if (error instanceof AggregateError && error.errors.length > 0) return driverError(error.errors[0]);
  if (!(error instanceof Error)) return { message: '' };
  const code: unknown = 'code' in error ? error.code : undefined;
  return { message: error.message, ...(typeof code === 'string' ? { code } : {}) };
}
