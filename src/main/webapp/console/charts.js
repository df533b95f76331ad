/** The charts of the last five minutes. */

import { Chart } from './chart.js';
import { History, between } from './rates.js';

const KEPT = 300;
const SPECS = [
  { title: 'Calls', unit: 'per second', series: [{ name: 'answered', of: 'calls' }] },
  { title: 'Latency', unit: 'ms', series: [{ name: 'median', of: 'median' }, { name: '99 %', of: 'p99' }] },
  { title: 'Errors', unit: 'per second', series: [{ name: 'refused 4xx', of: 'refused' }, { name: 'failed 5xx', of: 'failed' }] },
  { title: 'Commits', unit: 'per second', series: [{ name: 'log entries', of: 'entries' }, { name: 'own commands', of: 'commands' }] },
  { title: 'Queues', unit: 'messages', series: [{ name: 'depth', of: 'depth' }, { name: 'in flight', of: 'inFlight' }] },
  { title: 'Cache hits', unit: '% of reads', max: 100, series: [{ name: 'hit rate', of: 'hitPercent' }] },
];

const history = new History(SPECS.flatMap(({ series }) => series.map(({ of }) => of)), KEPT);
const parent = document.getElementById('charts');
const charts = SPECS.map((spec) => new Chart(parent, spec, history));
let before = null;

export function drawCharts(snapshot) {
  const sample = between(before, snapshot);
  before = snapshot;
  history.add(Date.now() / 1000, sample && { ...sample, hitPercent: sample.hitRate === null ? null : sample.hitRate * 100 });
  charts.forEach((chart) => chart.draw());
}

/** A gap where nothing was heard. */
export function drawGap() {
  if (before) {
    before = null;
    history.add(Date.now() / 1000, null);
  }
}
