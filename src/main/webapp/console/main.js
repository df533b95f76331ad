/** Puts the page together. */

import { addressOf, showNodes } from './nodes.js';
import { clock, el, write } from './text.js';
import { drawCharts, drawGap } from './charts.js';
import { follow } from './feed.js';
import { isPaused, setPaused } from './polling.js';
import { showCache } from './cache.js';
import { showLockSums } from './locks.js';
import { showQueueSums } from './queues.js';
import { tell } from './journal.js';
import { tellChanges } from './changes.js';

const feed = document.getElementById('feed');
const lost = document.getElementById('lost');
const pause = document.getElementById('pause');
let last = null;
let heardAt = null;

function received(snapshot) {
  if (lost.hidden === false && last) {
    tell(`${snapshot.status.node_id} answers this page again`, 'good');
  }
  last = snapshot;
  heardAt = new Date();
  lost.hidden = true;
  document.body.classList.remove('stale');
  if (!isPaused()) {
    show(snapshot);
  }
}

function show(snapshot) {
  const node = snapshot.status.node_id;
  document.title = `${node} · Selaras`;
  write(document.getElementById('here'), `${node} · ${snapshot.status.version}`);
  connection('live', 'live');
  tellChanges(snapshot);
  showNodes(snapshot);
  drawCharts(snapshot);
  showLockSums(snapshot.locks);
  showQueueSums(snapshot.queues);
  showCache(snapshot.status.cache);
}

/** The same page of another node shows the same cluster. */
function missed(reason) {
  drawGap();
  connection('silent', 'not connected');
  if (!lost.hidden) {
    return;
  }
  document.body.classList.add('stale');
  lost.hidden = false;
  const name = last?.status.node_id ?? 'This node';
  const since = heardAt ? ` What you see is from ${clock(heardAt)}.` : '';
  lost.replaceChildren(`${name} is not heard: ${reason}.${since} The page goes on trying. `);
  const others = (last?.nodes ?? []).filter((node) => node.node_id !== last.status.node_id);
  if (others.length > 0) {
    lost.append('Go on at ', ...others.flatMap((node, i) =>
      [i > 0 ? ' or ' : '', el('a', { href: addressOf(node) }, node.node_id)]), '.');
  }
}

function connection(state, text) {
  feed.dataset.state = isPaused() ? 'waiting' : state;
  write(feed, isPaused() ? 'paused' : text);
}

pause.addEventListener('click', () => {
  setPaused(!isPaused());
  pause.setAttribute('aria-pressed', isPaused());
  write(pause, isPaused() ? 'Go on' : 'Pause');
  connection(lost.hidden ? 'live' : 'silent', lost.hidden ? 'live' : 'not connected');
});

follow(received, missed);
