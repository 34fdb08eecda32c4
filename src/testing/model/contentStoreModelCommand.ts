import fc from 'fast-check';
import { compare, type ModelSide, type Side } from './contentStoreModelSides.ts';

export type Act = (side: Side) => Promise<unknown>;

interface StoreCommandOptions {
  readonly name: string;
  /** Its description in a report. */
  readonly given: object;
  /** If false, the command is skipped. */
  readonly isReady?: (model: ModelSide) => boolean;
  /** Runs it on both sides. */
  readonly prepare: (model: ModelSide) => Act | Promise<Act>;
}

/** A call that is made on a store and on its model, which must answer alike. */
export class StoreCommand implements fc.AsyncCommand<ModelSide, Side> {
  readonly #options: StoreCommandOptions;

  constructor(options: StoreCommandOptions) {
    this.#options = options;
  }

  check(model: Readonly<ModelSide>): boolean {
    return this.#options.isReady?.(model) ?? true;
  }

  async run(model: ModelSide, store: Side): Promise<void> {
    await compare(model, store, await this.#options.prepare(model));
  }

  toString(): string {
    return `${this.#options.name}(${fc.stringify(this.#options.given)})`;
  }
}
