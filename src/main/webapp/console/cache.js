/** The cache of this node: copies by state, and what it has done. */

import { NOTHING, count, el, number, percent, write } from './text.js';
import { fill } from './rows.js';

const STATES = [
  ['M', 'modified here'],
  ['E', 'here alone'],
  ['S', 'shared'],
  ['I', 'taken away'],
];
const bar = document.getElementById('mesi');
const legend = document.getElementById('mesi-legend');
const figures = document.getElementById('cache-figures');

export function showCache(cache) {
  const shares = STATES.map(([state, words]) => ({ state, words, copies: cache.states[state] ?? 0 }));
  fill(bar, shares, ({ state }) => state, ({ state }) => el('span', { className: `mesi-${state}` }),
    (part, { copies }) => { part.style.flexGrow = copies; });
  bar.setAttribute('aria-label', shares.map(({ state, copies }) => `${state}: ${copies}`).join(', '));
  fill(legend, shares, ({ state }) => state,
    ({ state, words }) => el('li', { className: `mesi-${state}` }, `${state} ${words} `, el('b')),
    (item, { copies }) => write(item.querySelector('b'), number(copies)));
  fill(figures, facts(cache), ([name]) => name, ([name]) => el('div', {}, el('dt', {}, name), el('dd')),
    (item, [, text]) => write(item.querySelector('dd'), text));
}

function facts(cache) {
  return [
    ['Copies', `${number(cache.size)} of ${number(cache.capacity)}`],
    ['Hit rate', percent(cache.hits + cache.misses > 0 ? cache.hit_rate : null)],
    ['Hits, misses', `${number(cache.hits)}, ${number(cache.misses)}`],
    ['Evictions', number(cache.evictions)],
    ['Invalidations out, in', `${number(cache.invalidations_sent)}, ${number(cache.invalidations_received)}`],
    ['Repairs', count(cache.repair_drops, 'copy dropped', 'copies dropped')],
    ['Hears the others', cache.connected ? 'yes' : 'no, reads go to Redis'],
    ['Proven', proof(cache)],
    ['Strict writes waiting', number(cache.strict_waiting)],
  ];
}

function proof({ connected, proof_age_ms: age }) {
  return !connected || age < 0 ? NOTHING : `${number(age)} ms ago`;
}
