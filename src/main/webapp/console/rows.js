/** Keeps rows in step with data: a row stays the same element, so that focus stays on its buttons. */

import { el } from './text.js';

/**
 * @param parent of the rows
 * @param items in order
 * @param keyOf the name of an item, by which its row is known
 * @param make a new row for an item
 * @param update shows an item in its row
 */
export function fill(parent, items, keyOf, make, update) {
  const rows = new Map([...parent.children].map((row) => [row.dataset.key, row]));
  const wanted = new Set(items.map(keyOf));
  for (const [key, row] of rows) {
    if (!wanted.has(key)) {
      leave(row);
      row.remove();
    }
  }
  items.forEach((item, i) => {
    const key = keyOf(item);
    const row = rows.get(key) ?? make(item);
    row.dataset.key = key;
    update(row, item);
    if (parent.children[i] !== row) {
      parent.insertBefore(row, parent.children[i] ?? null);
    }
  });
}

/** Who was on a row that goes finds himself at the head of its section, not at that of the page. */
function leave(row) {
  if (row.contains(document.activeElement)) {
    row.closest('section, dialog')?.querySelector('h2')?.focus();
  }
}

/** A cell with what its column is called, for narrow screens. */
export function cell(label, properties = {}, ...children) {
  return el('td', { role: 'cell', 'data-label': label, ...properties }, ...children);
}

export function rowHead(text) {
  return el('th', { role: 'rowheader', scope: 'row', className: 'name' }, text);
}

export function row(...cells) {
  return el('tr', { role: 'row' }, ...cells);
}

/** Lines of a cell; the same elements as long as there are as many. */
export function lines(parent, texts) {
  fill(parent, texts.map((text, i) => ({ i, text })), ({ i }) => String(i),
    () => el('div', { className: 'line' }),
    (line, { text }) => {
      if (line.textContent !== text) {
        line.textContent = text;
        line.title = text;
      }
    });
}

/** A button of a row; the label says of which. */
export function action(text, label, does, kind = '') {
  const button = el('button', { type: 'button', className: `small ${kind}`, 'aria-label': label }, text);
  button.addEventListener('click', does);
  return button;
}
