/** Plays audio while it arrives. */
export class LivePlayer {
  #audio;
  #href;

  constructor(audio) {
    this.#audio = audio;
    audio.addEventListener('ended', () => this.stop());
    // The audio is gone if it was whole before the page has requested it; its result can be played then.
    audio.addEventListener('error', () => this.stop());
  }

  /** Plays what is at an address, once. */
  play(href) {
    if (href !== this.#href) {
      this.#href = href;
      this.#audio.src = href;
      this.#audio.hidden = false;
      // Browsers may refuse to play by themselves; the button of the player is there then.
      this.#audio.play().catch(() => {});
    }
  }

  /** Ends the request, too. */
  stop() {
    if (this.#audio.hasAttribute('src')) {
      this.#audio.pause();
      this.#audio.removeAttribute('src');
      this.#audio.load();
      this.#audio.hidden = true;
    }
  }
}
