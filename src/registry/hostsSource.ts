import { asAppError, isAppError } from '../errors/index.ts';
import type { Hosts } from './endpoints.ts';
import { assertHost, formatHostEntry, type HostEntry, type HostsFile, noHosts, parseHostsFile } from './hostsFile.ts';

/** A store of texts by name. */
export interface Texts {
  text(name: string): Promise<string | undefined>;
  putText(name: string, text: string): Promise<void>;
}

export interface HostsSourceOptions {
  /** Requests `hosts.json` of the app's own origin. */
  readonly fetchFile: () => Promise<Response>;
  readonly texts: Texts;
  readonly warn: (message: string, fields: Readonly<Record<string, unknown>>) => void;
}

export interface KnownHosts extends Hosts {
  /** The error in `hosts.json`, which then counts as empty. */
  readonly fault?: string;
}

const fileText = 'hosts.json';
const ownText = 'own-hosts.json';

/**
 * Loads and stores the settings of hosts. Fetches `hosts.json` once in the life of the worker, or uses the last one without a
 * network. Stores a person's own entries.
 */
export class HostsSource {
  readonly #options: HostsSourceOptions;
  #file: Promise<{ readonly file: HostsFile; readonly fault?: string }> | undefined;
  #own: Promise<ReadonlyMap<string, HostEntry>> | undefined;

  constructor(options: HostsSourceOptions) {
    this.#options = options;
  }

  async get(): Promise<KnownHosts> {
    this.#file ??= this.#loadFile();
    this.#own ??= this.#loadOwn();
    const [file, own] = await Promise.all([this.#file, this.#own]);
    return { ...file, own };
  }

  /** Sets a person's own entry; undefined removes it. @throws AppError resource_exhausted, internal if it cannot be stored */
  async set(host: string, entry: HostEntry | undefined): Promise<void> {
    const own = new Map((await this.get()).own);
    if (entry) own.set(assertHost(host), entry);
    else own.delete(host);
    const text = JSON.stringify({
      hosts: Object.fromEntries([...own].map(([name, known]) => [name, formatHostEntry(known)])),
    });
    await this.#options.texts.putText(ownText, text).catch((error: unknown) => {
      throw asAppError(error);
    });
    this.#own = Promise.resolve(own);
  }

  async #loadFile(): Promise<{ readonly file: HostsFile; readonly fault?: string }> {
    const text = await this.#fileText();
    if (text === undefined) return { file: noHosts };
    try {
      return { file: parseHostsFile(JSON.parse(text)) };
    } catch (error) {
      if (!(error instanceof SyntaxError || isAppError(error))) throw error;
      this.#options.warn('hosts.json is invalid and was ignored', { error });
      return { file: noHosts, fault: error.message };
    }
  }

  /** Returns the served file, else the last one that was served; undefined if the site has none. */
  async #fileText(): Promise<string | undefined> {
    const { fetchFile, texts, warn } = this.#options;
    try {
      const response = await fetchFile();
      if (response.status >= 500) throw new Error(`hosts.json answered ${response.status}`);
      // A static host may answer with its document for a missing file.
      const isFile = response.ok && !response.headers.get('content-type')?.includes('html');
      const text = isFile ? await response.text() : '{}';
      await texts.putText(fileText, text).catch((error: unknown) => warn('hosts.json was not stored', { error }));
      return text;
    } catch (error) {
      warn('hosts.json could not be fetched: the last one is used', { error });
      return texts.text(fileText).catch(() => undefined);
    }
  }

  async #loadOwn(): Promise<ReadonlyMap<string, HostEntry>> {
    try {
      const text = await this.#options.texts.text(ownText);
      return text === undefined ? new Map() : parseHostsFile(JSON.parse(text)).hosts;
    } catch (error) {
      this.#options.warn('Your own hosts cannot be read', { error });
      return new Map();
    }
  }
}
