/** How figures are written, and elements made. */

export const NOTHING = '–';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const hundredths = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** Three digits or so, whatever the size. */
export function number(value) {
  if (value === null || value === undefined || Number.isNaN(value)) {
    return NOTHING;
  }
  const size = Math.abs(value);
  const format = Number.isInteger(value) || size >= 100 ? whole : size >= 10 ? tenths : hundredths;
  return format.format(value);
}

export function percent(share) {
  return share === null || share === undefined ? NOTHING : `${number(share * 100)} %`;
}

/** The two largest units of a time in milliseconds; not broken between lines. */
export function duration(millis) {
  return units(millis).replaceAll(' ', '\u00a0');
}

function units(millis) {
  if (millis === null || millis === undefined) {
    return NOTHING;
  }
  const seconds = Math.floor(Math.max(0, millis) / 1000);
  const [days, hours, minutes] = [86400, 3600, 60].map((unit) => Math.floor(seconds / unit));
  if (days > 0) {
    return `${days} d ${hours % 24} h`;
  }
  if (hours > 0) {
    return `${hours} h ${minutes % 60} min`;
  }
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

export function count(amount, one, many) {
  return `${number(amount)} ${amount === 1 ? one : many}`;
}

export function clock(date) {
  return date.toLocaleTimeString('en-GB');
}

/** An element with properties and children; a property with a dash is an attribute. */
export function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes('-') || name === 'role' || name === 'scope') {
      made.setAttribute(name, value);
    } else {
      made[name] = value;
    }
  }
  made.append(...children);
  return made;
}

/** Writes a text where it is another: what stays the same is not read out again. */
export function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
