/** Calls of this node's API. */

import { authorization, wanted } from './token.js';

const PATIENCE_MILLIS = 10_000;

/** An answer that is no success; the message says it to the operator. */
export class Refusal extends Error {
  constructor(status, problem) {
    super(Refusal.words(status, problem));
    this.status = status;
    this.problem = problem;
  }

  static words(status, problem) {
    const said = problem.detail ?? problem.title ?? `status ${status}`;
    switch (status) {
      case 401: return 'this node wants a token';
      case 403: return `not allowed: ${problem.role ? `the role ${problem.role} is missing` : said}`;
      default: return problem.title && problem.title !== said ? `${problem.title}: ${said}` : said;
    }
  }
}

/** The JSON of a success; a Refusal, or an error when the node does not answer. */
export async function call(method, path, body) {
  const response = await send(method, path, body, AbortSignal.timeout(PATIENCE_MILLIS));
  return response.json();
}

/** The response of a success, with a token where the node wants one. */
export async function send(method, path, body, signal) {
  let response = await attempt(method, path, body, signal);
  if (response.status === 401 && (await wanted())) {
    response = await attempt(method, path, body, signal);
  }
  if (!response.ok) {
    throw new Refusal(response.status, await response.json().catch(() => ({})));
  }
  return response;
}

function attempt(method, path, body, signal) {
  const headers = authorization();
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  const json = body === undefined ? undefined : JSON.stringify(body);
  return fetch(path, { method, headers, body: json, signal, cache: 'no-store' });
}

export function segment(name) {
  return encodeURIComponent(name);
}
