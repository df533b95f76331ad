/** What happened while the page was open: said once, to screen readers too, and kept. */

import { clock, el } from './text.js';

const KEPT = 50;
const SHOWN = 3;
const SHOWN_MILLIS = 8_000;
const list = document.getElementById('journal');
const notices = document.getElementById('notices');

/** @param kind good, bad, or plain */
export function tell(text, kind = 'plain') {
  const now = new Date();
  const time = el('time', { dateTime: now.toISOString() }, clock(now));
  list.prepend(el('li', { className: kind }, time, el('span', {}, text)));
  while (list.children.length > KEPT) {
    list.lastChild.remove();
  }
  const notice = el('p', { className: `notice ${kind}` }, text);
  notices.append(notice);
  while (notices.children.length > SHOWN) {
    notices.firstChild.remove();
  }
  setTimeout(() => notice.remove(), SHOWN_MILLIS);
}

/** Does what an operator asked for, and tells how it went; true when it did. */
export async function attempt(what, action) {
  try {
    tell(await action(), 'good');
    return true;
  } catch (failure) {
    tell(`${what} failed: ${failure.message}`, 'bad');
    return false;
  }
}
