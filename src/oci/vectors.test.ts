import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AppError } from '../errors/index.ts';
import {
  detectMediaType,
  digestBytes,
  digestedBytes,
  formatFamiliar,
  formatReference,
  parseDigest,
  parseManifest,
  parseNamedReference,
  parseReference,
  parseSchema1Unsigned,
  referrersTag,
  tagNameOnly,
} from './index.ts';

const folder = '../shared/vectors';
const isHere = existsSync(folder);
if (!isHere) console.log(`${folder} is not here: its cases are skipped`);

interface Outcome {
  readonly mediaType?: string;
  readonly error?: string;
  readonly errorKind?: string;
}

interface Unmarshalled {
  readonly as?: string;
  readonly ok: boolean;
  readonly error?: string;
  readonly references?: number;
  readonly digest?: string;
  readonly payloadMediaType?: string;
}

interface DetectCase {
  readonly name: string;
  readonly body?: string;
  readonly bodyBase64?: string;
  readonly generate?: Readonly<Record<string, string | number>>;
  readonly size: number;
  readonly sha256: string;
  readonly expectHardened: Outcome;
  readonly unmarshal: Readonly<Record<string, Unmarshalled>>;
}

interface ReferenceCase {
  readonly input: string;
  readonly valid: boolean;
  readonly domain: string;
  readonly path: string;
  readonly tag: string;
  readonly digest: string;
  readonly familiar: string;
  readonly normalized: string;
  readonly error: string | null;
  readonly tagNameOnly: string | null;
  readonly any: { readonly string?: string; readonly error?: string };
}

interface DigestFile {
  readonly cases: readonly {
    readonly input: string;
    readonly valid: boolean;
    readonly error: string | null;
  }[];
  readonly compute: readonly {
    readonly algorithm: 'sha256' | 'sha384' | 'sha512';
    readonly utf8?: string;
    readonly digest: string;
  }[];
  readonly referrersTag: readonly { readonly digest: string; readonly tag: string }[];
}

interface ManifestCase {
  readonly file: string;
  readonly sha256: string;
  readonly detectHardened: Outcome;
  readonly unmarshal: Unmarshalled;
}

const artifactType = 'application/vnd.oci.artifact.manifest.v1+json';
const detectCases = read<{ cases: DetectCase[] }>('detect.json', { cases: [] }).cases;
const referenceCases = read<{ cases: ReferenceCase[] }>('reference.json', { cases: [] }).cases;
const digestFile = read<DigestFile>('digest.json', { cases: [], compute: [], referrersTag: [] });
const manifestCases = read<ManifestCase[]>('manifests/index.json', []);

describe.runIf(isHere)('detect.json', () => {
  test.each(detectCases)('$name', async (entry) => {
    const bytes = bytesOf(entry);
    expect(bytes.length).toBe(entry.size);
    expect(await digestBytes('sha256', bytes)).toBe(`sha256:${entry.sha256}`);
    expect(outcomeOf(bytes)).toEqual(withoutText(entry.expectHardened));
    for (const [mediaType, expected] of Object.entries(entry.unmarshal)) {
      if (mediaType === artifactType) continue;
      await expectUnmarshalled(mediaType, bytes, expected);
    }
  });
});

describe.runIf(isHere)('manifests/', () => {
  test.each(manifestCases)('$file', async ({ file, sha256, detectHardened, unmarshal }) => {
    const bytes = new Uint8Array(readFileSync(`${folder}/manifests/${file}`));
    expect(await digestBytes('sha256', bytes)).toBe(sha256);
    if (detectHardened.mediaType !== undefined) expect(outcomeOf(bytes)).toEqual(detectHardened);
    else expect(() => detectMediaType(bytes)).toThrow(detectHardened.error);
    // distribution 2.8 has no parser for the artifact manifest and reads it as schema1; this app has one.
    if (unmarshal.as === artifactType) {
      const manifest = parseManifest(artifactType, bytes);
      expect(manifest.references()).toHaveLength(1);
      expect(manifest.kind).toBe('artifact');
    } else await expectUnmarshalled(unmarshal.as ?? '', bytes, unmarshal);
  });

  test('returns the unsigned form of a signed schema1 as its payload', () => {
    const signed = parseManifest('', new Uint8Array(readFileSync(`${folder}/manifests/ci-v2s1-signed.json`)));
    const unsigned = new Uint8Array(readFileSync(`${folder}/manifests/ci-v2s1-unsigned.json`));
    expect(digestedBytes(signed)).toEqual(unsigned);
    expect(parseSchema1Unsigned(unsigned).layers).toEqual(signed.references());
  });
});

describe.runIf(isHere)('reference.json', () => {
  test.each(referenceCases)('$input', (entry) => {
    const input = entry.input;
    // The vectors know SHA-256 only; here sha384 and sha512 of the right length are digests too.
    if (/@sha(?:384:[0-9a-f]{96}|512:[0-9a-f]{128})$/.test(input)) {
      expect(formatReference(parseReference(input))).toContain(input);
      return;
    }
    expectReference(entry);
    if (entry.any.string !== undefined) expect(formatReference(parseReference(input))).toBe(entry.any.string);
    else expect(refusal(() => parseReference(input)).message).toContain(expectedText(input, entry.any.error));
  });

  function expectReference(entry: ReferenceCase): void {
    const { input, domain, path, tag, digest } = entry;
    if (!entry.valid) {
      expect(refusal(() => parseNamedReference(input)).message).toContain(expectedText(input, entry.error));
      return;
    }
    const reference = parseNamedReference(input);
    expect({ tag: '', digest: '', ...reference }).toEqual({ domain, path, tag, digest });
    expect(formatReference(reference)).toBe(entry.normalized);
    expect(formatFamiliar(reference)).toBe(entry.familiar);
    expect(formatReference(tagNameOnly(reference))).toBe(entry.tagNameOnly);
  }

  /** If only the algorithm was wrong, the error is the one for a known algorithm. */
  function expectedText(input: string, error: string | null | undefined): string {
    return /@sha(?:384|512):/.test(input) ? 'invalid checksum digest' : (error ?? '');
  }
});

describe.runIf(isHere)('digest.json', () => {
  test.each(digestFile.cases)('$input', ({ input, valid, error }) => {
    const kinds: Readonly<Record<string, string>> = {
      ErrDigestInvalidFormat: 'invalid_format',
      ErrDigestInvalidLength: 'invalid_length',
      ErrDigestUnsupported: 'unsupported',
    };
    if (valid) expect(parseDigest(input)).toBe(input);
    else expect(refusal(() => parseDigest(input)).detail?.kind).toBe(kinds[error ?? '']);
  });

  test.each(digestFile.compute.filter((entry) => entry.utf8 !== undefined))('$digest', async (entry) => {
    expect(await digestBytes(entry.algorithm, new TextEncoder().encode(entry.utf8))).toBe(entry.digest);
  });

  test.each(digestFile.referrersTag)('$tag', ({ digest, tag }) => {
    expect(referrersTag(digest)).toBe(tag);
  });
});

async function expectUnmarshalled(mediaType: string, bytes: Uint8Array, expected: Unmarshalled): Promise<void> {
  if (!expected.ok) {
    const error = refusal(() => parseManifest(mediaType, bytes));
    // Type errors name the document's path instead of Go's types.
    if (expected.error?.includes('json: cannot unmarshal')) expect(error.detail?.kind).toBe('type');
    else expect(error.message).toBe(expected.error);
    return;
  }
  const manifest = parseManifest(mediaType, bytes);
  expect(manifest.references().length).toBe(expected.references);
  expect(manifest.payload().mediaType).toBe(expected.payloadMediaType);
  expect(manifest.payload().bytes).toBe(bytes);
  if (expected.digest !== undefined) expect(await digestBytes('sha256', digestedBytes(manifest))).toBe(expected.digest);
}

function outcomeOf(bytes: Uint8Array): Outcome {
  try {
    return { mediaType: detectMediaType(bytes) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error).toMatchObject({ code: 'invalid_argument', reason: 'invalid_manifest' });
    return { errorKind: String(error.detail?.kind) };
  }
}

function withoutText({ mediaType, errorKind }: Outcome): Outcome {
  return { ...(mediaType === undefined ? {} : { mediaType }), ...(errorKind === undefined ? {} : { errorKind }) };
}

function refusal(run: () => unknown): AppError {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

function bytesOf({ body, bodyBase64, generate }: DetectCase): Uint8Array {
  if (body !== undefined) return new TextEncoder().encode(body);
  if (bodyBase64 !== undefined) return new Uint8Array(Buffer.from(bodyBase64, 'base64'));
  const { prefix = '', repeat = '', repeatOpen = '', repeatClose = '', count = 0, suffix = '' } = generate ?? {};
  const times = (text: string | number) => String(text).repeat(Number(count));
  return new TextEncoder().encode(`${prefix}${times(repeat)}${times(repeatOpen)}${times(repeatClose)}${suffix}`);
}

function read<T>(file: string, absent: T): T {
  if (!isHere) return absent;
  const content: T = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'));
  return content;
}
