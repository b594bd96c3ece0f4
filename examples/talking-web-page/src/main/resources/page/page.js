import {Player} from './player.js';

const form = document.querySelector('form');
const text = document.getElementById('text');
const stop = document.getElementById('stop');

/** The text that is spoken; null if none is. */
let current = null;

function show(id, value) {
  document.getElementById(id).textContent = value;
}

/** Silences what is spoken, and ends its request, so that the server stops working. */
function silence() {
  current?.request.abort();
  current?.player.stop();
  current = null;
  stop.disabled = true;
}

async function speak() {
  silence();
  const pressed = performance.now();
  const milliseconds = time => `${Math.round(time - pressed)} ms`;
  // A context that is made while the button is pressed may sound at once.
  const speech = current = {request: new AbortController(), player: new Player()};
  stop.disabled = false;
  ['first-byte', 'first-sound', 'last-byte', 'audio'].forEach(id => show(id, '–'));
  show('status', 'Waiting for the first audio …');
  try {
    const response = await fetch('speak', {method: 'POST', body: text.value, signal: speech.request.signal});
    if (!response.ok) {
      throw new Error(await response.text());
    }
    const reader = response.body.getReader();
    let heard = null;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (heard === null) {
        show('first-byte', milliseconds(performance.now()));
        heard = speech.player.play(part.value);
        if (heard !== null) {
          show('first-sound', milliseconds(heard));
          show('status', 'Speaking, while the server still works …');
        }
      } else {
        speech.player.play(part.value);
      }
      show('audio', `${speech.player.seconds.toFixed(1)} s`);
    }
    show('last-byte', milliseconds(performance.now()));
    show('status', 'Speaking what has arrived …');
    await speech.player.finish();
    finish(speech, 'Spoken.');
  } catch (failure) {
    finish(speech, `Not spoken to the end: ${failure.message || failure}`);
  }
}

/** Reports the end of a text, unless a new one is spoken. */
function finish(speech, status) {
  if (current === speech) {
    silence();
    show('status', status);
  }
}

function stopSpeaking() {
  if (current) {
    silence();
    show('status', 'Stopped.');
  }
}

form.addEventListener('submit', event => {
  event.preventDefault();
  speak();
});
text.addEventListener('keydown', event => {
  if (event.key === 'Enter' && event.ctrlKey) {
    form.requestSubmit();
  }
});
stop.addEventListener('click', stopSpeaking);
document.addEventListener('keydown', event => {
  if (event.key === 'Escape') {
    stopSpeaking();
  }
});
