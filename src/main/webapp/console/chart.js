/** One chart: a figure with its numbers in words, drawn by uPlot. */

import uPlot from './uplot/uPlot.esm.js';
import { clock, el, number, write } from './text.js';

const SECONDS = 300;
const WORDS_EVERY = 5;

export class Chart {
  #history;
  #spec;
  #plot;
  #box = el('div', { className: 'plot', role: 'img' });
  #values = [];
  #time = el('span', { className: 'time' });
  #drawn = 0;

  /**
   * @param spec {title, unit, max, series: [{name, of}]}: of is a column of the history
   */
  constructor(parent, spec, history) {
    this.#spec = spec;
    this.#history = history;
    const legend = spec.series.map(({ name }, i) => {
      const value = el('b', {}, number(null));
      this.#values.push(value);
      return el('li', { className: `series-${i}` }, `${name} `, value);
    });
    parent.append(el('figure', { className: 'chart' },
      el('figcaption', {},
        el('h3', {}, spec.title, ' ', el('small', {}, spec.unit), this.#time),
        el('ul', { className: 'legend' }, ...legend)),
      this.#box));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#create());
    new ResizeObserver(() => this.#fit()).observe(this.#box);
    this.#create();
  }

  draw() {
    this.#plot.setData(this.#data());
    this.#tell(this.#plot.cursor.idx);
    if (this.#drawn++ % WORDS_EVERY === 0) {
      this.#box.setAttribute('aria-label', this.#words());
    }
  }

  #data() {
    return [this.#history.column('time'), ...this.#spec.series.map(({ of }) => this.#history.column(of))];
  }

  #create() {
    this.#plot?.destroy();
    this.#plot = new uPlot(options(this.#spec, this.#box, (at) => this.#tell(at)), this.#data(), this.#box);
  }

  #fit() {
    const { width, height } = size(this.#box);
    if (width !== this.#plot.width || height !== this.#plot.height) {
      this.#plot.setSize({ width, height });
    }
  }

  /** The numbers at one moment, the last unless a pointer shows another. */
  #tell(at) {
    const times = this.#history.column('time');
    const past = at !== null && at !== undefined && at < times.length;
    write(this.#time, past ? clock(new Date(times[at] * 1000)) : '');
    this.#spec.series.forEach(({ of }, i) => {
      const column = this.#history.column(of);
      write(this.#values[i], number(column[past ? at : column.length - 1]));
    });
  }

  #words() {
    const each = this.#spec.series.map(({ name, of }) => {
      const values = this.#history.column(of).filter((value) => value !== null);
      const [now, least, most] = [values.at(-1), Math.min(...values), Math.max(...values)].map(number);
      return values.length === 0 ? `${name}: nothing` : `${name}: now ${now}, lowest ${least}, highest ${most}`;
    });
    return `${this.#spec.title} ${this.#spec.unit}, last five minutes. ${each.join('; ')}.`;
  }
}

function size(box) {
  return { width: Math.max(80, box.clientWidth), height: box.clientHeight || 90 };
}

function options(spec, box, onCursor) {
  const style = getComputedStyle(document.documentElement);
  const color = (name) => style.getPropertyValue(name).trim();
  const font = `11px ${style.fontFamily}`;
  const grid = { stroke: color('--line'), width: 1 };
  const axis = { stroke: color('--soft'), font, ticks: { show: false } };
  const strokes = [
    { stroke: color('--accent'), fill: color('--accent-tint') },
    { stroke: color('--second'), dash: [5, 3] },
  ];
  return {
    ...size(box),
    padding: [8, 14, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, sync: { key: 'console' } },
    scales: {
      x: { range: (_, from, to) => [to - SECONDS, to] },
      y: { range: (_, from, to) => [0, spec.max ?? Math.max(1, to * 1.1)] },
    },
    axes: [
      { ...axis, space: 80, size: 20, gap: 2, grid: { show: false }, values: (_, times) => times.map(minute) },
      { ...axis, space: 30, size: 40, gap: 4, grid, values: (_, values) => values.map(short) },
    ],
    series: [
      {},
      ...spec.series.map((_, i) => ({ ...strokes[i], width: 1.5, points: { show: false } })),
    ],
    hooks: { setCursor: [(plot) => onCursor(plot.cursor.idx)] },
  };
}

function minute(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

function short(value) {
  return value >= 10_000 ? `${number(value / 1000)}k` : number(value);
}
