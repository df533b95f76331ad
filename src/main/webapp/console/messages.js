/** A sheet over the page: the messages of a queue that are to be had, or its dead letters. */

import { call, segment } from './api.js';
import { attempt } from './journal.js';
import { action } from './rows.js';
import { confirm } from './confirm.js';
import { count, duration, el, number } from './text.js';

const PEEKED = 10;
const PAGE = 20;
const SHOWN_CHARACTERS = 4_000;

const dialog = document.getElementById('messages');
const title = document.getElementById('messages-title');
const trouble = dialog.querySelector('.trouble');
const empty = dialog.querySelector('.empty');
const more = document.getElementById('messages-more');
const all = document.getElementById('redrive-all');
/** Another each time: what comes late for the one before is not shown. */
let list = document.getElementById('messages-list');

document.getElementById('messages-close').addEventListener('click', () => dialog.close());

export function openMessages(queue) {
  open(`The oldest messages of ${queue}`, 'There is none to be had.');
  all.hidden = true;
  load(async (shown) => {
    const { messages } = await call('GET', `/queue/peek/${segment(queue)}?max=${PEEKED}`);
    shown.append(...messages.map((message) => entry(message, peeked(message))));
  });
}

/** @param changed called when letters were sent again */
export function openDead(queue, changed) {
  open(`Dead letters of ${queue}`, 'There is none.');
  const redrive = async (letter, item) => {
    if (await redriven(queue, letter)) {
      title.focus();
      list.replaceChildren(...[...list.children].filter((other) => letter && other !== item));
      settle();
      changed();
    }
  };
  all.onclick = () => redrive(null);
  more.onclick = () => load((shown) => page(queue, shown, redrive));
  load((shown) => page(queue, shown, redrive));
}

async function page(queue, shown, redrive) {
  const last = shown.lastElementChild;
  const from = last ? `&after=${segment(last.dataset.id)}` : '';
  const { messages } = await call('GET', `/queue/dead/${segment(queue)}?max=${PAGE}${from}`);
  shown.append(...messages.map((letter) => {
    const button = action('Redrive…', `Redrive ${letter.message_id}`, () => redrive(letter, item));
    const item = entry(letter, died(letter), button);
    return item;
  }));
  more.hidden = messages.length < PAGE;
  all.hidden = false;
}

async function redriven(queue, letter) {
  const sure = await confirm({
    title: letter ? `Send ${letter.message_id} again?` : `Send all dead letters of ${queue} again?`,
    text: `To ${queue}, as ${letter ? 'a new message' : 'new messages'}, with all deliveries ahead.`,
    verb: letter ? 'Redrive' : 'Redrive all',
    harmless: true,
  });
  const body = letter ? { message_id: letter.message_id } : {};
  return sure && attempt('Redrive', async () => {
    const { redriven: sent } = await call('POST', `/queue/redrive/${segment(queue)}`, body);
    return `${count(sent, 'dead letter', 'dead letters')} of ${queue} sent again`;
  });
}

function open(heading, nothing) {
  title.textContent = heading;
  empty.textContent = nothing;
  const fresh = el('ol', { id: 'messages-list', className: 'messages' });
  list.replaceWith(fresh);
  list = fresh;
  [more, all, trouble, empty].forEach((part) => { part.hidden = true; });
  dialog.showModal();
  title.focus();
}

async function load(work) {
  try {
    await work(list);
    trouble.hidden = true;
  } catch (failure) {
    trouble.textContent = `Not shown: ${failure.message}.`;
    trouble.hidden = false;
  }
  settle();
}

function settle() {
  const nothing = list.children.length === 0;
  empty.hidden = !nothing || !trouble.hidden;
  all.hidden ||= nothing;
}

function peeked(message) {
  return [`age ${duration(message.age_ms)}`, deliveries(message)];
}

function died(letter) {
  return [`${letter.reason.replaceAll('_', ' ')} ${duration(letter.dead_for_ms)} ago`, deliveries(letter)];
}

function deliveries(message) {
  return count(message.deliveries, 'delivery', 'deliveries');
}

function entry(message, facts, ...buttons) {
  const key = message.key === undefined ? [] : [`key ${message.key}`];
  const text = JSON.stringify(message.message, null, 2);
  const shown = text.length > SHOWN_CHARACTERS
    ? `${text.slice(0, SHOWN_CHARACTERS)}… (${number(text.length)} characters)` : text;
  return el('li', { 'data-id': message.message_id },
    el('div', { className: 'head' },
      el('p', {}, el('b', {}, message.message_id), ' ', el('small', {}, [...key, ...facts].join(' · '))), ...buttons),
    el('pre', { tabIndex: 0, 'aria-label': `Text of ${message.message_id}` }, shown));
}
