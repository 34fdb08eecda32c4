import { useQuery } from '@tanstack/react-query';
import { isDigest } from '../../oci/index.ts';
import type { TreeNode } from '../tree/nodes.ts';
import { useEnvironment } from './environment.ts';

/** Reports whether content that is only fetched on demand, such as a layer, is stored; undefined while unknown. */
export function useIsStored({ content, descriptor }: Pick<TreeNode, 'content' | 'descriptor'>): boolean | undefined {
  const { client } = useEnvironment();
  const digest = descriptor?.digest ?? '';
  const { data } = useQuery({
    queryKey: ['kept', digest],
    queryFn: async ({ signal }) => (await client.present([digest], { signal })).has(digest),
    staleTime: 0,
    enabled: content === 'none' && isDigest(digest),
  });
  return data;
}
