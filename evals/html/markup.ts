/** A piece of HTML that is safe to put into a page. */
export interface Markup {
  readonly html: string;
}

type Value = Markup | string | number | readonly Markup[];

/** Builds HTML. Strings and numbers are escaped, markup and lists of it go in as they are. */
export function markup(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const html = parts.map((part, index) => part + (index < values.length ? render(values[index] ?? '') : '')).join('');
  return { html };
}

/** Markup from a generator that is trusted to escape: a chart. */
export function trusted(html: string): Markup {
  return { html };
}

function render(value: Value): string {
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  if ('html' in value) return value.html;
  return value.map(({ html }) => html).join('');
}

/** Text as it must stand in HTML, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  const named: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/gu, (character) => named[character] ?? character);
}
