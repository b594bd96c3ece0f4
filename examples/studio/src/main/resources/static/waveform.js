const BAR = 3;
const GAP = 1;

/** Draws how loud audio is over its length, and how much of it was played. */
export class Waveform {
  #canvas;
  #samples;
  #played = 0;

  /**
   * @param {HTMLCanvasElement} canvas where to draw
   * @param {AudioBuffer} buffer the decoded audio
   * @param {HTMLMediaElement} audio the player whose place is shown, and moved by a click
   */
  constructor(canvas, buffer, audio) {
    this.#canvas = canvas;
    this.#samples = buffer.getChannelData(0);
    const show = () => {
      this.#played = audio.duration ? audio.currentTime / audio.duration : 0;
      this.#draw();
    };
    audio.addEventListener('timeupdate', show);
    audio.addEventListener('seeked', show);
    canvas.addEventListener('click', event => {
      audio.currentTime = event.offsetX / canvas.clientWidth * audio.duration;
    });
    new ResizeObserver(() => this.#draw()).observe(canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#draw());
  }

  #draw() {
    const canvas = this.#canvas;
    const scale = devicePixelRatio;
    canvas.width = canvas.clientWidth * scale;
    canvas.height = canvas.clientHeight * scale;
    const pen = canvas.getContext('2d');
    const style = getComputedStyle(canvas);
    const bars = Math.max(1, Math.floor(canvas.clientWidth / (BAR + GAP)));
    const peaks = this.#peaks(bars);
    const loudest = Math.max(...peaks) || 1;
    peaks.forEach((peak, bar) => {
      const height = Math.max(2, peak / loudest * (canvas.clientHeight - 8)) * scale;
      pen.fillStyle = style.getPropertyValue(bar / bars < this.#played ? '--wave-played' : '--wave');
      pen.fillRect(bar * (BAR + GAP) * scale, (canvas.height - height) / 2, BAR * scale, height);
    });
  }

  #peaks(bars) {
    const length = this.#samples.length / bars;
    return Array.from({length: bars}, (_, bar) => {
      let peak = 0;
      for (let i = Math.floor(bar * length); i < Math.floor((bar + 1) * length); i++) {
        peak = Math.max(peak, Math.abs(this.#samples[i]));
      }
      return peak;
    });
  }
}
