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
