import { parseRoots, type RootsTold } from '../api/index.ts';
import { isAppError } from '../errors/index.ts';

interface Options {
  readonly texts: {
    text(name: string): Promise<string | undefined>;
    putText(name: string, text: string): Promise<void>;
  };
  /** Undefined if the browser has no storage estimate. */
  readonly estimate: (() => Promise<StorageEstimate>) | undefined;
}

const quotaShare = 0.8;
const [limitName, rootsName] = ['limit', 'roots'];

/** The storage limit and the reported roots, stored in the settings database for workers without a page. */
export class StorageSettings {
  readonly #with: Options;

  constructor(options: Options) {
    this.#with = options;
  }

  /** Returns the limit for all content in bytes: the person's, else 80% of the browser's quota; undefined if neither is known. */
  async limitBytes(): Promise<number | undefined> {
    const own = await this.ownLimitBytes();
    if (own !== undefined) return own;
    const { quota } = (await this.#with.estimate?.()) ?? {};
    return quota === undefined ? undefined : Math.floor(quota * quotaShare);
  }

  async ownLimitBytes(): Promise<number | undefined> {
    const text = await this.#with.texts.text(limitName);
    return text && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  }

  async setOwnLimitBytes(bytes: number | undefined): Promise<void> {
    await this.#with.texts.putText(limitName, bytes === undefined ? '' : String(bytes));
  }

  /** Returns the reported roots; undefined if no page has reported any. */
  async roots(): Promise<RootsTold | undefined> {
    const text = await this.#with.texts.text(rootsName);
    if (text === undefined) return undefined;
    try {
      return parseRoots(JSON.parse(text));
    } catch (error) {
      if (error instanceof SyntaxError || isAppError(error)) return undefined;
      throw error;
    }
  }

  async setRoots(roots: RootsTold): Promise<void> {
    await this.#with.texts.putText(rootsName, JSON.stringify(roots));
  }
}
