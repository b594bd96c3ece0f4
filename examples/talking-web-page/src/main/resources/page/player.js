/** Samples of the route: 16 bits, little-endian, one channel. */
const SAMPLE_RATE = 24000;

/** The lead of the first chunk and after a gap: the next one must be there before it is over. */
const LEAD_SECONDS = 0.05;

/** Plays chunks of PCM one after the other, each as soon as those before it are over. */
export class Player {

  #context = new AudioContext({sampleRate: SAMPLE_RATE, latencyHint: 'interactive'});
  #half = new Uint8Array(0);
  #end = 0;
  #last = null;

  /** Seconds of audio received. */
  seconds = 0;

  /** Queues a chunk, and returns the time (as of performance.now) at which it is heard; null if it has no sample. */
  play(chunk) {
    const bytes = this.#wholeSamples(chunk);
    const count = bytes.length / 2;
    if (count === 0) {
      return null;
    }
    const buffer = this.#context.createBuffer(1, count, SAMPLE_RATE);
    const samples = buffer.getChannelData(0);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let i = 0; i < count; i++) {
      samples[i] = view.getInt16(2 * i, true) / 32768;
    }
    const now = this.#context.currentTime;
    const start = this.#end > now ? this.#end : now + LEAD_SECONDS;
    const source = new AudioBufferSourceNode(this.#context, {buffer});
    source.connect(this.#context.destination);
    source.start(start);
    this.#last = source;
    this.#end = start + buffer.duration;
    this.seconds += buffer.duration;
    return performance.now() + 1000 * (start - now + (this.#context.outputLatency || 0));
  }

  /** Returns when all that was queued has been heard. */
  async finish() {
    if (this.#last && this.#end > this.#context.currentTime) {
      await new Promise(ended => this.#last.onended = ended);
    }
    this.stop();
  }

  /** Silences at once. */
  stop() {
    if (this.#context.state !== 'closed') {
      this.#context.close();
    }
  }

  /** A chunk of the network may end within a sample. */
  #wholeSamples(chunk) {
    const bytes = new Uint8Array(this.#half.length + chunk.length);
    bytes.set(this.#half);
    bytes.set(chunk, this.#half.length);
    const whole = bytes.length - bytes.length % 2;
    this.#half = bytes.slice(whole);
    return bytes.subarray(0, whole);
  }
}
