import {
  type ContentStore,
  type Info,
  listSources,
  readVerified,
  referencesOf,
  signedLabel,
  signedLabelOf,
  signedLabelsOf,
  withSource,
} from '../content/index.ts';
import { AppError, hasCode } from '../errors/index.ts';
import {
  type Digest,
  digestAlgorithm,
  digestBytes,
  digestedBytes,
  type Manifest,
  maxManifestBytes,
  mediaTypes,
  parseDigest,
  parseManifest,
  parseStoredManifest,
  type Repository,
} from '../oci/index.ts';
import type { Log } from './contract.ts';

interface Dependencies {
  readonly store: ContentStore;
  readonly log: Log;
}

/** Returns what to commit under the manifest's digest, and its labels; stores the signed document beside it first. */
export async function storeSignedManifest(
  store: ContentStore,
  manifest: Manifest,
  digest: Digest,
  repository: Repository | undefined,
  labels: Info['labels'],
): Promise<{ readonly bytes: Uint8Array; readonly labels: Info['labels'] }> {
  const { bytes } = manifest.payload();
  if (manifest.kind !== 'schema1' || !manifest.signed) return { bytes, labels };
  const signed = await digestBytes('sha256', bytes);
  await storeSigned(store, `manifest-signed-${digest}`, bytes, signed, repository ? withSource({}, repository) : {});
  return { bytes: manifest.canonicalBytes, labels: { ...labels, [signedLabelOf(repository)]: signed } };
}

/** Stores the signed document that a repository sent for a payload that is stored already. */
export async function addSigned(
  store: ContentStore,
  manifest: Manifest,
  digest: Digest,
  repository: Repository,
): Promise<void> {
  const { labels } = await storeSignedManifest(store, manifest, digest, repository, {});
  const paths = Object.keys(labels).map((key) => `labels.${key}`);
  if (paths.length > 0) await store.update({ digest, labels }, ...paths);
}

/**
 * Reads the signed document that the repository sent for a payload; undefined if it sent none. It is checked at each read:
 * one that is not a signed form of this payload is removed, and the payload itself is the content.
 *
 * @throws AppError data_loss if the document is gone or corrupt
 */
export async function readSigned(
  { store, log }: Dependencies,
  info: Info,
  repository: Repository | undefined,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Manifest | undefined> {
  const isUnnamed = repository !== undefined && info.labels[signedLabel] !== undefined;
  const { digest, labels } = isUnnamed ? await nameRepository({ store, log }, info) : info;
  const signed = labels[signedLabelOf(repository)];
  if (signed === undefined) return undefined;
  try {
    const manifest = await readDocument(store, signed, digest, options);
    if (!manifest) await dropSigned({ store, log }, info, signed);
    return manifest;
  } catch (error) {
    if (!hasCode(error, 'not_found') && !hasCode(error, 'invalid_argument')) throw error;
    throw new AppError('data_loss', `signed document of "${digest}" is gone`, { reason: 'corrupt', cause: error });
  }
}

/**
 * Checks the signed documents that earlier releases stored, whose label names no repository, and removes those that are not
 * a signed form of their payload. Costs one look-up if the store has no such label.
 */
export async function checkSigned({ store, log }: Dependencies): Promise<void> {
  const unnamed: Info[] = [];
  await store.walk((info) => void (info.labels[signedLabel] && unnamed.push(info)), { labelled: signedLabel });
  for (const info of unnamed) await nameRepository({ store, log }, info);
}

/** Removes the signed document that a repository sent; returns the labels that do not name it. */
export async function deleteSigned(
  store: ContentStore,
  labels: Info['labels'],
  repository: Repository | undefined,
): Promise<Info['labels']> {
  const { [signedLabelOf(repository)]: signed, ...others } = labels;
  if (signed !== undefined) await deleteIfStored(store, signed);
  return others;
}

/**
 * Changes the label to name the repository that sent the document, which its own labels state. If they name several, it is
 * unknown.
 */
async function nameRepository({ store, log }: Dependencies, info: Info): Promise<Info> {
  const { digest, labels } = info;
  const signed = labels[signedLabel] ?? '';
  let sources: readonly Repository[] = [];
  try {
    if (await readDocument(store, signed, digest)) sources = listSources((await store.info(signed)).labels);
  } catch (error) {
    if (!isLost(error)) throw error;
  }
  const [source, ...others] = sources;
  if (!source || others.length > 0) return dropSigned({ store, log }, info, signed);
  const key = signedLabelOf(source);
  return store.update({ digest, labels: { [key]: signed } }, `labels.${signedLabel}`, `labels.${key}`);
}

function isLost(error: unknown): boolean {
  return hasCode(error, 'not_found') || hasCode(error, 'invalid_argument') || hasCode(error, 'data_loss');
}

/**
 * Reads the document; undefined if what is stored under `signed` is not a signed form of the payload. @throws as
 * `readVerified`
 */
async function readDocument(
  store: ContentStore,
  signed: string,
  payload: Digest,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Manifest | undefined> {
  const bytes = await readVerified(store, parseDigest(signed), { ...options, limitBytes: maxManifestBytes });
  try {
    const manifest = parseManifest(mediaTypes.dockerSchema1Signed, bytes);
    const named = await digestBytes(digestAlgorithm(payload), digestedBytes(manifest));
    return named === payload ? manifest : undefined;
  } catch (error) {
    if (hasCode(error, 'invalid_argument')) return undefined;
    throw error;
  }
}

/**
 * Removes a document that claims to be the signed form of content and is not. The content's references were read from it
 * too, so they are read again from the content itself. Returns the content's info; failures are warnings.
 */
async function dropSigned({ store, log }: Dependencies, info: Info, signed: string): Promise<Info> {
  const { digest, labels } = info;
  log.warn('A document that is no signed form of its payload is removed', { digest, signed });
  const left = Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== signed));
  try {
    await store.link(digest, await ownReferences(store, digest));
    const paths = signedLabelsOf(labels, signed).map((key) => `labels.${key}`);
    const current = await store.update({ digest, labels: {} }, ...paths);
    const document = await store.info(signed);
    // A linked document was opened on its own too.
    if (!document.linked && (await store.referredBy(document.digest, 1)).total === 0)
      await deleteIfStored(store, signed);
    return current;
  } catch (error) {
    if (!hasCode(error, 'not_found')) log.warn('Error removing signed document', { digest, error });
    return { ...info, labels: left };
  }
}

async function ownReferences(store: ContentStore, digest: Digest) {
  const bytes = await readVerified(store, digest, { limitBytes: maxManifestBytes });
  try {
    return referencesOf(parseStoredManifest(bytes));
  } catch (error) {
    if (hasCode(error, 'invalid_argument')) return { children: [] };
    throw error;
  }
}

async function deleteIfStored(store: ContentStore, digest: string): Promise<void> {
  try {
    await store.delete(digest);
  } catch (error) {
    if (!hasCode(error, 'not_found')) throw error;
  }
}

/** Registries sign again at each read, so an earlier ingest has another document: it is never resumed. */
async function storeSigned(
  store: ContentStore,
  ref: string,
  bytes: Uint8Array,
  signed: Digest,
  labels: Info['labels'],
): Promise<void> {
  try {
    const writer = await store.writer(ref, { digest: signed, size: BigInt(bytes.length) });
    try {
      if ((await writer.status()).offset > 0) await writer.truncate(0);
      await writer.write(bytes);
      await writer.commit(bytes.length, signed, labels);
    } catch (error) {
      if (!hasCode(error, 'already_exists')) await store.abort(ref);
      throw error;
    } finally {
      await writer.close();
    }
  } catch (error) {
    if (!hasCode(error, 'already_exists')) throw error;
  }
}
