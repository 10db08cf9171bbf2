import type { CheerioAPI } from 'cheerio';

/** A node of a parsed page; cheerio does not name the type. */
export type HtmlNode = ReturnType<ReturnType<CheerioAPI['root']>['contents']>[number];

/** An element of a parsed page. */
export type HtmlElement = Extract<HtmlNode, { attribs: unknown }>;

type HtmlText = Extract<HtmlNode, { nodeType: 3 }>;

/** Whether a node is an element, `<script>` and `<style>` among them. */
export function isElement(node: HtmlNode): node is HtmlElement {
  return 'attribs' in node; // a processing instruction has the same nodeType
}

function isText(node: HtmlNode): node is HtmlText {
  return node.nodeType === 3;
}

/** Elements that hold no text of the document. */
const DROPPED = new Set([
  ...['head', 'script', 'style', 'noscript', 'template', 'nav', 'footer', 'svg', 'math', 'iframe', 'object', 'embed'],
  ...['audio', 'video', 'canvas', 'map', 'dialog', 'button', 'select', 'option', 'input', 'textarea', 'rt', 'rp'],
]);

/** Elements whose text stands on lines of its own. */
const BLOCKS = new Set([
  ...['html', 'body', 'p', 'div', 'li', 'ul', 'ol', 'dl', 'dt', 'dd', 'section', 'article', 'main', 'header', 'aside'],
  ...['address', 'blockquote', 'center', 'details', 'summary', 'fieldset', 'figure', 'figcaption', 'form', 'hr', 'pre'],
  ...['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'br'],
]);

/** Whether the text of an element starts and ends a line. */
export function isBlock(element: HtmlElement): boolean {
  return BLOCKS.has(element.name);
}

/**
 * Whether a reader of the page does not see the element, or sees it as navigation. `<body>` is never dropped: some
 * pages hide it until their scripts have run.
 */
export function isDropped(element: HtmlElement): boolean {
  const { name, attribs } = element;
  if (name === 'html' || name === 'body') return false;
  return (
    DROPPED.has(name) ||
    attribs['hidden'] !== undefined ||
    attribs['aria-hidden'] === 'true' ||
    /^(?:navigation|contentinfo|search)$/u.test(attribs['role'] ?? '') ||
    /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/iu.test(attribs['style'] ?? '')
  );
}

/** What {@link walk} calls. */
export interface Visitor {
  /** Before the children of an element; `false` leaves them out, and `leave` is not called. */
  readonly enter: (element: HtmlElement) => boolean;
  readonly leave?: (element: HtmlElement) => void;
  readonly text: (text: string) => void;
}

/**
 * Visits nodes in document order. A loop with a stack of its own, since a page may nest deeper than the call stack
 * allows.
 */
export function walk(nodes: readonly HtmlNode[], visitor: Visitor): void {
  const stack: { readonly nodes: readonly HtmlNode[]; next: number; readonly owner?: HtmlElement }[] = [
    { nodes, next: 0 },
  ];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const node = top.nodes[top.next];
    top.next += 1;
    if (node === undefined) {
      stack.pop();
      if (top.owner) visitor.leave?.(top.owner);
    } else if (isText(node)) {
      visitor.text(node.data);
    } else if (isElement(node) && !isDropped(node) && visitor.enter(node)) {
      stack.push({ nodes: node.children, next: 0, owner: node });
    }
  }
}
