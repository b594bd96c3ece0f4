const BAR = 3;
const GAP = 1;
const PEAKS = 2000;

/** Draws how loud audio is over its length, and how much of it was played. */
export class Waveform {
  #canvas;
  #peaks;
  #played = 0;

  /**
   * @param {HTMLCanvasElement} canvas where to draw
   * @param {AudioBuffer} buffer the decoded audio
   * @param {HTMLMediaElement} audio the player whose place is shown, and moved by a click
   */
  constructor(canvas, buffer, audio) {
    this.#canvas = canvas;
    // The samples of a long text are many, and are not kept.
    this.#peaks = peaks(buffer.getChannelData(0), PEAKS);
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
    const heights = peaks(this.#peaks, bars);
    const loudest = Math.max(...heights) || 1;
    heights.forEach((peak, bar) => {
      const height = Math.max(2, peak / loudest * (canvas.clientHeight - 8)) * scale;
      pen.fillStyle = style.getPropertyValue(bar / bars < this.#played ? '--wave-played' : '--wave');
      pen.fillRect(bar * (BAR + GAP) * scale, (canvas.height - height) / 2, BAR * scale, height);
    });
  }
}

function peaks(samples, number) {
  const length = samples.length / number;
  return Array.from({length: number}, (_, index) => {
    let peak = 0;
    for (let i = Math.floor(index * length); i < Math.max(Math.floor((index + 1) * length), index * length + 1); i++) {
      peak = Math.max(peak, Math.abs(samples[Math.floor(i)] ?? 0));
    }
    return peak;
  });
}
