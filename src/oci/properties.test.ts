import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../errors/index.ts';
import {
  detectMediaType,
  documentFindings,
  formatFamiliar,
  formatReference,
  maxFindings,
  mediaTypes,
  parseAddress,
  parseContentType,
  parseDescriptor,
  parseDigest,
  parseImageConfig,
  parseJson,
  parseManifest,
  parseReference,
  parseSchema1Unsigned,
  referrersTag,
} from './index.ts';

/** Set FC_RUNS for more than the default. */
const runs = { numRuns: Number(process.env.FC_RUNS ?? 200) };

const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
const path = fc
  .array(
    fc.tuple(word, fc.constantFrom('', '.x', '_y', '__z', '--w')).map((parts) => parts.join('')),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.join('/'));
const domain = fc.constantFrom('', 'localhost/', 'ghcr.io/', 'h.example:5000/', '[::1]:80/', 'docker.io/', 'Upper/');
const tag = fc.option(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}$/), { nil: undefined });
const digest = fc.option(fc.constantFrom(`sha256:${'0'.repeat(64)}`, `sha512:${'f'.repeat(128)}`), { nil: undefined });
const referenceText = fc
  .tuple(domain, path, tag, digest)
  .map(([host, name, version, sum]) => `${host}${name}${version ? `:${version}` : ''}${sum ? `@${sum}` : ''}`);

/** JSON with the keys that parsers look for, often corrupted. */
const key = fc.constantFrom(
  'mediaType',
  'config',
  'layers',
  'manifests',
  'fsLayers',
  'signatures',
  'size',
  'digest',
  'ſize',
  'platform',
  'annotations',
  'header',
  'protected',
  'history',
  'rootfs',
  'Env',
  'subject',
);
const { document } = fc.letrec<{ document: unknown }>((tie) => ({
  document: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(null, true, 0, -1, 1.5, 1e300, '', 'x', mediaTypes.ociManifest, mediaTypes.ociIndex),
    fc.array(tie('document'), { maxLength: 3 }),
    fc.dictionary(key, tie('document'), { maxKeys: 4 }),
  ),
}));
const encode = (text: string) => new TextEncoder().encode(text);
const hostileBytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  document.map((value) => encode(JSON.stringify(value))),
  fc.tuple(document, fc.nat(), fc.integer({ min: 0, max: 255 })).map(([value, at, byte]) => {
    const bytes = encode(JSON.stringify(value));
    bytes[at % bytes.length] = byte;
    return bytes;
  }),
);

const types = Object.values(mediaTypes);
const byteParsers: readonly ((bytes: Uint8Array) => unknown)[] = [
  detectMediaType,
  parseDescriptor,
  parseImageConfig,
  parseSchema1Unsigned,
  ...(['manifest', 'config', 'schema1', 'artifact', 'json'] as const).map(
    (kind) => (bytes: Uint8Array) => expect(documentFindings(kind, bytes).length).toBeLessThanOrEqual(maxFindings),
  ),
  ...types.map((type) => (bytes: Uint8Array) => parseManifest(type, bytes)),
];
const textParsers: readonly ((text: string) => unknown)[] = [
  parseDigest,
  parseReference,
  parseAddress,
  parseContentType,
  referrersTag,
];

function allowRefusal(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.code).toBe('invalid_argument');
    expect(error.message.length).toBeLessThan(2000);
  }
}

describe('parsers', () => {
  test('throw only AppError for any bytes', () => {
    fc.assert(
      fc.property(hostileBytes, (bytes) => {
        for (const parse of byteParsers) allowRefusal(() => parse(bytes));
      }),
      runs,
    );
  });

  test('throw only AppError for any text', () => {
    const piece = fc.constantFrom(
      'docker',
      'pull',
      ' ',
      '/',
      ':',
      '@',
      '#',
      '%',
      '?',
      '"',
      '--platform',
      'https://',
      'v2',
      'sha256:',
      'a',
      'é',
    );
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (hostile) => {
        for (const parse of textParsers) allowRefusal(() => parse(hostile));
      }),
      runs,
    );
  });

  test('accept and decode like JSON.parse', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary' }), (text) => {
        const tree = parseJson(encode(text));
        if (tree.kind(0) === 'string') expect(tree.string(0)).toBe(new TextDecoder().decode(encode(JSON.parse(text))));
        const keys = [...tree.members(0)].map(([name]) => name);
        if (tree.kind(0) === 'object') expect(new Set(keys)).toEqual(new Set(Object.keys(JSON.parse(text))));
      }),
    );
  });

  test('refuse what JSON.parse refuses', () => {
    const broken = fc
      .tuple(document, fc.nat(), fc.constantFrom('', ',', '}', '"', '0', ' ', '\\', '\n', '-'))
      .map(([value, at, put]) => {
        const text = JSON.stringify(value);
        const place = at % (text.length + 1);
        return text.slice(0, place) + put + text.slice(place + 1);
      });
    fc.assert(
      fc.property(broken, (text) => {
        expect(isAccepted(() => parseJson(encode(text)))).toBe(isAccepted(() => JSON.parse(text)));
      }),
      runs,
    );
  });
});

describe('references', () => {
  test('survive formatting and parsing', () => {
    fc.assert(
      fc.property(referenceText, (text) => {
        if (!isAccepted(() => parseReference(text))) return;
        const reference = parseReference(text);
        expect(parseReference(formatReference(reference))).toEqual(reference);
        // docker's short form of docker.io/a.b/c is a.b/c, which names another image.
        if (!reference.path?.includes('.')) expect(parseReference(formatFamiliar(reference))).toEqual(reference);
        expect(parseAddress(`docker pull ${formatReference(reference)}`)).toEqual(reference);
      }),
      runs,
    );
  });
});

describe('a hostile document of 4 MiB', () => {
  const length = 4 << 20;
  const fill = (piece: string, prefix = '', suffix = '') =>
    encode(prefix + piece.repeat(Math.floor((length - prefix.length - suffix.length) / piece.length)) + suffix);
  const shapes: readonly [name: string, bytes: Uint8Array][] = [
    ['of empty members', fill('"":0,', '{', '"a":0}')],
    ['of empty elements', fill('0,', '{"layers":[', '0]}')],
    ['of null layers', fill('null,', '{"layers":[', 'null]}')],
    ['of repeated keys', fill('"layers":[{}],', '{', '"a":0}')],
    ['of repeated annotations', fill('"annotations":{"a":"b"},', '{', '"a":0}')],
    [
      'of distinct annotations',
      encode(`{"annotations":{${Array.from({ length: 250_000 }, (_, at) => `"${at}":"v"`).join(',')}}}`),
    ],
    ['of long s', fill('"ſ":0,', '{', '"a":0}')],
    ['of escapes', fill('\\ud800', '{"mediaType":"', '"}')],
    ['of one number', fill('9', '{"config":{"size":', '}}')],
    ['of open brackets', fill('[')],
    ['of shallow nests', fill('[[[[]]]],', '[', '0]')],
    ['of spaces', fill(' ', '', '{}')],
    ['of signatures', fill('{"header":{},"protected":"e30"},', '{"signatures":[', '{}]}')],
    ['of one long string', fill('a', '"', '"')],
    [
      'of invalid UTF-8',
      new Uint8Array(length)
        .fill(0xff, 1, length - 1)
        .fill(0x22, 0, 1)
        .fill(0x22, length - 1),
    ],
  ];

  test.each(shapes)('is parsed and checked in time: %s', { timeout: 60_000 }, (_name, bytes) => {
    for (const parse of byteParsers) allowRefusal(() => parse(bytes));
  });

  test('is parsed and checked in time: text', { timeout: 60_000 }, () => {
    for (const piece of ['a', 'a/', 'a:', 'a-', 'A', '[', '::', ' ', 'docker ', '-p ', ';a=b', '%', '"', '\\"']) {
      const text = piece.repeat(length / piece.length);
      for (const parse of textParsers) allowRefusal(() => parse(text));
      for (const prefix of ['docker pull ', 'https://', 'a/b;c="', 'x@sha256:']) {
        for (const parse of textParsers) allowRefusal(() => parse(prefix + text));
      }
    }
  });
});

function isAccepted(run: () => unknown): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if (error instanceof AppError || error instanceof SyntaxError) return false;
    throw error;
  }
}
