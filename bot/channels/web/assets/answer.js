/* global document, fetch, location, navigator, window */
import { renderChart } from './chart.js';
import { element, shown } from './elements.js';
import { renderMarkdown } from './markdown.js';
import { draftBadge, openSource } from './source-panel.js';

/** Sources beyond these are folded away. */
const SHOWN_SOURCES = 4;

/** The text while it comes: its sources are not known yet. @param {string} text @returns {HTMLElement} */
export function renderComing(text) {
  const mark = (/** @type {number} */ n) => element('span', { class: 'mark' }, String(n));
  return element('div', { class: 'answer-text' }, renderMarkdown(text, mark));
}

/**
 * A finished answer with its sources and what can be done with it.
 * @param {any} answer as `/api/ask` gives it
 * @param {string} question
 * @returns {HTMLElement}
 */
export function renderAnswer(answer, question) {
  const sourceOf = new Map(answer.citations.map((/** @type {any} */ citation) => [citation.n, citation]));
  const markOf = (/** @type {number} */ n) => {
    const citation = sourceOf.get(n);
    return citation ? sourceMark(citation) : document.createTextNode(`[${n}]`);
  };
  const understood = shown(answer.understood ?? '');
  return element(
    'div',
    { class: answer.declined ? 'answer declined' : 'answer' },
    element('div', { class: 'answer-text' }, renderMarkdown(answer.text, markOf)),
    understood !== '' &&
      understood !== question.trim() &&
      element('p', { class: 'understood' }, `按此理解：${understood}`),
    (answer.charts ?? []).map(renderChart),
    answer.mode === 'llm' && element('p', { class: 'written' }, '由模型撰写，每句都与所引原文核对过'),
    answer.citations.length > 0 && sources(answer.citations),
    actions(answer),
  );
}

/** The mark of a source, which opens its passage. @param {any} citation */
export function sourceMark(citation) {
  const { n, plan, href } = citation;
  const link = element(
    'a',
    {
      class: 'mark',
      href,
      'aria-label': `出处${n}：${shown(plan)}`,
      'aria-haspopup': 'dialog',
      'aria-expanded': 'false',
    },
    String(n),
  );
  link.addEventListener('click', (event) => {
    // With a modifier it is the link that it is: the plan in another tab.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void openSource(citation, link);
  });
  return link;
}

/** @param {any[]} citations */
function sources(citations) {
  const rest = citations.slice(SHOWN_SOURCES);
  return element(
    'div',
    { class: 'sources', role: 'group', 'aria-label': '出处' },
    element('h3', {}, '出处'),
    element('ol', {}, citations.slice(0, SHOWN_SOURCES).map(sourceEntry)),
    rest.length > 0 &&
      element(
        'details',
        {},
        element('summary', {}, `其余${rest.length}条出处`),
        element('ol', {}, rest.map(sourceEntry)),
      ),
  );
}

/** @param {any} citation */
function sourceEntry(citation) {
  const { plan, section, quotedWords, draft } = citation;
  const where = section.map((/** @type {string} */ heading) => ` › ${shown(heading)}`).join('');
  return element(
    'li',
    {},
    element('span', {}, sourceMark(citation)),
    element(
      'div',
      {},
      element(
        'p',
        { class: 'path' },
        element('span', { class: 'plan-title' }, shown(plan)),
        draft && ' ',
        draft && draftBadge(),
        element('span', { class: 'where' }, where),
      ),
      element('blockquote', {}, `“${shown(quotedWords)}”`),
    ),
  );
}

/** @param {any} answer */
function actions(answer) {
  const note = element('span', { role: 'status', class: 'written' });
  const label = answer.citations.length > 0 ? '复制（含出处）' : '复制';
  const copy = element('button', { type: 'button', class: 'quiet' }, label);
  copy.addEventListener('click', async () => {
    note.textContent = (await copyText(plainText(answer))) ? '已复制' : '没有复制成功，请手动选择';
  });
  const reason = element('div');
  const good = element('button', { type: 'button', class: 'quiet', 'aria-pressed': 'false' }, '有帮助');
  const bad = element('button', { type: 'button', class: 'quiet', 'aria-pressed': 'false' }, '有问题');
  const judge = async (/** @type {'good' | 'bad'} */ verdict) => {
    if (!(await sendFeedback({ answerId: answer.answerId, verdict }))) {
      note.textContent = '没有记录成功，请稍后再试';
      return;
    }
    good.setAttribute('aria-pressed', String(verdict === 'good'));
    bad.setAttribute('aria-pressed', String(verdict === 'bad'));
    note.textContent = '已记录，谢谢';
    reason.replaceChildren(...(verdict === 'bad' ? [reasonForm(answer, note, reason)] : []));
    reason.querySelector('textarea')?.focus({ preventScroll: true });
    reason.scrollIntoView({ block: 'nearest' });
  };
  good.addEventListener('click', () => void judge('good'));
  bad.addEventListener('click', () => void judge('bad'));
  return element('div', {}, element('div', { class: 'actions' }, copy, good, bad, note), reason);
}

/** @param {any} answer @param {HTMLElement} note @param {HTMLElement} frame */
function reasonForm(answer, note, frame) {
  const words = /** @type {HTMLTextAreaElement} */ (element('textarea', { rows: '2', maxlength: '1000' }));
  const form = element(
    'form',
    { class: 'reason fields' },
    element('label', {}, '哪里有问题？（选填）', words),
    element('button', { class: 'primary' }, '提交'),
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const isSent = await sendFeedback({ answerId: answer.answerId, verdict: 'bad', reason: words.value });
    note.textContent = isSent ? '已记录，谢谢' : '没有记录成功，请稍后再试';
    if (isSent) frame.replaceChildren();
  });
  return form;
}

/** @param {object} body */
async function sendFeedback(body) {
  const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return fetch('/api/feedback', request).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** An answer to be pasted into a document. @param {any} answer @returns {string} */
function plainText({ text, citations }) {
  const entries = citations.map(
    (/** @type {any} */ { n, plan, section, quotedWords, draft, href }) =>
      `[${n}] ${[plan + (draft && !plan.includes('征求意见稿') ? '（征求意见稿）' : ''), ...section].join(' › ')}：“${quotedWords}” ${new URL(href, location.origin).href}`,
  );
  const body = text.replace(/\*\*(.+?)\*\*/gu, '$1');
  return shown(entries.length === 0 ? body : `${body}\n\n出处\n${entries.join('\n')}`);
}

/** @param {string} text @returns {Promise<boolean>} */
async function copyText(text) {
  if (window.isSecureContext) {
    const isDone = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    if (isDone) return true;
  }
  // Over plain HTTP within an office network there is no clipboard API.
  const field = /** @type {HTMLTextAreaElement} */ (element('textarea', { class: 'unseen', 'aria-hidden': 'true' }));
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  field.value = text;
  document.body.append(field);
  field.select();
  const isDone = document.execCommand('copy');
  field.remove();
  focused?.focus();
  return isDone;
}
