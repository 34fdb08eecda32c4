// What every JavaScript environment has and the ECMAScript library does not declare. Only the pure rooms'
// compiler project reads this file, so that nothing else of a page, a worker or Node compiles here.
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: Uint8Array): string;
}
declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}
declare function atob(data: string): string;
declare function btoa(data: string): string;
declare const crypto: { readonly subtle?: { digest(algorithm: string, data: Uint8Array): Promise<ArrayBuffer> } };
// hash-wasm's declarations name this; nothing here uses it.
declare namespace WebAssembly {
  type Module = object;
  type Instance = object;
}
