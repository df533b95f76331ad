/** The nodes as this one sees them, a card each, and the cluster in a sentence. */

import { count, duration, el, number, write } from './text.js';
import { fill } from './rows.js';

const list = document.getElementById('nodes');
const summary = document.getElementById('summary');
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

export function showNodes(snapshot) {
  const here = snapshot.status.node_id;
  write(summary, sentence(snapshot));
  fill(list, snapshot.nodes, (node) => node.node_id, (node) => card(node, node.node_id === here), update);
}

/** The page of a node; one on its own machine is reached where this page was. */
export function addressOf(node) {
  const url = new URL('/console/index.html', node.url);
  if (LOOPBACK.has(url.hostname)) {
    url.hostname = location.hostname;
  }
  return url.href;
}

function sentence(snapshot) {
  const ready = snapshot.nodes.filter((node) => node.state === 'ready').length;
  const { leader, term, redis } = snapshot.status;
  return [
    leader ? `${leader} leads in term ${number(term)}.` : 'Nobody leads: locks have to wait.',
    ready === snapshot.nodes.length
      ? `All ${count(ready, 'node is', 'nodes are')} ready.`
      : `${ready} of ${count(snapshot.nodes.length, 'node is', 'nodes are')} ready.`,
    redis.reachable ? `Redis answers (${redis.form}).` : 'Redis does not answer: queues and cache have to wait.',
  ].join(' ');
}

function card(node, isHere) {
  const facts = ['Role', 'Term', 'Lag', 'Applied'].flatMap((name) => [
    el('dt', {}, name),
    el('dd', { 'data-fact': name }),
  ]);
  const name = isHere
    ? el('h3', {}, node.node_id, ' ', el('small', {}, 'this node'))
    : el('h3', {}, el('a', { href: addressOf(node), title: `The console of ${node.node_id}` }, node.node_id));
  return el('li', { className: 'node' },
    name, el('p', { className: 'state' }), el('dl', { className: 'facts' }, ...facts));
}

function update(card, node) {
  card.dataset.role = node.role ?? 'unknown';
  const state = card.querySelector('.state');
  state.dataset.state = node.state;
  write(state, words(node));
  fact(card, 'Role', node.role ?? 'unknown');
  fact(card, 'Term', number(node.term));
  fact(card, 'Lag', node.lag === undefined ? number(null) : count(node.lag, 'entry', 'entries'));
  fact(card, 'Applied', number(node.applied_index));
}

function fact(card, name, text) {
  write(card.querySelector(`[data-fact="${name}"]`), text);
}

function words(node) {
  switch (node.state) {
    case 'ready': return 'ready';
    case 'not_ready': return `not ready: ${node.failing.join(', ')}`;
    default: return node.silent_for_ms === undefined ? 'no answer' : `no answer for ${duration(node.silent_for_ms)}`;
  }
}
