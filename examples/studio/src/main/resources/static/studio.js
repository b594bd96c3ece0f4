import {options, speak, SpeechFailure} from './speech.js';
import {Waveform} from './waveform.js';

const form = document.getElementById('form');
const text = form.elements.text;
const numbers = new Intl.NumberFormat('en');
const sizes = new Intl.NumberFormat('en', {maximumFractionDigits: 1});

let maxTextLength = 2000;
let cancel = null;

text.addEventListener('input', showCount);
form.elements.speed.addEventListener('input', showSpeed);
form.addEventListener('submit', submit);
document.getElementById('cancel').addEventListener('click', () => cancel?.abort());
form.addEventListener('keydown', event => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    form.requestSubmit();
  } else if (event.key === 'Escape') {
    cancel?.abort();
  }
});
showCount();
options().then(offer).catch(showFailure);

function offer({voices, languages, formats, maxTextLength: longest, maxResults, standIn}) {
  maxTextLength = longest;
  form.elements.numberResults.max = maxResults;
  document.getElementById('stand-in').hidden = !standIn;
  addVoice({name: 'auto', description: 'The model chooses'}, true);
  voices.forEach(voice => addVoice(voice, false));
  languages.forEach(language => form.elements.language.add(new Option(language)));
  formats.forEach(format => form.elements.outputFormat.add(new Option(format)));
  document.getElementById('speak').disabled = false;
}

function addVoice({name, gender, language, description}, checked) {
  const voice = document.getElementById('voice-template').content.cloneNode(true);
  const choice = voice.querySelector('input');
  choice.value = name;
  choice.checked = checked;
  voice.querySelector('.voice-name').textContent = titleOf(name);
  voice.querySelector('.voice-traits').textContent = gender ? `${gender}, ${language}` : '';
  voice.querySelector('.voice-description').textContent = description;
  document.getElementById('voices').append(voice);
}

function titleOf(name) {
  return name.split('_').map(word => word[0].toUpperCase() + word.slice(1)).join(' ');
}

function showCount() {
  const length = [...text.value].length;
  const count = document.getElementById('text-count');
  count.textContent = `${numbers.format(length)} of ${numbers.format(maxTextLength)}`;
  count.classList.toggle('over', length > maxTextLength);
}

function showSpeed() {
  document.getElementById('speed-value').textContent = `${Number(form.elements.speed.value).toFixed(2)}×`;
}

async function submit(event) {
  event.preventDefault();
  if (cancel) {
    return;
  }
  clearFailures();
  const wanted = parameters();
  cancel = new AbortController();
  const stopProgress = showProgress();
  try {
    const results = await speak(wanted, cancel.signal);
    await showResults(wanted, results);
  } catch (failure) {
    showFailure(failure);
  } finally {
    cancel = null;
    stopProgress();
  }
}

function parameters() {
  const fields = new FormData(form);
  return {
    text: text.value,
    voice: fields.get('voice'),
    language: fields.get('language'),
    positivePrompt: fields.get('positivePrompt'),
    speed: Number(fields.get('speed')),
    outputFormat: fields.get('outputFormat'),
    numberResults: Number(fields.get('numberResults')),
  };
}

/** Shows that something is under way; what it returns ends that. */
function showProgress() {
  const begin = performance.now();
  const busy = on => {
    document.getElementById('progress').hidden = !on;
    document.getElementById('cancel').hidden = !on;
    document.getElementById('speak').setAttribute('aria-disabled', on);
    form.setAttribute('aria-busy', on);
  };
  const tick = () => {
    document.getElementById('elapsed').textContent = `${((performance.now() - begin) / 1000).toFixed(1)} s`;
  };
  busy(true);
  tick();
  say('Speaking');
  const timer = setInterval(tick, 100);
  return () => {
    clearInterval(timer);
    const cancelHadFocus = document.activeElement === document.getElementById('cancel');
    busy(false);
    if (cancelHadFocus) {
      document.getElementById('speak').focus();
    }
  };
}

async function showResults(wanted, results) {
  const list = document.getElementById('results');
  for (const [index, result] of results.entries()) {
    list.prepend(await resultItem(wanted, result, results.length > 1 ? ` (${index + 1} of ${results.length})` : ''));
  }
  document.getElementById('no-results').hidden = true;
  say(results.length === 1 ? 'The audio is there' : `${results.length} audios are there`);
}

async function resultItem(wanted, result, suffix) {
  const item = document.getElementById('result-template').content.cloneNode(true);
  const audio = item.querySelector('audio');
  const canvas = item.querySelector('canvas');
  const title = `${titleOf(wanted.voice)}, ${wanted.language}${suffix}`;
  const blob = new Blob([result.audio], {type: result.contentType});
  const buffer = await new OfflineAudioContext(1, 1, 24000).decodeAudioData(result.audio);
  item.querySelector('h3').textContent = title;
  item.querySelector('.spoken-text').textContent = wanted.text;
  audio.src = URL.createObjectURL(blob);
  audio.setAttribute('aria-label', `Player: ${title}`);
  canvas.setAttribute('aria-label', `Waveform of ${buffer.duration.toFixed(1)} seconds`);
  new Waveform(canvas, buffer, audio);
  const value = name => item.querySelector(`[data-value=${name}]`);
  value('duration').textContent = `${buffer.duration.toFixed(1)} s`;
  value('size').textContent = `${sizes.format(blob.size / 1000)} kB, ${result.format}`;
  value('cost').textContent = result.cost == null ? 'not told' : `$${result.cost.toFixed(6)}`;
  const download = item.querySelector('.download');
  download.href = audio.src;
  download.download = result.fileName;
  return item;
}

function showFailure(failure) {
  if (failure.name === 'AbortError') {
    say('Cancelled');
    return;
  }
  if (!(failure instanceof SpeechFailure)) {
    console.error(failure);
  }
  const parameter = failure.parameter?.replace(/^speech\./, '');
  const field = parameter && form.querySelector(`[data-parameter="${CSS.escape(parameter)}"]`);
  const place = field?.querySelector('.error') ?? document.getElementById('form-error');
  place.textContent = failure.message;
  place.hidden = false;
  if (field) {
    const input = field.querySelector('textarea, select, input:checked, input');
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

/** Tells it to those who listen to the page. */
function say(words) {
  document.getElementById('status').textContent = words;
}
