import {learnPrice, priceOfCharacter} from './history.js';
import {check, lengthOf} from './limits.js';
import {LivePlayer} from './live.js';
import {Results} from './results.js';
import {options, speak, SpeechFailure} from './speech.js';
import {titleOf, Voices} from './voices.js';

const form = document.getElementById('form');
const text = form.elements.text;
const speed = document.getElementById('speed');
const settings = document.getElementById('settings');
const numbers = new Intl.NumberFormat('en');
const results = new Results(useAgain, say);

/** Why an emulator speaks. */
const STAND_INS = {runware: 'No API key is set', openai: 'No server is set (studio.server)'};
const live = new LivePlayer(document.getElementById('live'));

let limits = {maxTextLength: 100_000, maxPlainLength: 2000, maxResults: 20};
let backends = [];
let voices = null;
let cancel = null;

text.addEventListener('input', showCount);
form.addEventListener('input', showChosen);
[form.elements.backend, form.elements.stream].forEach(choice => choice.addEventListener('change', () => {
  showBackend();
  showChosen();
}));
form.addEventListener('submit', event => {
  event.preventDefault();
  start([new FormData(form).get('voice')]);
});
document.getElementById('all-voices').addEventListener('click', () => start(voices.names));
document.getElementById('cancel').addEventListener('click', () => cancel?.abort());
document.getElementById('speed-reset').addEventListener('click', () => {
  speed.value = 0;
  showChosen();
});
document.addEventListener('keydown', event => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    form.requestSubmit();
  } else if (event.key === 'Escape') {
    cancel?.abort();
  }
});
// On a narrow page, the settings would stand between Speak and the results.
settings.open = matchMedia('(min-width: 60rem)').matches;
showCount();
options().then(offer).catch(showFailure);

function offer({voices: presets, languages, backends: servers, ...limitsOfStudio}) {
  limits = limitsOfStudio;
  backends = servers;
  form.elements.numberResults.max = limits.maxResults;
  voices = new Voices(presets, showFailure);
  languages.forEach(language => form.elements.language.add(new Option(language)));
  backends.forEach(({name, title, standIn}) =>
    form.elements.backend.add(new Option(standIn ? `${title} (emulator)` : title, name)));
  showBackend();
  document.getElementById('speak').disabled = false;
  document.getElementById('all-voices').disabled = false;
  showCount();
  showChosen();
}

function backend() {
  return backends.find(({name}) => name === form.elements.backend.value);
}

/** Offers the formats of the chosen server, and says whether an emulator stands in for it. */
function showBackend() {
  const {name, standIn, formats, streamedFormats} = backend();
  const place = form.elements.outputFormat;
  const chosen = place.value;
  const offered = form.elements.stream.checked ? streamedFormats : formats;
  place.replaceChildren(...offered.map(format => new Option(format, format, false, format === chosen)));
  const notice = document.getElementById('stand-in');
  notice.hidden = !standIn;
  notice.textContent = `${STAND_INS[name]}, so a local emulator speaks. Its voice does not sound like Qwen, and its costs are simulated.`;
}

/** Prices are learned for each service. */
function service() {
  const {name, standIn} = backend();
  return standIn ? `${name} emulator` : name;
}

function showCount() {
  const length = lengthOf(text.value);
  const count = document.getElementById('text-count');
  count.textContent = `${numbers.format(length)} of ${numbers.format(limits.maxTextLength)}`;
  count.classList.toggle('over', length > limits.maxTextLength);
}

/** A quarter to four times, with 1 in the middle of the slider. */
function speedOf() {
  return Number((4 ** (speed.value / 100)).toFixed(2));
}

function showChosen() {
  const {voice, language, outputFormat} = parameters();
  const times = `${speedOf().toFixed(2)}×`;
  document.getElementById('speed-value').textContent = times;
  speed.setAttribute('aria-valuetext', times);
  document.getElementById('chosen').textContent = voice
    ? [titleOf(voice), language === 'Auto' ? 'language detected' : language, outputFormat, times].join(' · ')
    : '';
  showPrice();
}

/** What the text will cost, as far as earlier results tell. */
function showPrice() {
  if (!backends.length) {
    return;
  }
  const price = priceOfCharacter(service());
  const length = lengthOf(text.value);
  if (backend().name === 'openai') {
    document.getElementById('price').textContent = 'An own server does not report costs.';
    return;
  }
  document.getElementById('price').textContent = price === undefined
    ? 'The first result shows what a character costs.'
    : `About $${(price * length * (parameters().numberResults || 1)).toFixed(4)}, at $${(price * 1000).toFixed(4)} `
      + 'for 1,000 characters.';
}

function parameters() {
  const fields = new FormData(form);
  return {
    text: text.value,
    voice: fields.get('voice'),
    language: fields.get('language'),
    positivePrompt: fields.get('positivePrompt').trim(),
    speed: speedOf(),
    outputFormat: fields.get('outputFormat'),
    backend: fields.get('backend'),
    stream: fields.has('stream'),
    numberResults: fields.get('numberResults') === '' ? NaN : Number(fields.get('numberResults')),
  };
}

function useAgain({text: words, voice, language, positivePrompt, speed: times, outputFormat, numberResults, backend: server = 'runware', stream}) {
  text.value = words;
  form.querySelectorAll('[name=voice]').forEach(choice => {
    choice.checked = choice.value === voice;
  });
  Object.assign(form.elements.language, {value: language});
  Object.assign(form.elements.positivePrompt, {value: positivePrompt});
  Object.assign(form.elements.backend, {value: server});
  form.elements.stream.checked = Boolean(stream);
  showBackend();
  Object.assign(form.elements.outputFormat, {value: outputFormat});
  Object.assign(form.elements.numberResults, {value: numberResults});
  speed.value = Math.round(Math.log(times) / Math.log(4) * 100);
  showCount();
  showChosen();
  text.focus();
  say('Text and settings are filled in');
}

/** Has the text spoken by each of the voices. */
async function start(names) {
  if (cancel || !voices) {
    return;
  }
  clearFailures();
  const wanted = parameters();
  try {
    check(wanted, limits);
  } catch (failure) {
    showFailure(failure);
    return;
  }
  cancel = new AbortController();
  const progress = new Progress(names.length);
  live.stop();
  const failures = [];
  let spoken = 0;
  await Promise.all(names.map(async voice => {
    try {
      const found = await speak({...wanted, voice}, cancel.signal, state => {
        progress.show(state);
        if (state.live && names.length === 1) {
          live.play(state.live);
        }
      });
      const items = await results.add({...wanted, voice}, found);
      spoken += found.length;
      found.filter(({cost}) => cost != null).forEach(({cost}) => learnPrice(service(), lengthOf(wanted.text), cost));
      announce(voice, found, items, spoken);
    } catch (failure) {
      failures.push(failure);
    }
    progress.voiceEnded();
  }));
  const cancelled = cancel.signal.aborted;
  cancel = null;
  progress.end();
  showPrice();
  if (cancelled) {
    say('Cancelled. Texts that were already sent are paid for.');
  } else if (failures.length) {
    say('');
    showFailure(failures[0]);
  }
}

function announce(voice, found, items, spoken) {
  const costs = found.map(({cost}) => cost).filter(cost => cost != null);
  const cost = costs.length ? `, $${costs.reduce((sum, each) => sum + each, 0).toFixed(6)}` : '';
  const duration = items[0].querySelector('[data-value=duration]').textContent;
  say(spoken > 1 ? `${spoken} results are ready.` : `${titleOf(voice)} is ready: ${duration}${cost}.`);
  items.at(-1).scrollIntoView({block: 'nearest'});
}

/** Shows that something is in progress, and how far it is. */
class Progress {
  #begin = performance.now();
  #voices;
  #ended = 0;
  #state = {done: 0, pieces: 0};
  #timer = setInterval(() => this.#tick(), 100);

  constructor(numberOfVoices) {
    this.#voices = numberOfVoices;
    this.#busy(true);
    this.#tick();
    say('Speaking …');
  }

  show(state) {
    this.#state = state;
    this.#tick();
  }

  voiceEnded() {
    this.#ended++;
    this.#tick();
  }

  end() {
    clearInterval(this.#timer);
    const cancelHadFocus = document.activeElement === document.getElementById('cancel');
    this.#busy(false);
    if (cancelHadFocus) {
      document.getElementById('speak').focus();
    }
  }

  #tick() {
    const {done, pieces} = this.#state;
    const [now, of, what] = this.#voices > 1 ? [this.#ended, this.#voices, 'voice'] : [done, pieces, 'piece'];
    const bar = document.getElementById('bar');
    const seconds = `${((performance.now() - this.#begin) / 1000).toFixed(1)} s`;
    if (of > 1) {
      bar.max = of;
      bar.value = now;
    } else {
      bar.removeAttribute('value');
    }
    document.getElementById('elapsed').textContent =
      of > 1 ? `${what} ${Math.min(now + 1, of)} of ${of}, ${seconds}` : seconds;
  }

  #busy(on) {
    document.getElementById('progress').hidden = !on;
    document.getElementById('cancel').hidden = !on;
    document.getElementById('speak').setAttribute('aria-disabled', on);
    document.getElementById('all-voices').setAttribute('aria-disabled', on);
    form.setAttribute('aria-busy', on);
  }
}

function showFailure(failure) {
  if (!(failure instanceof SpeechFailure)) {
    console.error(failure);
  }
  const parameter = failure.parameter?.replace(/^speech\./, '');
  const field = parameter && form.querySelector(`[data-parameter="${CSS.escape(parameter)}"]`);
  const place = field?.querySelector('.error') ?? document.getElementById('form-error');
  place.textContent = failure.message;
  place.hidden = false;
  if (field) {
    settings.open ||= settings.contains(field);
    const input = field.querySelector('textarea, select[name], input:checked, input');
    input.setAttribute('aria-invalid', 'true');
    input.focus();
    say(failure.message);
  }
}

function clearFailures() {
  document.querySelectorAll('.error').forEach(place => {
    place.hidden = true;
    place.textContent = '';
  });
  form.querySelectorAll('[aria-invalid]').forEach(input => input.removeAttribute('aria-invalid'));
}

/** Shows it below Speak, and tells it to those who listen to the page. */
function say(words) {
  document.getElementById('status').textContent = words;
}
