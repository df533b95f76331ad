/** Asks whether an operator means it. */

import { el } from './text.js';

const dialog = document.getElementById('confirm');
const title = document.getElementById('confirm-title');
const text = document.getElementById('confirm-text');
const choices = document.getElementById('confirm-choices');
const yes = document.getElementById('confirm-yes');

/**
 * @param question {title, text, verb, harmless, choices: [[value, label], ...]}
 * @return false, or true, or the value that was chosen
 */
export function confirm(question) {
  title.textContent = question.title;
  text.textContent = question.text;
  yes.textContent = question.verb;
  yes.className = question.harmless ? 'primary' : 'danger';
  offer(question.choices ?? []);
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(answer()), { once: true });
  });
}

function offer(options) {
  choices.hidden = options.length === 0;
  choices.replaceChildren(
    el('legend', {}, 'What'),
    ...options.map(([value, label], i) =>
      el('label', {}, el('input', { type: 'radio', name: 'choice', value, checked: i === 0 }), ` ${label}`)));
}

function answer() {
  if (dialog.returnValue !== 'yes') {
    return false;
  }
  return choices.querySelector(':checked')?.value ?? true;
}
