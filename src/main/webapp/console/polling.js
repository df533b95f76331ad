/** Asks again and again, one question at a time, while the page is looked at and not paused. */

const jobs = new Set();
let paused = false;

export function isPaused() {
  return paused;
}

export function setPaused(value) {
  paused = value;
  if (!paused) {
    jobs.forEach((job) => job());
  }
}

/**
 * @param millis between an answer and the next question
 * @param question an async function
 * @param trouble the element that says why there is no answer
 * @return asks at once
 */
export function poll(millis, question, trouble) {
  let timer;
  let turn = 0;
  async function ask() {
    clearTimeout(timer);
    const mine = ++turn;
    if (!paused && !document.hidden) {
      trouble.textContent = await question().then(() => '', (failure) => reason(failure));
      trouble.hidden = trouble.textContent === '';
    }
    if (mine === turn) {
      timer = setTimeout(ask, millis);
    }
  }
  jobs.add(ask);
  ask();
  return ask;
}

function reason(failure) {
  return failure.status ? `Not shown: ${failure.message}.` : 'Not shown: the node does not answer.';
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden) {
    jobs.forEach((job) => job());
  }
});
