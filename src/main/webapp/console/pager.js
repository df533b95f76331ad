/** Forth and back through pages that only know what comes after a name. */

import { el } from './text.js';

export class Pager {
  #before = [];
  #after = '';
  #next = null;

  constructor(nav, turned) {
    this.back = el('button', { type: 'button', onclick: () => this.#turn(() => this.#goBack()) }, 'Previous');
    this.forth = el('button', { type: 'button', onclick: () => this.#turn(() => this.#goForth()) }, 'Next');
    this.nav = nav;
    this.turned = turned;
    nav.append(this.back, this.forth);
    this.show(null);
  }

  get after() {
    return this.#after;
  }

  reset() {
    this.#before = [];
    this.#after = '';
  }

  /** @param next what the page after this one comes after, or null */
  show(next) {
    this.#next = next ?? null;
    this.back.disabled = this.#before.length === 0;
    this.forth.disabled = this.#next === null;
    this.nav.hidden = this.back.disabled && this.forth.disabled;
  }

  #goBack() {
    this.#after = this.#before.pop();
  }

  #goForth() {
    this.#before.push(this.#after);
    this.#after = this.#next;
  }

  #turn(how) {
    how();
    this.turned();
  }
}
