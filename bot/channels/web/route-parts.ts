import { ErrorBody } from './schemas.ts';

/** Content that is JSON, in the description of a route. */
export function json<S>(schema: S) {
  return { 'application/json': { schema } };
}

/** A request with a JSON body. */
export function bodyOf<S>(schema: S) {
  return { body: { content: json(schema), required: true as const } };
}

/** A response that is well, as JSON. */
export function ok<S>(schema: S, description = '成功。') {
  return { description, content: json(schema) };
}

/** A response that says what is wrong. */
export function refused(description: string) {
  return ok(ErrorBody, description);
}
