/**
 * Follows the status of this node, as Server-Sent Events. Read from a fetch and not by an
 * EventSource, which can send no token.
 */

import { Refusal, send } from './api.js';

const SILENCE_MILLIS = 5_000;
const PAUSES_MILLIS = [500, 1_000, 2_000];

/** Calls onSnapshot with each snapshot, and onLost with the reason when there is none to be had; for good. */
export async function follow(onSnapshot, onLost) {
  for (let failures = 0; ; failures++) {
    try {
      await listen((snapshot) => {
        failures = 0;
        onSnapshot(snapshot);
      });
      onLost('it has ended the stream');
    } catch (failure) {
      onLost(failure instanceof Refusal ? failure.message : 'it does not answer');
    }
    await pause(PAUSES_MILLIS[Math.min(failures, PAUSES_MILLIS.length - 1)]);
  }
}

async function listen(onSnapshot) {
  const silence = new Watchdog(SILENCE_MILLIS);
  try {
    const response = await send('GET', '/status/events', undefined, silence.signal);
    const chunks = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (let chunk = await chunks.read(); !chunk.done; chunk = await chunks.read()) {
      silence.heard();
      const messages = (text + chunk.value).split('\n\n');
      text = messages.pop();
      messages.flatMap(dataOf).forEach(onSnapshot);
    }
  } finally {
    silence.end();
  }
}

function dataOf(message) {
  const lines = message.split('\n').filter((line) => line.startsWith('data: '));
  return lines.length === 0 ? [] : [JSON.parse(lines.map((line) => line.slice(6)).join('\n'))];
}

/** Gives up a node that keeps its connections and says nothing. */
class Watchdog {
  #abort = new AbortController();
  #timer;

  constructor(millis) {
    this.millis = millis;
    this.heard();
  }

  get signal() {
    return this.#abort.signal;
  }

  heard() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#abort.abort(), this.millis);
  }

  end() {
    clearTimeout(this.#timer);
    this.#abort.abort();
  }
}

function pause(millis) {
  return new Promise((resolve) => setTimeout(resolve, millis));
}
