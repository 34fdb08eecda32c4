import { useQuery } from '@tanstack/react-query';
import { formatPageAddress, treeAddress } from '../../api/index.ts';
import { createLists } from '../../client/index.ts';
import { asAppError } from '../../errors/index.ts';
import type { Repository } from '../../oci/index.ts';
import { absenceOf, similarTagsMessages } from '../messages/notFound.ts';
import { useEnvironment } from '../state/environment.ts';
import styles from './NearTags.module.css';
import { nearTags } from './nearTags.ts';

/** Links to the tags nearest to one that was not found, from the first page of the list; renders nothing if the list fails. */
export function NearTags({ where, tag }: { readonly where: Repository; readonly tag: string }) {
  const { client } = useEnvironment();
  const { host, name } = where;
  const { data, error } = useQuery({
    queryKey: ['near tags', host, name],
    queryFn: ({ signal }) => createLists(client).tags({ host, name }, { signal }),
    staleTime: 0,
  });
  if (error) {
    // Many registries report a missing tag (MANIFEST_UNKNOWN) even if the repository does not exist.
    if (absenceOf(asAppError(error))?.kind !== 'repository') return null;
    return <p>{similarTagsMessages.noRepository(name, host)}</p>;
  }
  const near = data && !data.stale ? nearTags(tag, data.names) : [];
  if (near.length === 0) return null;
  return (
    <section aria-label={similarTagsMessages.title} className={styles.near}>
      <span>{`${similarTagsMessages.title}:`}</span>
      {near.map((each) => (
        <a key={each} href={formatPageAddress(treeAddress(`${host}/${name}:${each}`))}>
          {each}
        </a>
      ))}
    </section>
  );
}
