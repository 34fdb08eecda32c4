/** A rate is that of the last seconds. */
const rateMs = 5000;

/** How fast something goes, of how far it was when. */
export class Rate {
  readonly #now: () => number;
  #samples: { readonly atMs: number; readonly offset: number }[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Bytes a second; undefined until that can be said. */
  add(offset: number): number | undefined {
    const atMs = this.#now();
    // What is lost with a worker is no rate.
    this.#samples = this.#samples.filter((sample) => sample.offset <= offset && atMs - sample.atMs <= rateMs);
    this.#samples.push({ atMs, offset });
    const [first] = this.#samples;
    return first && atMs - first.atMs >= rateMs / 10
      ? ((offset - first.offset) * 1000) / (atMs - first.atMs)
      : undefined;
  }
}
