import { asAppError, isAppError } from '../errors/index.ts';
import type { Hosts } from './endpoints.ts';
import { assertHost, formatHostEntry, type HostEntry, type HostsFile, noHosts, parseHostsFile } from './hostsFile.ts';

/** Where texts are kept by name. */
export interface Texts {
  text(name: string): Promise<string | undefined>;
  putText(name: string, text: string): Promise<void>;
}

export interface HostsSourceOptions {
  /** `hosts.json` of the app's own origin. */
  readonly fetchFile: () => Promise<Response>;
  readonly texts: Texts;
  readonly warn: (message: string, fields: Readonly<Record<string, unknown>>) => void;
}

export interface KnownHosts extends Hosts {
  /** What is wrong with `hosts.json`, which is read as empty then. */
  readonly fault?: string;
}

const fileText = 'hosts.json';
const ownText = 'own-hosts.json';

/**
 * What is known of hosts. `hosts.json` is fetched once in the life of the worker; where there is no network the last one
 * that came is used. A person's own entries are kept here.
 */
export class HostsSource {
  readonly #with: HostsSourceOptions;
  #file: Promise<{ readonly file: HostsFile; readonly fault?: string }> | undefined;
  #own: Promise<ReadonlyMap<string, HostEntry>> | undefined;

  constructor(options: HostsSourceOptions) {
    this.#with = options;
  }

  async get(): Promise<KnownHosts> {
    this.#file ??= this.#loadFile();
    this.#own ??= this.#loadOwn();
    const [file, own] = await Promise.all([this.#file, this.#own]);
    return { ...file, own };
  }

  /** Undefined forgets what the person set. @throws AppError resource_exhausted, internal where it cannot be kept */
  async set(host: string, entry: HostEntry | undefined): Promise<void> {
    const own = new Map((await this.get()).own);
    if (entry) own.set(assertHost(host), entry);
    else own.delete(host);
    const text = JSON.stringify({
      hosts: Object.fromEntries([...own].map(([name, known]) => [name, formatHostEntry(known)])),
    });
    await this.#with.texts.putText(ownText, text).catch((error: unknown) => {
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
      this.#with.warn('hosts.json is not valid and was left out', { error });
      return { file: noHosts, fault: error.message };
    }
  }

  /** The file that is served, else the one that was; undefined where the site has none. */
  async #fileText(): Promise<string | undefined> {
    const { fetchFile, texts, warn } = this.#with;
    try {
      const response = await fetchFile();
      if (response.status >= 500) throw new Error(`hosts.json answered ${response.status}`);
      // A static host may answer with its document for what is no file.
      const isFile = response.ok && !response.headers.get('content-type')?.includes('html');
      const text = isFile ? await response.text() : '{}';
      await texts.putText(fileText, text).catch((error: unknown) => warn('hosts.json was not kept', { error }));
      return text;
    } catch (error) {
      warn('hosts.json did not come: the last one is used', { error });
      return texts.text(fileText).catch(() => undefined);
    }
  }

  async #loadOwn(): Promise<ReadonlyMap<string, HostEntry>> {
    try {
      const text = await this.#with.texts.text(ownText);
      return text === undefined ? new Map() : parseHostsFile(JSON.parse(text)).hosts;
    } catch (error) {
      this.#with.warn('Your own hosts cannot be read', { error });
      return new Map();
    }
  }
}
