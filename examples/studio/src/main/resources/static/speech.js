/** What the server said was wrong: its words, and the parameter that they are about. */
export class SpeechFailure extends Error {
  constructor({message, parameter}) {
    super(message);
    this.parameter = parameter;
  }
}

const UNREACHABLE = {message: 'The studio cannot be reached. Is it still running?'};

/** What there is to choose from. */
export async function options() {
  return (await answer(fetch('api/options'))).json();
}

/**
 * Has a text spoken. The server is asked by server-sent events how the task stands until its results are there.
 *
 * @param {object} form the parameters
 * @param {AbortSignal} signal ends the wait
 * @return the results, with the audio of each
 */
export async function speak(form, signal) {
  const {task} = await (await answer(fetch('api/speech', {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify(form),
    signal,
  }))).json();
  const results = await resultsOf(task, form, signal);
  return Promise.all(results.map(async result =>
    ({...result, audio: await (await answer(fetch(result.href, {signal}))).arrayBuffer()})));
}

function resultsOf(task, {numberResults, outputFormat}, signal) {
  const query = new URLSearchParams({results: numberResults, format: outputFormat});
  const events = new EventSource(`api/speech/${task}/events?${query}`);
  return new Promise((resolve, reject) => {
    events.addEventListener('results', event => resolve(JSON.parse(event.data)));
    events.addEventListener('failure', event => reject(new SpeechFailure(JSON.parse(event.data))));
    events.addEventListener('error', () => {
      // Each answer ends, and the browser comes again by itself; only then the source is not closed.
      if (events.readyState === EventSource.CLOSED) {
        reject(new SpeechFailure(UNREACHABLE));
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
    throw failure.name === 'AbortError' ? failure : new SpeechFailure(UNREACHABLE);
  }
  if (!response.ok) {
    const failure = await response.json().catch(() => ({}));
    throw new SpeechFailure({message: `The studio answered with ${response.status}`, ...failure});
  }
  return response;
}
