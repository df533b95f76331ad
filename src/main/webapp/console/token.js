/** The token of this tab, asked for when a node wants one. */

const KEY = 'selaras.token';
const dialog = document.getElementById('token');
const field = document.getElementById('token-field');
const button = document.getElementById('sign-in');

let asking = null;
let declined = false;

export function authorization() {
  const token = sessionStorage.getItem(KEY);
  return token ? { Authorization: `Bearer ${token}` } : {};
}

/** True when there is a new one. Who has declined is asked again by the button alone. */
export function wanted() {
  button.hidden = false;
  return declined ? Promise.resolve(false) : ask();
}

function ask() {
  asking ??= new Promise((resolve) => {
    field.value = '';
    dialog.returnValue = '';
    dialog.addEventListener('close', () => resolve(closed()), { once: true });
    dialog.showModal();
    field.focus();
  });
  return asking;
}

function closed() {
  asking = null;
  const given = dialog.returnValue === 'yes' && field.value.trim() !== '';
  if (given) {
    sessionStorage.setItem(KEY, field.value.trim());
  }
  field.value = '';
  declined = !given;
  return given;
}

button.addEventListener('click', ask);
field.addEventListener('keydown', (event) => {
  // without this the first button of the form, which cancels, would be pressed
  if (event.key === 'Enter') {
    event.preventDefault();
    dialog.close('yes');
  }
});
