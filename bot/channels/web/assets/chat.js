/* global addEventListener, document, matchMedia */
import { renderAnswer, renderComing } from './answer.js';
import { ask } from './ask.js';
import { loadConversation, newId, saveConversation } from './conversation.js';
import { byId, element, shown } from './elements.js';
import { preparePanel } from './source-panel.js';

const field = byId('question');
const send = byId('send');
const turns = byId('turns');
const announcer = byId('announcer');
const newConversation = byId('new-conversation');

let conversation = loadConversation();
let isAnswering = false;

/** Says something to those who listen to the page. @param {string} text */
function announce(text) {
  announcer.textContent = text;
}

function showState() {
  byId('welcome').hidden = conversation.turns.length > 0;
  // The page keeps its heading for those who go by headings.
  byId('headline').className = conversation.turns.length > 0 ? 'unseen' : 'headline';
  newConversation.hidden = conversation.turns.length === 0;
  send.disabled = isAnswering;
}

/** Where there are keys, the next question is typed at once; on a phone the keyboard would cover the answer. */
function placeFocus() {
  if (matchMedia('(hover: hover)').matches) field.focus();
  else field.blur();
}

/** Grows with the question where the browser does not do it. */
function fitField() {
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight}px`;
}

/** @param {string} question */
async function submit(question) {
  if (isAnswering || question.trim() === '') return;
  const turn = { question, eventId: newId() };
  conversation.turns.push(turn);
  saveConversation(conversation);
  field.value = '';
  fitField();
  placeFocus();
  await answer(turn, showTurn(turn));
}

/** @param {import('./conversation.js').Turn} turn @returns {HTMLElement} where the answer comes */
function showTurn({ question }) {
  const place = element('div', { class: 'reply' });
  const entry = element('li', { class: 'turn' }, element('h2', { class: 'asked' }, shown(question)), place);
  turns.append(entry);
  showState();
  return place;
}

/** @param {import('./conversation.js').Turn} turn @param {HTMLElement} place */
async function answer(turn, place) {
  isAnswering = true;
  showState();
  const ownConversation = conversation;
  const progress = element('p', { class: 'progress' }, '正在查找');
  place.setAttribute('aria-busy', 'true');
  place.replaceChildren(progress);
  place.closest('.turn')?.scrollIntoView({
    block: 'start',
    behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth',
  });
  announce('正在查找');
  let text = '';
  for await (const event of ask({
    question: turn.question,
    eventId: turn.eventId,
    conversationId: ownConversation.id,
  })) {
    if (event.type === 'taken') text = '';
    else if (event.type === 'status' || event.type === 'queued') {
      progress.textContent = shown(event.text);
      announce(shown(event.text));
      if (!progress.isConnected) place.append(progress);
    } else if (event.type === 'text') {
      text += event.text;
      place.replaceChildren(renderComing(text));
    } else {
      turn.end = event;
      showEnd(turn, place);
      announce(shown(event.text).replace(/\*\*|\[\d+\]/gu, ''));
    }
  }
  place.removeAttribute('aria-busy');
  saveConversation(ownConversation);
  isAnswering = false;
  showState();
}

/** @param {import('./conversation.js').Turn} turn @param {HTMLElement} place */
function showEnd(turn, place) {
  const { end } = turn;
  if (end.type === 'answered') {
    place.replaceChildren(renderAnswer(end, turn.question));
    return;
  }
  const again = element('button', { type: 'button', class: 'quiet' }, '重试');
  again.addEventListener('click', () => {
    if (isAnswering) return;
    // A lost connection asks for the same answer; a refusal is settled, and asking again is a new question.
    if (end.reason !== 'disconnected') turn.eventId = newId();
    delete turn.end;
    saveConversation(conversation);
    placeFocus();
    void answer(turn, place);
  });
  place.replaceChildren(
    element('p', { class: 'notice' }, shown(end.text)),
    element('div', { class: 'actions' }, again),
  );
}

byId('ask').addEventListener('submit', (/** @type {Event} */ event) => {
  event.preventDefault();
  void submit(field.value);
});

field.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
  // While a word is being composed, Enter chooses it. Safari tells that by the key code alone.
  const isComposing = event.isComposing || event.keyCode === 229;
  if (event.key !== 'Enter' || event.shiftKey || isComposing) return;
  event.preventDefault();
  void submit(field.value);
});
field.addEventListener('input', fitField);

for (const example of document.querySelectorAll('.example')) {
  example.addEventListener('click', () => {
    void submit(example.textContent ?? '');
  });
}

newConversation.addEventListener('click', () => {
  if (isAnswering) return;
  byId('source').close();
  conversation = { id: newId(), turns: [] };
  saveConversation(conversation);
  turns.replaceChildren();
  showState();
  announce('已开始新对话');
  placeFocus();
});

// On paper nothing can be unfolded.
addEventListener('beforeprint', () => {
  for (const folded of document.querySelectorAll('.sources details:not([open])')) {
    folded.classList.add('folded');
    folded.open = true;
  }
});
addEventListener('afterprint', () => {
  for (const folded of document.querySelectorAll('.sources details.folded')) {
    folded.classList.remove('folded');
    folded.open = false;
  }
});

preparePanel();
showState();
for (const turn of conversation.turns) {
  const place = showTurn(turn);
  if (turn.end) showEnd(turn, place);
  else void answer(turn, place);
}
if (matchMedia('(hover: hover)').matches) field.focus();
