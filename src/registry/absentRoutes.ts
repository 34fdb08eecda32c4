/** A registry may be upgraded while the worker runs, so an absent route is requested again after this time. */
const absentForMs = 3_600_000;

/**
 * Remembers which endpoints lack an optional route, by base URL. In memory only: the next worker requests it once more. While the
 * first request to a endpoint runs, the others wait for its result.
 */
export class AbsentRoutes {
  readonly #now: () => number;
  readonly #absentUntilMs = new Map<string, number>();
  readonly #present = new Set<string>();
  readonly #first = new Map<string, Promise<void>>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Returns the result of `work`; undefined, without a request, if the route is known to be absent. */
  async ask<T>(base: string, work: (route: { readonly isAbsent: () => void }) => Promise<T>): Promise<T | undefined> {
    const first = this.#first.get(base);
    if (first) await first;
    if (this.#now() < (this.#absentUntilMs.get(base) ?? Number.NEGATIVE_INFINITY)) return undefined;
    const isAbsent = () => {
      this.#present.delete(base);
      this.#absentUntilMs.set(base, this.#now() + absentForMs);
    };
    const isFirst = !this.#present.has(base) && !this.#first.has(base);
    this.#present.add(base);
    const result = work({ isAbsent });
    if (isFirst) {
      const settled = result
        .then(
          () => undefined,
          // The failure is the first caller's; the others make their own request.
          () => void this.#present.delete(base),
        )
        .finally(() => this.#first.delete(base));
      this.#first.set(base, settled);
    }
    return result;
  }
}
