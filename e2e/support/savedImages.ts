import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeTar } from '../../src/testing/fixtures/archiveFixture.ts';
import { sha256 } from '../../src/testing/servers/pushContent.ts';
import { runProgram } from '../../src/testing/servers/runProgram.ts';

/** One image of two layers, as programs save it. */
export interface SavedImage {
  readonly folder: string;
  /** The OCI layout that umoci wrote. */
  readonly layout: string;
  /** `oci-archive` and `docker-archive` of skopeo. */
  readonly oci: string;
  readonly docker: string;
  /** Digest of the layout's manifest, and of what it refers to. */
  readonly digest: string;
  readonly manifest: string;
  readonly config: string;
  remove(): Promise<void>;
}

/** `bytes` of its second layer, which does not compress. */
export async function saveImage({ bytes = 4000 }: { readonly bytes?: number } = {}): Promise<SavedImage> {
  const folder = await mkdtemp(join(tmpdir(), 'ociscope-saved-'));
  const layout = join(folder, 'layout');
  const image = `${layout}:app`;
  await runProgram('umoci', ['init', '--layout', layout]);
  await runProgram('umoci', ['new', '--image', image]);
  for (const name of ['base', 'app']) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'file'), name === 'base' ? 'base\n'.repeat(2000) : randomBytes(bytes));
    const made = ['--history.created_by', `COPY ${name} /opt/${name}`];
    await runProgram('umoci', ['insert', '--rootless', '--image', image, ...made, join(folder, name), `/opt/${name}`]);
  }
  await runProgram('umoci', ['config', '--image', image, '--architecture', 'amd64', '--os', 'linux']);
  const [oci, docker] = [join(folder, 'image.tar'), join(folder, 'saved.tar')];
  const copy = (to: string) => runProgram('skopeo', ['--insecure-policy', 'copy', `oci:${image}`, to]);
  await copy(`oci-archive:${oci}:stable`);
  await copy(`docker-archive:${docker}:registry.example.com/team/app:1.4`);
  const { manifests } = JSON.parse(await readFile(join(layout, 'index.json'), 'utf8'));
  const manifest = join(layout, 'blobs', manifests[0].digest.replace(':', '/'));
  const { config } = JSON.parse(await readFile(manifest, 'utf8'));
  return {
    folder,
    layout,
    oci,
    docker,
    digest: manifests[0].digest,
    manifest,
    config: config.digest,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** An archive of a faulty layout: an entry that leads out of it, and a second image whose layer is missing. */
export async function saveBadArchive({ folder, layout, manifest, digest }: SavedImage): Promise<string> {
  const text = await readFile(manifest, 'utf8');
  const { layers, config, ...rest } = JSON.parse(text);
  const other = JSON.stringify({ ...rest, config, layers: [{ ...layers[0], digest: `sha256:${'0'.repeat(64)}` }] });
  const describe = (body: string, name: string) => ({
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    digest: body === text ? digest : sha256(body),
    size: body.length,
    annotations: { 'org.opencontainers.image.ref.name': name },
  });
  const manifests = [
    describe(text, 'whole'),
    describe(other, 'registry.example.com/a-rather-long-name/of/parts:2026.11'),
  ];
  const blob = async (name: string) => ({
    name: `blobs/${name.replace(':', '/')}`,
    content: new Uint8Array(await readFile(join(layout, 'blobs', name.replace(':', '/')))),
  });
  const stated: readonly { readonly digest: string }[] = [config, ...layers];
  const tar = await makeTar([
    { name: '../../etc/passwd', content: 'root' },
    { name: 'dev/null', type: 'character-device' },
    ...(await Promise.all(stated.map((each) => blob(each.digest)))),
    { name: `blobs/${digest.replace(':', '/')}`, content: text },
    { name: `blobs/${sha256(other).replace(':', '/')}`, content: other },
    { name: 'index.json', content: JSON.stringify({ schemaVersion: 2, manifests }) },
  ]);
  const path = join(folder, 'bad.tar');
  await writeFile(path, tar);
  return path;
}
