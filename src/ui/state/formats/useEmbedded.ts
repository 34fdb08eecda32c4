import { useQuery } from '@tanstack/react-query';
import { childrenOf, type EmbeddedProof, type Manifest } from '../../../oci/index.ts';
import type { ManifestDocument } from '../documents.ts';

/**
 * Verifies the content embedded in a manifest. Returns the results by path of the descriptor (`layers/2`); undefined until they are
 * known, and if nothing is embedded.
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
