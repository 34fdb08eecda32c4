// Globals of every JavaScript environment that the ECMAScript library does not declare. Only the pure rooms' compiler
// project includes this file, so that code that uses other globals of a page, a worker or Node does not compile there.
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: Uint8Array): string;
}
declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}
declare class URL {
  constructor(url: string);
  static canParse(url: string): boolean;
  readonly origin: string;
  readonly protocol: string;
  readonly host: string;
}
declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}
declare interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}
declare class ReadableStream<Chunk> {
  constructor(source: StreamSource<Chunk>, strategy?: { readonly highWaterMark: number });
  getReader(): ReadableStreamDefaultReader<Chunk>;
}
declare interface ReadableStreamDefaultReader<Chunk> {
  read(): Promise<{ readonly done: false; readonly value: Chunk } | { readonly done: true; readonly value?: Chunk }>;
  cancel(): Promise<void>;
}
interface StreamSource<Chunk> {
  start(controller: StreamController<Chunk>): void;
  pull(controller: StreamController<Chunk>): Promise<void>;
  cancel(reason: unknown): void;
}
interface StreamController<Chunk> {
  enqueue(chunk: Chunk): void;
  close(): void;
  error(reason: unknown): void;
}
declare function atob(data: string): string;
declare function btoa(data: string): string;
declare const crypto: { readonly subtle?: SubtleCrypto };
declare interface SubtleCrypto {
  digest(algorithm: string, data: Uint8Array | ArrayBuffer): Promise<ArrayBuffer>;
  importKey(
    format: 'jwk',
    key: Readonly<Record<string, string>>,
    algorithm: KeyParameters,
    extractable: boolean,
    usages: readonly 'verify'[],
  ): Promise<CryptoKey>;
  exportKey(format: 'spki', key: CryptoKey): Promise<ArrayBuffer>;
  verify(algorithm: KeyParameters, key: CryptoKey, signature: Uint8Array, data: Uint8Array): Promise<boolean>;
}
declare interface CryptoKey {
  readonly type: string;
}
interface KeyParameters {
  readonly name: string;
  readonly namedCurve: string;
  readonly hash: string;
}
// hash-wasm's declarations name this; nothing here uses it.
declare namespace WebAssembly {
  type Module = object;
  type Instance = object;
}
