/** The two rules of `npm run eval` that a promptfoo run shows question by question, in their simplest form. */

const normalise = (text) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+|\*\*|\[\d+\]/gu, '')
    .replace(/(?<=\d),(?=\d{3}(?!\d))/gu, '');

const knownOf = (context) => JSON.parse(context.vars.known);
const answerOf = (output) => (typeof output === 'string' ? JSON.parse(output) : output);
const grade = (pass, reason) => ({ pass, score: pass ? 1 : 0, reason });

/** Every expected group, nothing forbidden, and declined exactly when it should be. */
export function right(output, context) {
  const known = knownOf(context);
  const { answer, declined } = answerOf(output);
  if (declined !== known.decline) return grade(false, declined ? 'declined wrongly' : 'should be declined');
  const text = normalise(answer);
  const missing = known.expect.filter((group) => !group.some((wanted) => text.includes(normalise(wanted))));
  const forbidden = known.forbid.filter((wanted) => text.includes(normalise(wanted)));
  if (missing.length > 0) return grade(false, `missing: ${missing.map((group) => group.join(' / ')).join('; ')}`);
  if (forbidden.length > 0) return grade(false, `must not hold: ${forbidden.join('; ')}`);
  return grade(true, 'right');
}

/** Some citation is of the plan that the answer must rest on; a question to decline needs none. */
export function cited(output, context) {
  const known = knownOf(context);
  const plans = known.evidence.map(({ plan }) => normalise(plan));
  const pass = known.decline || answerOf(output).citations.some(({ plan }) => plans.includes(normalise(plan)));
  return grade(pass, pass ? 'cites the plan' : `cites none of: ${plans.join('; ')}`);
}
