import { parseRoots, type RootsTold } from '../api/index.ts';
import { isAppError } from '../errors/index.ts';

interface Options {
  readonly texts: {
    text(name: string): Promise<string | undefined>;
    putText(name: string, text: string): Promise<void>;
  };
  /** Undefined where the browser does not tell. */
  readonly estimate: (() => Promise<StorageEstimate>) | undefined;
}

const quotaShare = 0.8;
const [limitName, rootsName] = ['limit', 'roots'];

/** How much a person keeps, and what for: kept beside the content, for workers that have no page to ask. */
export class StorageSettings {
  readonly #with: Options;

  constructor(options: Options) {
    this.#with = options;
  }

  /** Of all content, in bytes: the person's, else 80 % of what the browser allows; undefined where nobody says. */
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

  /** Undefined where no page has told any yet. */
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
