/** Something that went wrong, in the words of the studio. */
export class SpeechFailure extends Error {
  constructor({message, parameter}) {
    super(message);
    this.parameter = parameter;
  }
}

/** The studio's own words for each kind of failure; the API's message follows those that end with a colon. */
const WORDS = {
  auth: 'The API rejects the key. Start the studio with a valid RUNWARE_API_KEY, or studio.server-key for the own server.',
  quota: 'The account at the API has no credit left.',
  rateLimit: 'The API has too many requests. Wait a minute, then speak again.',
  timeout: 'The API took too long. Speak again; what is ready by then is not paid for twice.',
  connection: 'The studio cannot reach the API. Check its connection to the network.',
  safety: 'The API does not speak this text because of its content:',
  validation: 'The API rejects this:',
  provider: 'The model failed:',
  serverError: 'The API failed:',
  notFound: 'The studio no longer knows this text, because it was started again. Speak again.',
  unreachable: 'The studio cannot be reached. Is it still running?',
};

const UNREACHABLE = {kind: 'unreachable'};

/** What there is to choose from. */
export async function options() {
  return (await answer(fetch('api/options'))).json();
}

/** The audio of a voice that says who it is. */
export async function preview(voice) {
  return (await answer(fetch(`api/voices/${encodeURIComponent(voice)}/preview`, {method: 'POST'}))).blob();
}

/**
 * Has a text spoken.
 *
 * @param {object} form the parameters
 * @param {AbortSignal} signal ends the wait
 * @param {function({done: number, pieces: number, live: string})} onProgress is told how many pieces are spoken, and where
 *   the audio can be heard while it arrives
 * @return the results
 */
export async function speak(form, signal, onProgress) {
  const {job} = await (await answer(fetch('api/speech', {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify(form),
    signal,
  }))).json();
  return resultsOf(job, signal, onProgress);
}

/** @return the content at an address, or null if it is not kept any more */
export async function load(href) {
  const response = await fetch(href);
  return response.ok ? response.blob() : null;
}

function resultsOf(job, signal, onProgress) {
  const events = new EventSource(`api/speech/${job}/events`);
  return new Promise((resolve, reject) => {
    events.addEventListener('progress', event => onProgress(JSON.parse(event.data)));
    events.addEventListener('results', event => resolve(JSON.parse(event.data)));
    events.addEventListener('failure', event => reject(failureOf(JSON.parse(event.data))));
    events.addEventListener('error', () => {
      // Each answer ends, and the browser connects again by itself; only then the source is not closed.
      if (events.readyState === EventSource.CLOSED) {
        reject(failureOf(UNREACHABLE));
      }
    });
    signal.addEventListener('abort', () => reject(signal.reason));
  }).finally(() => events.close());
}

async function answer(request) {
  let response;
  try {
    response = await request;
  } catch (failure) {
    throw failure.name === 'AbortError' ? failure : failureOf(UNREACHABLE);
  }
  if (!response.ok) {
    throw failureOf(await response.json().catch(() => ({message: `The studio answered with ${response.status}.`})));
  }
  return response;
}

function failureOf({kind, message, parameter}) {
  const words = WORDS[kind];
  if (!words) {
    return new SpeechFailure({message, parameter});
  }
  return new SpeechFailure({message: words.endsWith(':') ? `${words} ${message}` : words, parameter});
}
