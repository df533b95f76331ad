/** The lock table, page by page, with force release. */

import { call, segment } from './api.js';
import { attempt } from './journal.js';
import { action, cell, fill, lines, row, rowHead } from './rows.js';
import { confirm } from './confirm.js';
import { count, duration, number, write } from './text.js';
import { Pager } from './pager.js';
import { poll } from './polling.js';

const PAGE = 20;
const NAMED = 3;
const EVERY_MILLIS = 2_000;

const section = document.getElementById('locks');
const body = section.querySelector('tbody');
const prefix = document.getElementById('prefix');
const empty = section.querySelector('.empty');
const pager = new Pager(section.querySelector('.pager'), () => refresh());
const refresh = poll(EVERY_MILLIS, load, section.querySelector('.trouble'));

prefix.addEventListener('input', () => {
  pager.reset();
  refresh();
});
section.querySelector('form').addEventListener('submit', (event) => event.preventDefault());

export function showLockSums(locks) {
  const parts = [
    count(locks.held, 'lock', 'locks'),
    `${number(locks.waiting)} waiting`,
    count(locks.sessions, 'session', 'sessions'),
  ];
  write(document.getElementById('locks-sum'), parts.join(' · '));
}

async function load() {
  const asked = { prefix: prefix.value, after: pager.after };
  const query = new URLSearchParams({ limit: PAGE, consistency: 'local' });
  Object.entries(asked).filter(([, value]) => value !== '').forEach(([name, value]) => query.set(name, value));
  const page = await call('GET', `/locks?${query}`);
  if (asked.prefix === prefix.value && asked.after === pager.after) {
    show(page);
  }
}

function show(page) {
  fill(body, page.locks, (lock) => lock.resource_id, make, update);
  pager.show(page.next);
  empty.hidden = page.locks.length > 0;
  write(empty, prefix.value === '' ? 'Nobody holds or waits for a lock.' : 'No such lock is held or waited for.');
}

function make(lock) {
  const name = lock.resource_id;
  const button = action('Force release…', `Force release of ${name}`, () => forceRelease(name, button.dataset.of), 'danger');
  return row(
    rowHead(name),
    cell('Mode', { className: 'mode' }),
    cell('Holder #token', { className: 'holders' }),
    cell('Time left', { className: 'figure left' }),
    cell('Waiting', { className: 'waiters' }),
    cell('', { className: 'actions' }, button));
}

function update(tr, lock) {
  const kept = lock.delayed_for_ms ? `kept free for ${duration(lock.delayed_for_ms)}` : lock.lock_type;
  write(tr.querySelector('.mode'), lock.permits ? `semaphore of ${number(lock.permits)}` : kept);
  const held = lock.holders.slice(0, NAMED);
  const more = lock.holders.length - held.length;
  lines(tr.querySelector('.holders'), [...held.map(holder), ...(more > 0 ? [`and ${number(more)} more`] : [])]);
  lines(tr.querySelector('.left'), held.map((one) => duration(one.expires_in_ms)));
  lines(tr.querySelector('.waiters'), waiting(lock));
  const button = tr.querySelector('button');
  button.dataset.of = lock.holders.length > 0 ? 'holders' : 'nobody';
  button.disabled = lock.holders.length === 0 && !lock.delayed_for_ms;
}

function holder(one) {
  const share = one.count ? ` × ${number(one.count)}` : '';
  return `${who(one)}${share} #${one.fencing_token}`;
}

/** Two principals may have the same name for a holder. */
function who(one) {
  return one.principal ? `${one.holder_id} (${one.principal})` : one.holder_id;
}

function waiting(lock) {
  const named = lock.waiters.slice(0, NAMED).map((one, i) =>
    `${i + 1}. ${who(one)}, ${one.lock_type}, gives up in ${duration(one.wait_ends_in_ms)}`);
  const more = lock.waiting - named.length;
  return more > 0 ? [...named, `and ${number(more)} more`] : named;
}

const QUESTIONS = {
  holders: (name) => ({
    title: `Take ${name} from its holders?`,
    text: 'They are not asked and may go on working. Whoever waits gets it, with a newer fencing token.',
  }),
  nobody: (name) => ({
    title: `Free ${name} before its delay ends?`,
    text: 'Who held it last may still be working. Whoever waits gets it, with a newer fencing token.',
  }),
};

async function forceRelease(name, of) {
  const sure = await confirm({ ...QUESTIONS[of](name), verb: 'Force release' });
  if (sure) {
    await attempt(`Force release of ${name}`, async () => {
      const { released } = await call('DELETE', `/lock/${segment(name)}`);
      return released.length > 0 ? `${name} was taken from ${released.map(who).join(', ')}` : `${name} is free`;
    });
    refresh();
  }
}
