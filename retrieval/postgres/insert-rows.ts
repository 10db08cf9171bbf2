import type { Queries, Value } from './connection.ts';
import type { Columns } from './generation-tables.ts';

/** A row as it is written; a column that is missing stays empty. */
export type NewRow = Readonly<Record<string, string | number | null | Buffer>>;

/**
 * Adds rows to a table with one query: an array a column.
 * @param as how a column is made from what is sent, where that is not its own type: type sent, and expression over it
 */
export async function insertRows(
  session: Queries,
  table: string,
  columns: Columns,
  rows: readonly NewRow[],
  as: Readonly<Record<string, { readonly type: string; readonly expression: string }>> = {},
): Promise<void> {
  if (rows.length === 0) return;
  const names = Object.keys(columns);
  const arrays = names.map((name, index) => `$${index + 1}::${as[name]?.type ?? typeOf(columns[name] ?? '')}[]`);
  const values = names.map((name): Value => rows.map((row) => row[name] ?? null));
  const quoted = names.map((name) => `"${name}"`);
  const expressions = names.map((name) => as[name]?.expression ?? `"${name}"`);
  const sql = `INSERT INTO ${table} (${quoted.join(', ')})
    SELECT ${expressions.join(', ')} FROM unnest(${arrays.join(', ')}) AS sent (${quoted.join(', ')})`;
  await session.query(sql, values);
}

/** `text NOT NULL` is of type `text`. */
function typeOf(definition: string): string {
  return definition.replace(/ (?:NOT NULL|PRIMARY KEY|UNIQUE)/gu, '');
}
