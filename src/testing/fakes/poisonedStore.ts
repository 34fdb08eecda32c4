import type { ContentStore } from '../../content/index.ts';
import { type Digest, digestBytes } from '../../oci/index.ts';
import { storeContent } from '../fixtures/storeContent.ts';

/**
 * Fills a store as releases without the check did when a registry answered with a forged document: the document is
 * stored beside the payload, a label of the payload names it for every repository, and the payload is linked without
 * children.
 */
export async function poison(
  store: ContentStore,
  {
    digest,
    payload,
    wrapper,
    sources,
  }: {
    readonly digest: Digest;
    readonly payload: Uint8Array;
    readonly wrapper: Uint8Array;
    readonly sources: Readonly<Record<string, string>>;
  },
): Promise<Digest> {
  const named = await digestBytes('sha256', wrapper);
  await storeContent(
    store,
    { bytes: wrapper, digest: named },
    { 'containerd.io/distribution.source.evil.example': 'app' },
  );
  await storeContent(store, { bytes: payload, digest }, { ...sources, 'ociscope/schema1.signed': named });
  await store.link(digest, { children: [] });
  return named;
}
