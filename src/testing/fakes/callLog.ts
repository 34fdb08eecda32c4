/** A call of a recorded object, with the arguments that distinguish calls. */
export interface RecordedCall {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** Calls in order; several objects may share one log, so that the order spans them. */
export class CallLog {
  readonly #calls: RecordedCall[] = [];

  record(name: string, ...args: readonly unknown[]): void {
    this.#calls.push({ name, args });
  }

  get calls(): readonly RecordedCall[] {
    return [...this.#calls];
  }

  get names(): readonly string[] {
    return this.#calls.map(({ name }) => name);
  }

  /** The arguments of each call of this name. */
  argsOf(name: string): readonly (readonly unknown[])[] {
    return this.#calls.filter((call) => call.name === name).map(({ args }) => args);
  }

  count(name: string): number {
    return this.argsOf(name).length;
  }

  clear(): void {
    this.#calls.length = 0;
  }
}
