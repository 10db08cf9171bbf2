/* global document, fetch, location */
import { renderOutline } from './draft-outline.js';
import { byId, element } from './elements.js';
import { preparePanel } from './source-panel.js';

const FORMATS = [
  { format: 'docx', name: '下载 Word' },
  { format: 'md', name: '下载 Markdown' },
  { format: 'xlsx', name: '下载表格（Excel）' },
];
const FAILED = '出了问题，请稍后再试。';

const place = byId('draft');
let isBusy = false;

/** @param {string} message @param {boolean} [isProblem] */
function announce(message, isProblem = false) {
  const line = byId('announcer');
  line.textContent = message;
  line.classList.toggle('problem', isProblem);
}

byId('order').addEventListener('submit', (/** @type {Event} */ event) => {
  event.preventDefault();
  void preview();
});

byId('topic').addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
  const isComposing = event.isComposing || event.keyCode === 229;
  if (event.key !== 'Enter' || event.shiftKey || isComposing) return;
  event.preventDefault();
  void preview();
});

/** What the form asks for. */
function order() {
  const scope = byId('scope').value;
  return {
    topic: byId('topic').value.trim(),
    length: byId('length').value,
    ...(scope === '' ? {} : { plans: scope.split(' ') }),
  };
}

async function preview() {
  const ordered = order();
  if (isBusy || ordered.topic === '') return;
  await busily('正在整理', async () => {
    const response = await post('/api/drafts', ordered);
    if (!response) return;
    const draft = await response.json();
    const { node, edits } = renderOutline(draft, announce);
    place.replaceChildren(node, downloads(draft, ordered, edits));
    announce(`已整理：${draft.sections.length}个部分，排成 Word 约${Math.max(1, Math.ceil(draft.pages))}页`);
    node.querySelector('input')?.focus({ preventScroll: true });
    place.scrollIntoView({ block: 'start' });
  });
}

/** @param {any} draft @param {object} ordered @param {() => object} edits */
function downloads(draft, ordered, edits) {
  const hasTable = draft.sections.some((/** @type {any} */ { tables }) => tables.length > 0);
  return element(
    'div',
    { class: 'downloads', role: 'group', 'aria-label': '下载' },
    FORMATS.filter(({ format }) => format !== 'xlsx' || hasTable).map(({ format, name }) =>
      element(
        'button',
        {
          type: 'button',
          class: format === 'docx' ? 'primary' : 'quiet',
          click: () => void download({ ...ordered, format, edits: edits() }),
        },
        name,
      ),
    ),
  );
}

/** @param {object} wanted */
async function download(wanted) {
  if (isBusy) return;
  await busily('正在生成文件', async () => {
    const response = await post('/api/drafts/file', wanted);
    if (!response) return;
    const name = /filename\*=UTF-8''([^;]+)/u.exec(response.headers.get('content-disposition') ?? '')?.[1];
    const address = URL.createObjectURL(await response.blob());
    const link = element('a', { href: address, download: decodeURIComponent(name ?? 'draft') });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    announce('已下载');
  });
}

/** @param {string} message @param {() => Promise<void>} work */
async function busily(message, work) {
  isBusy = true;
  byId('write').disabled = true;
  announce(message);
  try {
    await work();
  } catch {
    announce(FAILED, true);
  } finally {
    isBusy = false;
    byId('write').disabled = false;
  }
}

/** A response that is well; for any other it says why. @param {string} path @param {object} body */
async function post(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (response.ok) return response;
  if (response.status === 401) location.assign('/login');
  const told = await response.json().catch(() => undefined);
  announce(told?.error?.message ?? FAILED, true);
  return undefined;
}

preparePanel();
// A link from a chat brings its topic along.
if (byId('topic').value.trim() !== '') void preview();
