import { describe, expect, test } from 'vitest';
import {
  childrenOf,
  digestedBytes,
  mediaTypes,
  parseDescriptor,
  parseManifest,
  parseSchema1Unsigned,
} from './index.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const oci = mediaTypes.ociManifest;
const base64Url = (text: string) => Buffer.from(text).toString('base64url');

describe('parseManifest of images and indexes', () => {
  test('reads sizes beyond 2^53 exactly', () => {
    const manifest = parseManifest(
      oci,
      encode('{"config":{"size":9007199254740993},"layers":[{"size":9223372036854775807}]}'),
    );
    expect(manifest.references().map(({ size }) => size)).toEqual([9007199254740993n, 9223372036854775807n]);
  });

  test('reads every field of a descriptor', () => {
    const entry =
      '{"mediaType":"m","digest":"d","size":1,"urls":["u"],"annotations":{"a":"b","n":null},"data":"e30=","artifactType":"t",' +
      '"platform":{"os":"linux","architecture":"arm","variant":"v7","os.version":"1","os.features":["f"]}}';
    const [descriptor] = parseManifest(mediaTypes.ociIndex, encode(`{"manifests":[${entry}]}`)).references();
    const expected = {
      mediaType: 'm',
      digest: 'd',
      size: 1n,
      urls: ['u'],
      annotations: { a: 'b', n: '' },
      data: 'e30=',
      artifactType: 't',
      platform: { os: 'linux', architecture: 'arm', variant: 'v7', osVersion: '1', osFeatures: ['f'] },
    };
    expect(descriptor).toEqual(expected);
    expect(parseDescriptor(encode(entry))).toEqual(expected);
  });

  test('reads subject, artifactType and annotations, and ignores them if an older decoder does', () => {
    const text = '{"manifests":[],"artifactType":"t","subject":{"digest":"d"},"annotations":{"k":"v"}}';
    expect(parseManifest(mediaTypes.ociIndex, encode(text))).toMatchObject({
      artifactType: 't',
      subject: { digest: 'd' },
      annotations: { k: 'v' },
    });
    const odd = '{"manifests":[],"artifactType":1,"subject":"x","annotations":[]}';
    expect(parseManifest(mediaTypes.ociIndex, encode(odd))).not.toHaveProperty('subject');
  });

  test('reads an annotation named __proto__', () => {
    const manifest = parseManifest(oci, encode('{"annotations":{"__proto__":"x"}}'));
    expect(Object.entries(manifest.annotations ?? {})).toEqual([['__proto__', 'x']]);
  });

  test('fills the same struct from later members, starts lists again, and empties only lists for null', () => {
    const manifest = parseManifest(
      oci,
      encode(
        '{"config":{"digest":"a","size":1},"CONFIG":{"size":2},"config":null,"layers":[{"digest":"x"},{}],"Layers":[{"size":3}]}',
      ),
    );
    expect(manifest.references()).toEqual([
      { mediaType: '', digest: 'a', size: 2n },
      { mediaType: '', digest: 'x', size: 3n },
    ]);
    expect(parseManifest(oci, encode('{"layers":[{}],"layers":null}')).references()).toHaveLength(1);
  });

  test.each([
    ['{"schemaVersion":2e0}', '"schemaVersion" is number 2e0, not int64'],
    ['{"schemaVersion":"2"}', '"schemaVersion" is string, not int64'],
    ['{"config":{"size":9223372036854775808}}', '"config.size" is number 9223372036854775808, not int64'],
    ['{"layers":[{"digest":1}]}', '"layers.0.digest" is number 1, not string'],
    ['{"annotations":{"a":1}}', '"annotations.a" is number 1, not string'],
    ['{"layers":[1],"mediaType":false}', '"layers.0" is number 1, not object'],
    ['{"manifests":[]}', 'ocimanifest: expected manifest but found index'],
    ['[]', 'the document is array, not object'],
  ])('refuses %s', (text, message) => {
    expect(() => parseManifest(oci, encode(text))).toThrow(message);
  });

  test.each([
    ['Application/VND.oci.image.manifest.v1+json ; charset="a;b\\"c" ;', undefined],
    [' ', 'mime: no media type'],
    ['/', 'mime: no media type'],
    ['a b', 'mime: expected slash after first token'],
    ['a/', 'mime: expected token after slash'],
    ['a/b c', 'mime: unexpected content after media subtype'],
    ['a/b; c', 'mime: invalid media parameter'],
    ['a/b; c="x', 'mime: invalid media parameter'],
    ['a/b; c=1; C=2', 'mime: duplicate parameter name'],
    ['a\nb', 'mime: expected slash after first token'],
  ])('reads the Content-Type %j: %s', (contentType, error) => {
    const parse = () => parseManifest(contentType, encode('{}'));
    if (error === undefined) expect(parse().kind).toBe('image');
    else expect(parse).toThrow(error);
  });

  test('names children as in addresses', () => {
    const image = parseManifest(oci, encode('{"config":{"digest":"c"},"layers":[{"digest":"l"}]}'));
    expect(childrenOf(image).map(({ path, role }) => `${path} ${role}`)).toEqual(['config config', 'layers/0 layer']);
    expect(childrenOf(parseManifest(oci, encode('{}')))).toEqual([]);
  });
});

describe('parseManifest of the deprecated artifact manifest', () => {
  const type = mediaTypes.ociArtifactManifest;

  test('reads blobs, subject and artifactType', () => {
    const text = `{"mediaType":"${type}","artifactType":"t","blobs":[{"digest":"b","size":1}],"subject":{"digest":"s"}}`;
    const manifest = parseManifest(type, encode(text));
    expect(manifest).toMatchObject({ kind: 'artifact', artifactType: 't', subject: { digest: 's' } });
    expect(childrenOf(manifest).map(({ path }) => path)).toEqual(['blobs/0']);
  });

  test('refuses a document without its media type', () => {
    expect(() => parseManifest(type, encode('{"blobs":[]}'))).toThrow(`should be '${type}' not ''`);
  });
});

describe('parseManifest of schema1', () => {
  const body =
    '{\n  "name": "a/b",\n  "tag": "t",\n  "fsLayers": [{"blobSum": "x"}, null],\n  "history": [{"v1Compatibility": "{}"}]';
  const header = (length: number, tail: string) =>
    base64Url(JSON.stringify({ formatLength: length, formatTail: base64Url(tail) }));
  const signature = (length: number, tail: string) =>
    `{"header":{"alg":"ES256"},"signature":"s","protected":"${header(length, tail)}"}`;
  const signed = (...signatures: string[]) => encode(`${body},\n  "signatures": [${signatures.join(',')}]\n}`);

  test('rebuilds the payload that the signatures cover', () => {
    const bytes = signed(signature(body.length, '\n}'), signature(body.length, '\n}'));
    const manifest = parseManifest('', bytes);
    expect(new TextDecoder().decode(digestedBytes(manifest))).toBe(`${body}\n}`);
    expect(manifest).toMatchObject({ kind: 'schema1', signed: true, name: 'a/b', tag: 't', history: ['{}'] });
    expect(manifest.references().map(({ digest }) => digest)).toEqual(['x', '']);
    expect(manifest.payload()).toEqual({ mediaType: mediaTypes.dockerSchema1Signed, bytes });
  });

  test.each([
    ['no signatures', encode(`${body}}`), 'missing signature key'],
    ['an empty list', signed(), 'unexpected end of JSON input'],
    ['lengths that differ', signed(signature(body.length, '\n}'), signature(3, '\n}')), 'conflicting format length'],
    [
      'tails that differ',
      signed(signature(body.length, '\n}'), signature(body.length, '}')),
      'conflicting format tail',
    ],
    ['a length past the end', signed(signature(100_000, '}')), 'invalid format length'],
    ['a negative length', signed(signature(-5, '{"a":1}')), 'invalid format length'],
    [
      'no protected header',
      signed('{"header":{}}'),
      'error unmarshalling protected header: unexpected end of JSON input',
    ],
    ['no header', signed(`{"protected":"${header(body.length, '\n}')}"}`), 'missing signature header'],
    ['bad base64', signed('{"header":{},"protected":"*"}'), 'base64 decode error'],
    [
      'a key of unknown type',
      signed(`{"header":{"jwk":{}},"protected":"${header(body.length, '\n}')}"}`),
      '"kty" value not specified',
    ],
    [
      'signatures that are not a list',
      encode(`${body},"signatures":1}`),
      'error unmarshalling signatures: "signatures" is number 1, not array',
    ],
  ])('refuses %s', (_name, bytes, message) => {
    expect(() => parseManifest(mediaTypes.dockerSchema1Signed, bytes)).toThrow(message);
  });

  test('reads unsigned schema1 with its own parser only', () => {
    const bytes = encode(`${body}}`);
    expect(() => parseManifest(mediaTypes.dockerSchema1, bytes)).toThrow('missing signature key');
    const manifest = parseSchema1Unsigned(bytes);
    expect(manifest).toMatchObject({ signed: false, name: 'a/b' });
    expect(digestedBytes(manifest)).toBe(bytes);
  });
});
