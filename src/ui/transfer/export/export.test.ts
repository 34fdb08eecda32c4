import { describe, expect, it } from 'vitest';
import type { ExportPlan } from '../../../api/index.ts';
import { AppError } from '../../../errors/index.ts';
import { asMediaType, type Digest, parseDigest, parseNamedReference, parseReference } from '../../../oci/index.ts';
import { exportSubjectOf, taggedName } from '../../actions/exportSubject.ts';
import { brokenWords, missingText, needText } from '../../messages/exports.ts';
import { downloadMissing } from './downloadMissing.ts';
import { readCommands } from './readCommands.ts';

const digestOf = (letter: string) => parseDigest(`sha256:${letter.repeat(64)}`);
const where = { host: 'registry.test', name: 'team/app' };
const plan = (lacking: ExportPlan['lacking'], isPartial = false): ExportPlan => ({
  total: { count: 9, bytes: 1000 },
  missing: { count: lacking.length, bytes: lacking.reduce((sum, { size = 0 }) => sum + size, 0) },
  isPartial,
  mediaType: 'a/b',
  kind: 'index',
  isForDocker: false,
  referrers: 0,
  lacking,
  platforms: [],
  morePlatforms: 0,
});
const manifest = { digest: digestOf('a'), role: 'manifest', size: 100 } as const;
const layer = { digest: digestOf('b'), role: 'layer', size: 30_000_000 } as const;

describe('what is said', () => {
  it('of what is missing is what, how much, and whether that is all', () => {
    expect(missingText(plan([layer, { ...layer, digest: digestOf('c') }]))).toBe('2 layers, 60.0 MB, are not here.');
    expect(missingText(plan([manifest], true))).toBe(
      '1 manifest, 100 B, is not here, and what belongs to it is not known yet.',
    );
    expect(needText(plan([]))).toBe('here');
    expect(needText(plan([{ ...layer, size: 400 }]))).toBe('400 B not here');
    expect(needText(plan([manifest], true))).toBe('not opened yet');
  });

  it('of a file that broke is that it has to be deleted', () => {
    expect(brokenWords({ state: 'cut' })?.text).toContain('Delete the file');
    const error = new AppError('data_loss', 'x', { reason: 'corrupt' });
    expect(brokenWords({ state: 'failed', error })).toMatchObject({
      reason: 'corrupt',
      text: expect.stringMatching(/delete it\.$/),
    });
    expect(brokenWords({ state: 'done' })).toBeUndefined();
  });
});

describe('what becomes a file', () => {
  it('is called by the tag where it is the image or an entry of it', () => {
    const tag = taggedName(parseReference('alpine'));
    const descriptor = { digest: digestOf('a'), mediaType: asMediaType('a/b') };
    const nameAt = (path: string) => exportSubjectOf({ repository: where, tag }, { path, descriptor }, 'x')?.name;
    expect(['', 'manifests/0', 'referrers/0', 'manifests/0/layers/1'].map(nameAt)).toEqual([
      'docker.io/library/alpine:latest',
      'docker.io/library/alpine:latest',
      '',
      '',
    ]);
    expect(taggedName(parseReference(`alpine@${digestOf('a')}`))).toBe('');
    expect(taggedName(parseReference(digestOf('a')))).toBe('');
    expect(exportSubjectOf({ repository: where, tag }, { path: 'layers', descriptor: undefined }, 'x')).toBeUndefined();
  });
});

describe('what reads the file', () => {
  const asked = {
    file: 'app-1.oci.tar',
    name: parseNamedReference('registry.test/team/app:1'),
    isPart: false,
    referrers: false,
  };
  const index = { kind: 'index', isForDocker: false } as const;
  const lines = (more: Partial<Parameters<typeof readCommands>[0]>) =>
    readCommands({ ...asked, plan: index, ...more }).map(({ command }) => command);

  it('of an index is what reads all of it', () => {
    expect(lines({})).toEqual([
      'skopeo copy --all oci-archive:app-1.oci.tar docker://registry.example/team/app:1',
      'podman load -i app-1.oci.tar',
      'docker load -i app-1.oci.tar',
      'mkdir app-1 && tar -xf app-1.oci.tar -C app-1 && crane push app-1 registry.example/team/app:1',
      'oras copy --from-oci-layout app-1.oci.tar:1 registry.example/team/app:1',
    ]);
  });

  it('of a part of it is what asks for no more', () => {
    expect(lines({ isPart: true })).not.toContainEqual(expect.stringMatching(/--all|crane/));
  });

  it('with what refers to it names which of them is meant, where it has a name', () => {
    expect(lines({ referrers: true })[0]).toContain('oci-archive:app-1.oci.tar:1 ');
    expect(lines({ referrers: true, name: undefined })).toEqual(['docker load -i app-1.oci.tar']);
  });

  it('of an artifact is none that loads images', () => {
    const artifact = { kind: 'image', isForDocker: false } as const;
    expect(lines({ plan: artifact })).not.toContainEqual(expect.stringContaining(' load '));
  });
});

describe('what is missing', () => {
  it('is fetched until nothing is: what is below a manifest is known when that is here', async () => {
    const here = new Set<Digest>();
    const readPlan = async () => {
      const lacking = here.has(manifest.digest) ? [layer] : [manifest];
      return plan(lacking.filter(({ digest }) => !here.has(digest)));
    };
    const got: string[] = [];
    const bytes: number[] = [];
    await downloadMissing(
      {
        manifest: async (_, reference) => {
          here.add(manifest.digest);
          got.push(reference);
          return Object.create(null);
        },
        ask: async ({ url }) => {
          here.add(layer.digest);
          got.push(url);
          return new Response('{"offset":30000000,"total":30000000}\n{"stored":true}\n');
        },
      },
      options(readPlan, bytes),
    );
    expect(got).toEqual([manifest.digest, `/-/ingests/team/app/${layer.digest}?ns=registry.test&size=30000000`]);
    expect(bytes.at(-1)).toBe(30_000_100);
  });

  it('is given up where what was fetched was not stored', async () => {
    const client = { manifest: async () => Object.create(null), ask: () => Promise.reject(new Error('not asked')) };
    const keeping = downloadMissing(
      client,
      options(async () => plan([manifest]), []),
    );
    await expect(keeping).rejects.toMatchObject({ code: 'internal' });
  });

  function options(readPlan: () => Promise<ExportPlan>, bytes: number[]) {
    const onProgress = (kept: { readonly bytes: number }) => void bytes.push(kept.bytes);
    return { where, readPlan, onProgress, signal: new AbortController().signal, pause: async () => undefined };
  }
});
