import { describe, expect, it } from 'vitest';
import type { ExportPlan } from '../../../api/index.ts';
import { AppError } from '../../../errors/index.ts';
import {
  asMediaType,
  type Digest,
  type Progress,
  parseDigest,
  parseNamedReference,
  parseReference,
} from '../../../oci/index.ts';
import { exportSubjectOf, taggedName } from '../../actions/exportSubject.ts';
import { brokenFileMessage, missingText, needText } from '../../messages/exportDialog.ts';
import { downloadMissing } from './downloadMissing.ts';
import { readCommands } from './readCommands.ts';

const digestOf = (letter: string) => parseDigest(`sha256:${letter.repeat(64)}`);
const repository = { host: 'registry.test', name: 'team/app' };
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

describe('the text of an export', () => {
  it('names missing content, its size, and whether there may be more', () => {
    expect(missingText(plan([layer, { ...layer, digest: digestOf('c') }]))).toBe('Not downloaded: 2 layers, 60.0 MB.');
    expect(missingText(plan([manifest], true))).toBe(
      'Not downloaded: 1 manifest, 100 B; there may be more, listed in a missing manifest.',
    );
    expect(needText(plan([]))).toBe('downloaded');
    expect(needText(plan([{ ...layer, size: 400 }]))).toBe('400 B not downloaded');
    expect(needText(plan([manifest], true))).toBe('not opened yet');
  });

  it('asks the user to delete a broken file', () => {
    expect(brokenFileMessage({ state: 'cut' })?.text).toContain('Delete the file');
    const error = new AppError('data_loss', 'x', { reason: 'corrupt' });
    expect(brokenFileMessage({ state: 'failed', error })).toMatchObject({
      reason: 'corrupt',
      text: expect.stringMatching(/delete it\.$/),
    });
    expect(brokenFileMessage({ state: 'done' })).toBeUndefined();
  });
});

describe('the subject of an export', () => {
  it('has the tag as its name if it is the image or an entry of it', () => {
    const tag = taggedName(parseReference('alpine'));
    const descriptor = { digest: digestOf('a'), mediaType: asMediaType('a/b') };
    const nameAt = (path: string) => exportSubjectOf({ repository, tag }, { path, descriptor }, 'x')?.name;
    expect(['', 'manifests/0', 'referrers/0', 'manifests/0/layers/1'].map(nameAt)).toEqual([
      'docker.io/library/alpine:latest',
      'docker.io/library/alpine:latest',
      '',
      '',
    ]);
    expect(taggedName(parseReference(`alpine@${digestOf('a')}`))).toBe('');
    expect(taggedName(parseReference(digestOf('a')))).toBe('');
    expect(exportSubjectOf({ repository, tag }, { path: 'layers', descriptor: undefined }, 'x')).toBeUndefined();
  });
});

describe('the commands that read a file', () => {
  const options = {
    file: 'app-1.oci.tar',
    name: parseNamedReference('registry.test/team/app:1'),
    isPart: false,
    referrers: false,
  };
  const index = { kind: 'index', isForDocker: false } as const;
  const lines = (more: Partial<Parameters<typeof readCommands>[0]>) =>
    readCommands({ ...options, plan: index, ...more }).map(({ command }) => command);

  it('read all platforms of an index', () => {
    expect(lines({})).toEqual([
      'skopeo copy --all oci-archive:app-1.oci.tar docker://registry.example/team/app:1',
      'podman load -i app-1.oci.tar',
      'docker load -i app-1.oci.tar',
      'mkdir app-1 && tar -xf app-1.oci.tar -C app-1 && crane push app-1 registry.example/team/app:1',
      'oras copy --from-oci-layout app-1.oci.tar:1 registry.example/team/app:1',
    ]);
  });

  it('read only the exported platforms', () => {
    expect(lines({ isPart: true })).not.toContainEqual(expect.stringMatching(/--all|crane/));
  });

  it('name the image if the file has referrers too', () => {
    expect(lines({ referrers: true })[0]).toContain('oci-archive:app-1.oci.tar:1 ');
    expect(lines({ referrers: true, name: undefined })).toEqual(['docker load -i app-1.oci.tar']);
  });

  it('do not load artifacts as images', () => {
    const artifact = { kind: 'image', isForDocker: false } as const;
    expect(lines({ plan: artifact })).not.toContainEqual(expect.stringContaining(' load '));
  });
});

describe('downloadMissing', () => {
  it('downloads until nothing is missing, also what a downloaded manifest lists', async () => {
    const stored = new Set<Digest>();
    const readPlan = async () => {
      const lacking = stored.has(manifest.digest) ? [layer] : [manifest];
      return plan(lacking.filter(({ digest }) => !stored.has(digest)));
    };
    const requests: string[] = [];
    const bytes: number[] = [];
    await downloadMissing(
      {
        manifest: async (_, reference) => {
          stored.add(manifest.digest);
          requests.push(reference);
          return Object.create(null);
        },
        ask: async ({ url }) => {
          stored.add(layer.digest);
          requests.push(url);
          return new Response('{"progress":{"done":30000000,"total":30000000}}\n{"result":null}\n');
        },
      },
      options(readPlan, bytes),
    );
    expect(requests).toEqual([manifest.digest, `/-/ingests/team/app/${layer.digest}?ns=registry.test&size=30000000`]);
    expect(bytes.at(-1)).toBe(30_000_100);
  });

  it('fails if downloaded content was not stored', async () => {
    const client = { manifest: async () => Object.create(null), ask: () => Promise.reject(new Error('not expected')) };
    const download = downloadMissing(
      client,
      options(async () => plan([manifest]), []),
    );
    await expect(download).rejects.toMatchObject({ code: 'internal' });
  });

  function options(readPlan: () => Promise<ExportPlan>, bytes: number[]) {
    const onProgress = (progress: Progress) => void bytes.push(progress.done);
    return { repository, readPlan, onProgress, signal: new AbortController().signal, pause: async () => undefined };
  }
});
