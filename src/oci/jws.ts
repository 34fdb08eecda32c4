import { type AppError, isAppError } from '../errors/index.ts';
import { decodeBase64Url } from './base64url.ts';
import { goStruct, readGo } from './goDecode.ts';
import { type JsonDocument, parseJson } from './json.ts';
import { parsePublicKey } from './jwk.ts';
import { type ManifestErrorKind, refuseManifest } from './manifestError.ts';

/** A document that is signed in libtrust's pretty format. */
export interface SignedDocument {
  readonly document: JsonDocument;
  readonly signatures: readonly Readonly<Signature>[];
  readonly payload: Uint8Array;
}

/** One entry of `signatures` while it is being filled; `header` and `jwk` are rows of the document. */
interface Signature {
  header: number | undefined;
  jwk: number | undefined;
  algorithm: string;
  /** The header has certificates for the key. */
  hasChain: boolean;
  /** base64url */
  signature: string;
  protectedHeader: string;
}

interface Format {
  readonly length: number;
  readonly tail: Uint8Array;
}

const headerShape = goStruct<Signature>(emptySignature, {
  jwk: (signature, _go, row) => {
    signature.jwk = row;
  },
  alg: (signature, go, row) => {
    signature.algorithm = go.string(row, signature.algorithm);
  },
  x5c: (signature, go, row) => {
    signature.hasChain = (go.strings(row, undefined) ?? []).length > 0;
  },
});

const signatureShape = goStruct<Signature>(emptySignature, {
  header: (signature, go, row) => {
    signature.header = go.pointer(row, signature, headerShape) && row;
    if (signature.header === undefined) signature.jwk = undefined;
  },
  signature: (signature, go, row) => {
    signature.signature = go.string(row, signature.signature);
  },
  protected: (signature, go, row) => {
    signature.protectedHeader = go.string(row, signature.protectedHeader);
  },
});

/**
 * Returns the payload of a signed schema1 manifest, which its signatures cover and its registry digest hashes: the document's
 * first `formatLength` bytes and `formatTail`, as every protected header says (libtrust, `ParsePrettySignature`). Does not
 * verify the signatures: the digest verifies the payload.
 *
 * @throws AppError invalid_argument, reason invalid_manifest, `detail.kind` syntax, type, signature, or ambiguous if the
 * payload is not the document without its signatures
 */
export function signedPayload(bytes: Uint8Array): Uint8Array {
  return readJws(bytes, parsePublicKey).payload;
}

/**
 * Parses the payload and its signatures; keys are only checked by `readKey`. The protected headers can state any payload, so
 * it must be the document itself: the same members with the same bytes, without `signatures`. Otherwise a registry could serve
 * its own document under another document's digest.
 *
 * @throws AppError as `signedPayload`
 */
export function readJws(bytes: Uint8Array, readKey?: (document: JsonDocument, row: number) => unknown): SignedDocument {
  const document = wrapError('error unmarshalling content', () => readMap(bytes));
  const row = document.member(0, 'signatures');
  if (row === undefined) throw refuseSignature('missing signature key');
  const signatures =
    wrapError('error unmarshalling signatures', () =>
      readGo(document, (go) => go.structs(row, undefined, signatureShape)),
    ) ?? [];
  let stated: Format | undefined;
  for (const { header, jwk, protectedHeader } of signatures) {
    stated = mergeFormat(stated, readFormat(protectedHeader));
    if (header === undefined) throw refuseSignature('missing signature header');
    if (jwk !== undefined) readKey?.(document, jwk);
  }
  const format = stated ?? { length: 0, tail: new Uint8Array() };
  if (format.length > bytes.length || format.length < 0) throw refuseSignature('invalid format length');
  const payload = new Uint8Array(format.length + format.tail.length);
  payload.set(bytes.subarray(0, format.length));
  payload.set(format.tail, format.length);
  if (!isEqual(membersOf(document, 'signatures'), membersOf(readMap(payload)))) {
    throw refuseManifest('ambiguous', 'payload is not the document without its signatures');
  }
  return { document, signatures, payload };
}

function readFormat(protectedHeader: string): Format {
  const header = decodeBase64Url(protectedHeader);
  if (!header) throw refuseSignature('base64 decode error: illegal base64 data');
  const document = wrapError('error unmarshalling protected header', () => readMap(header));
  const length = document.member(0, 'formatLength');
  if (length === undefined || document.kind(length) !== 'number') throw refuseSignature('missing formatted length');
  const tail = document.member(0, 'formatTail');
  if (tail === undefined || document.kind(tail) !== 'string') throw refuseSignature('missing formatted tail');
  const bytes = decodeBase64Url(document.string(tail));
  if (!bytes) throw refuseSignature('base64 decode error on tail: illegal base64 data');
  return { length: Math.trunc(Number(document.literal(length))), tail: bytes };
}

/** Checks that two formats agree; stricter than libtrust, where a later signature may change a length of 0 or an empty tail. */
function mergeFormat(before: Format | undefined, now: Format): Format {
  if (before && before.length !== now.length) throw refuseSignature('conflicting format length');
  if (before && !isEqual(before.tail, now.tail)) throw refuseSignature('conflicting format tail');
  return now;
}

/** Returns the bytes of each member's key and value in document order, without the members named `without`. */
function membersOf(document: JsonDocument, without?: string): readonly string[] {
  const text = new TextDecoder('latin1').decode(document.bytes);
  return [...document.members(0)].flatMap(([name, row]) =>
    name === without
      ? []
      : [
          text.slice(document.start(row - 1), document.end(row - 1)),
          text.slice(document.start(row), document.end(row)),
        ],
  );
}

/** Parses a document that Go reads into a map: an object, or null for an empty map. */
function readMap(bytes: Uint8Array): JsonDocument {
  const document = parseJson(bytes);
  const kind = document.kind(0);
  if (kind === 'object' || kind === 'null') return document;
  throw refuseManifest('type', `the document is ${kind}, not object`);
}

/** Prefixes an error's message with what was being read, as libtrust does; its kind stays the same. */
function wrapError<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isAppError(error)) throw error;
    const kind: ManifestErrorKind = error.detail?.kind === 'type' ? 'type' : 'syntax';
    throw refuseManifest(kind, `${what}: ${error.message}`);
  }
}

function isEqual(left: ArrayLike<unknown>, right: ArrayLike<unknown>): boolean {
  return left.length === right.length && Array.prototype.every.call(left, (each, index) => each === right[index]);
}

function emptySignature(): Signature {
  return { header: undefined, jwk: undefined, algorithm: '', hasChain: false, signature: '', protectedHeader: '' };
}

function refuseSignature(message: string): AppError {
  return refuseManifest('signature', message);
}
