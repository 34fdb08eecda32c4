import { describe, expect, it } from 'vitest';
import { mediaTypes, parseImageConfig, parseManifest } from '../../oci/index.ts';
import { baseShare } from './baseShare.ts';
import { headOf } from './headOf.ts';
import { summaryOf } from './summaryOf.ts';

const digest = `sha256:${'ab'.repeat(32)}`;
const nowMs = Date.UTC(2026, 10, 30);

describe('summaryOf', () => {
  it('lists what an image runs and where it comes from', () => {
    const config = configOf({
      created: '2026-11-28T14:01:00Z',
      config: { Entrypoint: ['tini', '--'], Cmd: ['node'], User: 'shop', Env: ['A=1', 'B=2'] },
    });
    const source = 'https://github.com/acme/shop';
    const manifest = manifestOf(0, { 'org.opencontainers.image.source': source });
    expect(shown(summaryOf({ ...around, manifest, config }))).toEqual({
      Runs: { Entrypoint: ['["tini", "--"]'], Command: ['["node"]'], User: ['shop'], Env: ['A=1', 'B=2'] },
      'Comes from': { Created: ['28 Nov 2026, 14:01 UTC · yesterday'], Source: [source] },
    });
  });

  it('says which document states a fact if it is not the image itself', () => {
    const descriptor = {
      mediaType: mediaTypes.ociManifest,
      digest,
      size: 2n,
      annotations: { 'org.opencontainers.image.version': '7' },
    };
    const sections = summaryOf({ ...around, manifest: manifestOf(0), config: undefined, descriptor });
    expect(shown(sections)).toEqual({ 'Comes from': { Version: ['7 by the index'] } });
  });

  it('counts variables beyond the sixth with a link to all, and cuts long values', () => {
    const env = Array.from({ length: 9 }, (_, index) => `V${index}=${'x'.repeat(index === 0 ? 500 : 1)}`);
    const [runs] = summaryOf({ ...around, manifest: manifestOf(0), config: configOf({ config: { Env: env } }) });
    const lines = runs?.rows[0]?.lines ?? [];
    expect(lines).toHaveLength(6);
    expect(lines[0]?.[0]?.text).toMatch(/^V0=x{157}… \(503 characters\)$/);
    expect(lines.at(-1)).toEqual([{ text: '4 more', href: '#config' }]);
  });

  it('makes text that hides or reverses other text visible', () => {
    const sections = summaryOf({
      ...around,
      manifest: manifestOf(0),
      config: configOf({ config: { User: 'root\u202etxt', Labels: { 'org.opencontainers.image.vendor': 'a\u0007' } } }),
    });
    expect(shown(sections)).toEqual({ Runs: { User: ['root\\u{202e}txt'] }, 'Comes from': { Vendor: ['a␇'] } });
  });
});

describe('headOf', () => {
  it('lists the digest, the tag, and the platform with the size of the layers', () => {
    const reference = { domain: 'registry.test', path: 'team/app', tag: '1.4' };
    const platform = { platform: { os: 'linux', architecture: 'arm64' }, own: undefined, stated: undefined };
    const rows = headOf({ digest, reference, manifest: manifestOf(3), platform: { ...platform, isAttested: false } });
    expect(rows.map(({ term, lines }) => [term, lines[0]?.[0]?.text])).toEqual([
      ['Digest', digest],
      ['Tag', '1.4'],
      ['Platform', 'linux/arm64 · 3.0 kB in 3 layers'],
    ]);
  });
});

describe('baseShare', () => {
  const history = (...steps: readonly string[]) =>
    configOf({
      history: steps.map((step) => ({ created_by: step, empty_layer: /^(CMD|ENV)/.test(step) })),
    });

  it('guesses that the base image ends with the first CMD that more layers follow', () => {
    const config = history('ADD rootfs /', 'CMD ["bash"]', 'ENV A=1', 'RUN make', 'COPY a /', 'CMD ["a"]');
    const manifest = manifestOf(3, { 'org.opencontainers.image.base.name': 'debian:12' });
    expect(baseShare(manifest, config)).toEqual({ name: 'debian:12', layers: 1, bytes: 1000n, ownBytes: 2000n });
  });

  it('guesses nothing without such a step', () => {
    expect(baseShare(manifestOf(2), history('ADD rootfs /', 'RUN make', 'CMD ["a"]'))).toBeUndefined();
    expect(baseShare(manifestOf(2), history('ADD rootfs /', 'RUN make'))).toBeUndefined();
    expect(baseShare(manifestOf(2), undefined)).toBeUndefined();
  });

  it('guesses nothing if a size is unknown', () => {
    const config = history('ADD rootfs /', 'CMD ["bash"]', 'RUN make');
    expect(baseShare(manifestOf(2, {}, -1), config)).toBeUndefined();
  });
});

const around = { descriptor: undefined, statedBy: 'by the index', configHref: '#config', nowMs };

function configOf(document: object) {
  return parseImageConfig(new TextEncoder().encode(JSON.stringify(document)));
}

function manifestOf(layers: number, annotations: Readonly<Record<string, string>> = {}, lastSize = 1000) {
  const layer = (size: number) => ({ mediaType: 'application/vnd.oci.image.layer.v1.tar', digest, size });
  const document = {
    schemaVersion: 2,
    config: { mediaType: mediaTypes.ociConfig, digest, size: 2 },
    layers: Array.from({ length: layers }, (_, index) => layer(index === layers - 1 ? lastSize : 1000)),
    annotations,
  };
  return parseManifest(mediaTypes.ociManifest, new TextEncoder().encode(JSON.stringify(document)));
}

/** Returns each row's lines as text, by heading and term. */
function shown(sections: ReturnType<typeof summaryOf>) {
  return Object.fromEntries(
    sections.map(({ heading, rows }) => [
      heading,
      Object.fromEntries(
        rows.map(({ term, lines }) => [term, lines.map((line) => line.map(({ text }) => text).join(''))]),
      ),
    ]),
  );
}
