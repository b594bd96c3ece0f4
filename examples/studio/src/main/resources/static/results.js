import {camelRoute} from './camel-route.js';
import {earlier, keep} from './history.js';
import {load} from './speech.js';
import {follow} from './transcript.js';
import {stopPreview, titleOf} from './voices.js';
import {Waveform} from './waveform.js';

const LOWEST_RATE = 8000;
const WORDS_IN_NAME = 5;
const sizes = new Intl.NumberFormat('en', {maximumFractionDigits: 1});
const times = new Intl.DateTimeFormat('en', {timeStyle: 'medium', hourCycle: 'h23'});
const days = new Intl.DateTimeFormat('en', {dateStyle: 'medium'});

/** The list of what was spoken, which survives a reload. */
export class Results {
  #list = document.getElementById('results');
  #clear = document.getElementById('clear');
  #entries = [];
  #onAgain;
  #say;

  /**
   * @param {function(object)} onAgain is given the parameters of a result that are to be used again
   * @param {function(string)} say tells something to those who listen to the page
   */
  constructor(onAgain, say) {
    this.#onAgain = onAgain;
    this.#say = say;
    this.#clear.addEventListener('click', () => this.#forget());
    // The event does not bubble.
    document.addEventListener('play', event => this.#playAlone(event.target), true);
    this.#entries = earlier();
    this.#entries.forEach(entry => this.#list.append(this.#itemOf(entry)));
    this.#show();
  }

  /**
   * Puts results on top of the list.
   *
   * @return the items, when they can be played
   */
  async add(parameters, results) {
    const time = Date.now();
    const items = [];
    for (const [index, result] of results.entries()) {
      const entry = {time, parameters, result, index, of: results.length};
      const item = this.#itemOf(entry);
      this.#entries.unshift(entry);
      this.#list.prepend(item);
      items.push(item);
    }
    keep(this.#entries);
    this.#show();
    await Promise.all(items.map(item => item.ready));
    return items;
  }

  #show() {
    document.getElementById('no-results').hidden = this.#entries.length > 0;
    this.#clear.hidden = this.#entries.length === 0;
  }

  #forget() {
    this.#entries = [];
    this.#list.replaceChildren();
    keep(this.#entries);
    this.#show();
    this.#say('The results are cleared');
    document.getElementById('text').focus();
  }

  #itemOf(entry) {
    const {parameters, result} = entry;
    const item = document.getElementById('result-template').content.cloneNode(true).firstElementChild;
    const title = titleOfResult(entry);
    item.querySelector('h3').textContent = title;
    item.querySelector('.traits').textContent = traitsOf(entry);
    item.querySelector('.transcript').textContent = parameters.text;
    item.querySelector('.transcript').setAttribute('aria-label', `Text: ${title}`);
    item.querySelector('audio').setAttribute('aria-label', `Player: ${title}`);
    item.querySelector('canvas').setAttribute('aria-label', `Waveform: ${title}`);
    const value = name => item.querySelector(`[data-value=${name}]`);
    value('size').textContent = `${sizes.format(result.size / 1000)} kB, ${result.format}`;
    value('cost').textContent = result.cost == null ? 'not reported' : `$${result.cost.toFixed(6)}`;
    value('pieces').textContent = result.pieces;
    value('pieces').parentElement.hidden = result.pieces < 2;
    item.querySelector('.again').addEventListener('click', () => this.#onAgain(parameters));
    this.#offerRoute(item.querySelector('.route'), parameters);
    item.ready = this.#offerAudio(item, entry);
    return item;
  }

  async #offerAudio(item, entry) {
    const {parameters, result} = entry;
    const audio = item.querySelector('audio');
    const canvas = item.querySelector('canvas');
    const download = item.querySelector('.download');
    const subtitles = item.querySelector('.subtitles');
    subtitles.hidden = !result.subtitles;
    const blob = await load(result.href).catch(() => null);
    if (!blob) {
      [audio, canvas, download, subtitles].forEach(element => {
        element.hidden = true;
      });
      item.querySelector('.gone').hidden = false;
      return;
    }
    const extension = result.format.toLowerCase();
    audio.src = URL.createObjectURL(blob);
    download.href = audio.src;
    download.download = fileName(entry, extension);
    if (result.subtitles) {
      subtitles.href = result.subtitles;
      subtitles.download = fileName(entry, 'vtt');
      follow(item.querySelector('.transcript'), audio, parameters.text, result.subtitles);
    }
    const buffer = await new OfflineAudioContext(1, 1, LOWEST_RATE).decodeAudioData(await blob.arrayBuffer());
    item.querySelector('[data-value=duration]').textContent = durationOf(buffer.duration);
    canvas.setAttribute('aria-label', `Waveform of ${buffer.duration.toFixed(1)} seconds`);
    new Waveform(canvas, buffer, audio);
  }

  #offerRoute(place, parameters) {
    const code = place.querySelector('pre');
    const languages = [...place.querySelectorAll('[data-language]')];
    const show = language => {
      code.textContent = camelRoute(language, parameters);
      languages.forEach(button => button.setAttribute('aria-pressed', String(button.dataset.language === language)));
    };
    languages.forEach(button => button.addEventListener('click', () => show(button.dataset.language)));
    place.querySelector('.copy').addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(code.textContent);
        this.#say('The route is copied');
      } catch {
        getSelection().selectAllChildren(code);
        this.#say('The route is selected; copy it with Ctrl+C');
      }
    });
    show('Java');
  }

  #playAlone(playing) {
    stopPreview();
    document.querySelectorAll('audio').forEach(audio => {
      if (audio !== playing) {
        audio.pause();
      }
    });
  }
}

function titleOfResult({time, parameters, index, of}) {
  const suffix = of > 1 ? ` (${index + 1} of ${of})` : '';
  const today = new Date(time).toDateString() === new Date().toDateString();
  const when = today ? times.format(time) : `${days.format(time)}, ${times.format(time)}`;
  return `${titleOf(parameters.voice)}${suffix}, ${when}`;
}

/** What tells a result from others: language, style, speed and seed. */
function traitsOf({parameters, result}) {
  return [
    parameters.language === 'Auto' ? 'Language detected' : parameters.language,
    parameters.positivePrompt && `“${parameters.positivePrompt}”`,
    parameters.speed !== 1 && `${parameters.speed.toFixed(2)}×`,
    result.seed != null && `seed ${result.seed}`,
  ].filter(Boolean).join(' · ');
}

/** Such as the-quick-brown-fox-jumps-ryan.mp3. */
function fileName({parameters, index, of}, extension) {
  const words = parameters.text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const name = words.slice(0, WORDS_IN_NAME).join('-').slice(0, 40).replace(/-$/, '') || 'speech';
  return [name, parameters.voice.replace('_', '-'), ...(of > 1 ? [index + 1] : [])].join('-') + `.${extension}`;
}

/** Such as 3.2 s, or 12:05 min. */
export function durationOf(seconds) {
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, '0')} min`;
}
