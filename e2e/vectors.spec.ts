import { existsSync, readFileSync } from 'node:fs';
import { type Browser, expect, type Page, test } from 'playwright/test';
import { type FixtureRegistry, startFixtureRegistry } from '../src/testing/servers/fixtureRegistry.ts';
import { ImagePage } from './pages/imagePage.ts';
import { type App, startApp } from './support/app.ts';
import { faultsOf } from './support/judge.ts';

const folder = '../shared/vectors/manifests';
const isHere = existsSync(`${folder}/index.json`);
if (!isHere) console.log(`${folder} is not here: its manifests are not opened`);

interface Vector {
  readonly file: string;
  readonly kind: string;
  readonly sha256: string;
  readonly unmarshal: { readonly ok: boolean; readonly digest?: string };
}

const vectors: readonly Vector[] = isHere ? JSON.parse(readFileSync(`${folder}/index.json`, 'utf8')) : [];

/** Title and root row for each kind of file in the test vectors. */
const shown: Readonly<Record<string, { readonly row: string; readonly title: RegExp }>> = {
  'schema1-signed': { row: 'image', title: /^Image/ },
  'schema1-unsigned': { row: 'image', title: /^Image/ },
  schema2: { row: 'image', title: /^Image/ },
  'schema2-without-mediaType': { row: 'image', title: /^Image/ },
  'schema2-foreign-layer': { row: 'image', title: /^Image/ },
  'image-config': { row: 'config', title: /^Config for linux\// },
  'manifest-list': { row: 'index', title: /^Index of \d+ (platform|entr)/ },
  'oci-manifest': { row: 'image', title: /^Image/ },
  'oci-manifest-encrypted': { row: 'image', title: /^Image/ },
  'oci-manifest-foreign': { row: 'image', title: /^Image/ },
  'oci-manifest-zstd': { row: 'image', title: /^Image/ },
  'oci-manifest-kitchen-sink': { row: 'image', title: /^Image/ },
  'oci-manifest-with-subject': { row: 'image', title: /^Image/ },
  'oci-artifact-via-config': { row: 'artifact', title: /^Artifact$/ },
  'oci-index': { row: 'index', title: /^Index of \d+ (platform|entr)/ },
  'oci-index-large': { row: 'index', title: /^Index of 126 platforms$/ },
  'oci-index-with-attestations': { row: 'index', title: /^Index of \d+ platform/ },
  'oci-index-with-subject': { row: 'index', title: /^Index of/ },
  'oci-layout-index': { row: 'index', title: /^Index of \d+ (platform|entr)/ },
  'nested-index': { row: 'index', title: /^Index of/ },
  'referrers-response-index': { row: 'index', title: /^Index of/ },
  'cosign-signature': { row: 'artifact', title: /^Signature, cosign$/ },
  'cosign-attestation': { row: 'artifact', title: /^Attestation, cosign$/ },
  'buildkit-attestation': { row: 'attestation', title: /^Attestation/ },
  'in-toto-statement': { row: 'blob', title: /^In-toto statement$/ },
  'oci-referrer-artifact': { row: 'artifact', title: /^(Artifact|SBOM|Signature)/ },
  'oci-artifact-empty-config': { row: 'artifact', title: /^Artifact$/ },
  'oci-artifact-manifest': { row: 'artifact', title: /./ },
  'ollama-model': { row: 'artifact', title: /^Model, Ollama$/ },
  'helm-chart': { row: 'artifact', title: /^Helm chart/ },
  'soci-index': { row: 'artifact', title: /^SOCI index$/ },
  'sha512-descriptor': { row: 'image', title: /^Image/ },
  'data-embedded-descriptor': { row: 'artifact', title: /^Artifact$/ },
  'data-embedded-descriptor-bad': { row: 'artifact', title: /^Artifact$/ },
  'buildkit-cache-index': { row: 'index', title: /^Build cache, BuildKit/ },
  'buildkit-cache-manifest': { row: 'artifact', title: /^Build cache, BuildKit$/ },
  wasm: { row: 'artifact', title: /^WebAssembly$/ },
  'homebrew-bottle-index': { row: 'index', title: /^Homebrew bottle/ },
  flatpak: { row: 'image', title: /^Flatpak/ },
  'ci-oci-manifest-everything.json': { row: 'artifact', title: /^Artifact$/ },
  'schema1-bad-signature': { row: 'blob', title: /^Unknown document$/ },
  'ci-schema1-by-docker.json': { row: 'blob', title: /^Unknown document$/ },
  'quay-simple.schema1.json': { row: 'blob', title: /^Unknown document$/ },
  'schema2-odd': { row: 'blob', title: /^Unknown document$/ },
  'not-json': { row: 'blob', title: /^Unknown content$/ },
  ambiguous: { row: 'blob', title: /^Unknown document$/ },
  unknown: { row: 'blob', title: /^Unknown document$/ },
};

/** Not what they claim to be: refused with the rule, and shown. */
const refused: ReadonlySet<string> = new Set([
  'ci-v2s1-invalid-signatures.json',
  'ci-schema1-by-docker.json',
  'quay-simple.schema1.json',
  'ci-non-json.bin',
  'jib-v22manifest-optional-properties.json',
  'synthetic-polyglot-cve-2021-41190.json',
]);

let app: App;
let registry: FixtureRegistry;
test.beforeAll(async () => {
  app = await startApp();
  registry = await startFixtureRegistry();
});
test.afterAll(async () => {
  await registry.close();
  await app.stop();
});

test('the manifest vectors are available', () => {
  test.skip(!isHere, `${folder} is not here`);
  expect(vectors.length).toBeGreaterThan(100);
});

/** One page for all of them: state left by one must not affect the next. */
test.describe('a test vector', () => {
  let page: Page;
  let errors: string[];
  const seen = new Set<string>();
  async function openFresh(browser: Browser): Promise<void> {
    await page?.context().close();
    page = await (await browser.newContext()).newPage();
    errors = [];
    page.on('pageerror', (error) => errors.push(error.message));
    seen.clear();
  }
  test.afterAll(() => page.context().close());

  for (const { file, kind, digest } of vectors.map(named)) {
    test(`${file} shows its kind and its exact bytes`, async ({ browser }) => {
      // Signed schema1 has the digest of its payload: a store that has one returns it for the other.
      if (!page || seen.has(digest)) await openFresh(browser);
      seen.add(digest);
      const bytes = readFileSync(`${folder}/${file}`);
      registry.putManifest('team/app', digest, bytes, undefined, digest);
      const image = new ImagePage(page);
      await image.open(app.origin, `${registry.host}/team/app@${digest}&tab=raw`);
      await expect(image.row('')).toHaveAttribute('data-digest', digest);
      const expected = shown[file] ?? shown[kind];
      if (!expected) throw new Error(`nothing is said of "${kind}"`);
      await expect(image.row('')).toHaveAttribute('data-kind', expected.row);
      await expect(image.title).toHaveText(expected.title);
      if (refused.has(file)) await expect(image.alert).toHaveAttribute('data-reason', 'invalid_manifest');
      else await expect(image.alert).toHaveCount(0);
      const saved = page.waitForEvent('download');
      await page
        .getByRole('link', { name: 'Download', exact: true })
        .or(page.getByRole('button', { name: 'Download', exact: true }))
        .click();
      expect(readFileSync(await (await saved).path())).toEqual(bytes);
      expect(await faultsOf(page)).toEqual([]);
      expect(errors).toEqual([]);
    });
  }
});

/** Returns it with the digest that a registry uses: that of its payload if it is signed schema1. */
function named({ file, kind, sha256, unmarshal }: Vector): { file: string; kind: string; digest: string } {
  const digest = unmarshal.ok && kind.startsWith('schema1') ? unmarshal.digest : undefined;
  return { file, kind, digest: digest ?? sha256 };
}
