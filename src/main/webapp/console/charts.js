/** The charts of the last five minutes. */

import { Chart } from './chart.js';
import { History, between } from './rates.js';

const KEPT = 300;
const SPECS = [
  { title: 'Calls', unit: 'per second', series: { calls: 'answered' } },
  { title: 'Latency', unit: 'ms', series: { median: 'median', p99: '99 %' } },
  { title: 'Errors', unit: 'per second', series: { refused: 'refused 4xx', failed: 'failed 5xx' } },
  { title: 'Commits', unit: 'per second', series: { entries: 'log entries', commands: 'own commands' } },
  { title: 'Queues', unit: 'messages', series: { depth: 'depth', inFlight: 'in flight' } },
  { title: 'Cache hits', unit: '% of reads', max: 100, series: { hitPercent: 'hit rate' } },
].map((spec) => ({ ...spec, series: Object.entries(spec.series).map(([of, name]) => ({ of, name })) }));

const history = new History(SPECS.flatMap(({ series }) => series.map(({ of }) => of)), KEPT);
const parent = document.getElementById('charts');
const charts = SPECS.map((spec) => new Chart(parent, spec, history));
let before = null;

export function drawCharts(snapshot) {
  const sample = between(before, snapshot);
  before = snapshot;
  history.add(Date.now() / 1000, sample);
  charts.forEach((chart) => chart.draw());
}

/** A gap where nothing was heard. */
export function drawGap() {
  if (before) {
    before = null;
    history.add(Date.now() / 1000, null);
  }
}
