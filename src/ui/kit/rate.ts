/** Time window for the rate. */
const rateMs = 5000;

/** Computes the recent rate of a transfer from its offsets over time. */
export class Rate {
  readonly #now: () => number;
  #samples: { readonly atMs: number; readonly offset: number }[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Adds an offset and returns the bytes per second; undefined until there are enough samples. */
  add(offset: number): number | undefined {
    const atMs = this.#now();
    // The offset falls when progress is lost with a stopped worker; drop the samples above it.
    this.#samples = this.#samples.filter((sample) => sample.offset <= offset && atMs - sample.atMs <= rateMs);
    this.#samples.push({ atMs, offset });
    const [first] = this.#samples;
    return first && atMs - first.atMs >= rateMs / 10
      ? ((offset - first.offset) * 1000) / (atMs - first.atMs)
      : undefined;
  }
}
