/** The queues, page by page, with peek, dead letters and purge. */

import { call, segment } from './api.js';
import { attempt } from './journal.js';
import { action, cell, fill, row, rowHead } from './rows.js';
import { confirm } from './confirm.js';
import { count, duration, number, write } from './text.js';
import { openDead, openMessages } from './messages.js';
import { Pager } from './pager.js';
import { poll } from './polling.js';

const PAGE = 20;
const EVERY_MILLIS = 2_000;

const section = document.getElementById('queues');
const body = section.querySelector('tbody');
const pager = new Pager(section.querySelector('.pager'), () => refresh());
const refresh = poll(EVERY_MILLIS, load, section.querySelector('.trouble'));

export function showQueueSums(queues) {
  const text = !queues ? '' : [
    queues.all ? count(queues.queues, 'queue', 'queues') : `the first ${number(queues.queues)} queues`,
    count(queues.depth, 'message', 'messages'),
    count(queues.dead, 'dead letter', 'dead letters'),
  ].join(' · ');
  write(document.getElementById('queues-sum'), text);
}

async function load() {
  const after = pager.after;
  const query = new URLSearchParams({ max: PAGE });
  if (after !== '') {
    query.set('after', after);
  }
  const { queues } = await call('GET', `/queues?${query}`);
  if (after === pager.after) {
    fill(body, queues, (queue) => queue.queue, make, update);
    pager.show(queues.length < PAGE ? null : queues.at(-1).queue);
    section.querySelector('.empty').hidden = queues.length > 0;
  }
}

function make({ queue }) {
  const figure = (label, name) => cell(label, { className: `figure ${name}` });
  return row(
    rowHead(queue),
    figure('Depth', 'depth'),
    figure('In flight', 'flight'),
    figure('Held back', 'back'),
    figure('Oldest', 'oldest'),
    figure('Dead', 'dead'),
    figure('In /s', 'in'),
    figure('Out /s', 'out'),
    cell('', { className: 'actions' },
      action('Peek', `Peek into ${queue}`, () => openMessages(queue)),
      action('Dead letters', `Dead letters of ${queue}`, () => openDead(queue, refresh)),
      action('Purge…', `Purge ${queue}`, () => purge(queue), 'danger')));
}

/** A queue that is too busy to tell has a name and nothing else. */
function update(tr, queue) {
  const put = (name, text) => write(tr.querySelector(`.${name}`), text);
  put('depth', number(queue.depth));
  put('flight', number(queue.in_flight));
  put('back', number(queue.delayed + queue.waiting));
  put('oldest', queue.depth > 0 ? duration(queue.oldest_age_ms) : number(null));
  put('dead', number(queue.dead));
  put('in', number(queue.produced_per_second));
  put('out', number(queue.delivered_per_second));
  tr.querySelector('.dead').classList.toggle('alarming', queue.dead > 0);
}

async function purge(queue) {
  const what = await confirm({
    title: `Purge ${queue}?`,
    text: 'What is removed is gone for good.',
    verb: 'Purge',
    choices: [['messages', 'its messages'], ['dead', 'its dead letters'], ['all', 'both']],
  });
  if (what) {
    await attempt(`Purge of ${queue}`, async () => {
      const { purged } = await call('POST', `/queue/purge/${segment(queue)}`, { what });
      return `${count(purged, 'message', 'messages')} of ${queue} removed`;
    });
    refresh();
  }
}
