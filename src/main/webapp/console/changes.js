/** What a snapshot shows that the one before did not. */

import { tell } from './journal.js';

let before = null;

export function tellChanges(snapshot) {
  if (before) {
    leaders(before.status, snapshot.status);
    nodes(new Map(before.nodes.map((node) => [node.node_id, node])), snapshot.nodes);
    redis(before.status.redis, snapshot.status.redis);
  }
  before = snapshot;
}

function leaders(old, now) {
  if (now.leader !== old.leader) {
    const text = now.leader ? `${now.leader} leads in term ${now.term}` : `${old.leader} leads no longer`;
    tell(text, now.leader ? 'plain' : 'bad');
  }
}

function nodes(old, now) {
  for (const node of now) {
    const was = old.get(node.node_id)?.state;
    if (was && was !== node.state) {
      const words = { ready: 'is ready', not_ready: 'is not ready', silent: 'does not answer' };
      tell(`${node.node_id} ${words[node.state]}`, node.state === 'ready' ? 'good' : 'bad');
    }
  }
}

function redis(old, now) {
  if (old.reachable !== now.reachable) {
    tell(now.reachable ? 'Redis answers again' : 'Redis does not answer', now.reachable ? 'good' : 'bad');
  }
}
