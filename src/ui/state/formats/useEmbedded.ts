import { useQuery } from '@tanstack/react-query';
import { childrenOf, type EmbeddedProof, type Manifest } from '../../../oci/index.ts';
import type { ManifestDocument } from '../documents.ts';

/**
 * What became of the content that a manifest embeds, by the path of its descriptor in it (`layers/2`). Undefined until it is
 * known, and where nothing is embedded: then nothing is loaded for it either.
 */
export function useEmbedded(document: ManifestDocument | undefined): ReadonlyMap<string, EmbeddedProof> | undefined {
  const manifest = document && hasData(document.manifest) ? document.manifest : undefined;
  const { data } = useQuery({
    queryKey: ['embedded', document?.fetched.digest ?? ''],
    queryFn: async () => {
      const { proveEmbedded } = await import('./embedded.ts');
      return manifest ? proveEmbedded(manifest) : new Map<string, EmbeddedProof>();
    },
    enabled: manifest !== undefined,
  });
  return manifest && data;
}

function hasData(manifest: Manifest): boolean {
  return (
    manifest.subject?.data !== undefined || childrenOf(manifest).some(({ descriptor }) => descriptor.data !== undefined)
  );
}
