import {preview} from './speech.js';

const player = new Audio();

/** How a voice is called in the page. */
export function titleOf(name) {
  return name.split('_').map(word => word[0].toUpperCase() + word.slice(1)).join(' ');
}

/** The list of voices: a line each, which can be heard, and filtered by native language. */
export class Voices {
  #names;
  #buttons = new Map();
  #onFailure;

  /**
   * @param {object[]} voices those that the studio offers
   * @param {function(Error)} onFailure is told of a preview that failed
   */
  constructor(voices, onFailure) {
    this.#names = voices.map(voice => voice.name);
    this.#onFailure = onFailure;
    this.#add({name: 'auto', description: 'The model chooses'}, true);
    voices.forEach(voice => this.#add(voice, false));
    const filter = document.getElementById('voice-filter');
    new Set(voices.map(voice => voice.language)).forEach(language => filter.add(new Option(language)));
    filter.addEventListener('change', () => this.#show(filter.value));
    player.addEventListener('pause', () => this.#mark());
    player.addEventListener('ended', () => this.#mark());
  }

  /** The names of all voices but auto. */
  get names() {
    return this.#names;
  }

  #add({name, language, description}, checked) {
    const item = document.getElementById('voice-template').content.cloneNode(true).firstElementChild;
    const choice = item.querySelector('input');
    const traits = description.replace(/ voice, native speaker of/, ',').replace(/ in the (\w+) dialect/, ' ($1)');
    choice.value = name;
    choice.checked = checked;
    item.dataset.language = language ?? '';
    item.querySelector('.voice-name').textContent = titleOf(name);
    item.querySelector('.voice-traits').textContent = traits;
    const button = item.querySelector('.preview');
    if (language) {
      this.#buttons.set(name, button);
      button.addEventListener('click', () => this.#preview(name));
    } else {
      button.remove();
    }
    document.getElementById('voices').append(item);
    this.#mark();
  }

  /** The voice that is chosen stays, whatever its language. */
  #show(language) {
    document.querySelectorAll('.voice').forEach(item => {
      item.hidden = Boolean(language) && item.dataset.language !== language && !item.querySelector(':checked');
    });
  }

  async #preview(name) {
    const button = this.#buttons.get(name);
    const stops = button.dataset.playing === 'true';
    player.pause();
    if (stops) {
      return;
    }
    button.setAttribute('aria-busy', 'true');
    try {
      player.src = URL.createObjectURL(await preview(name));
      await player.play();
      this.#mark(name);
    } catch (failure) {
      this.#onFailure(failure);
    } finally {
      button.removeAttribute('aria-busy');
    }
  }

  #mark(playing) {
    this.#buttons.forEach((button, name) => {
      button.dataset.playing = String(name === playing);
      button.textContent = name === playing ? '■' : '▶';
      button.setAttribute('aria-label', `${name === playing ? 'Stop' : 'Preview'} ${titleOf(name)}`);
    });
  }
}

/** Stops a preview, because something else is heard. */
export function stopPreview() {
  player.pause();
}
