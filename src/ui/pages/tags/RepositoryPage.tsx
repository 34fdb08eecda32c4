import { useCallback, useMemo, useState } from 'react';
import { formatPageAddress } from '../../../api/index.ts';
import { createLists } from '../../../client/index.ts';
import { AppError, asAppError } from '../../../errors/index.ts';
import type { Repository } from '../../../oci/index.ts';
import { parseReference, parseRfc3339 } from '../../../oci/index.ts';
import { ErrorPanel } from '../../errors/ErrorPanel.tsx';
import frame from '../../kit/frame.module.css';
import parts from '../../kit/parts.module.css';
import { tagListMessages } from '../../messages/tagLists.ts';
import { useEnvironment } from '../../state/environment.ts';
import { useHostPlatforms } from '../../state/useHostPlatforms.ts';
import styles from './lists.module.css';
import { NamesView, type Orders } from './NamesView.tsx';
import { TagTable } from './TagTable.tsx';
import { loadedFacts } from './tagFacts.ts';
import { sortByTime, sortNames, sortTags } from './tagOrder.ts';
import { useNames } from './useNames.ts';

/** Tags in which cosign stores signatures, attestations and SBOMs (SIGNATURE_SPEC.md of cosign), and the tag of a list of referrers (distribution-spec). */
const signatureTag = /^[a-z0-9]+-[a-f0-9]{32,}(\.(sig|att|sbom))?$/;

/** Lists the tags of a repository. */
export function RepositoryPage({ name }: { readonly name: string }) {
  const read = useMemo(() => readRepository(name), [name]);
  return 'error' in read ? <ErrorPanel error={read.error} where={undefined} isPage /> : <Tags repository={read} />;
}

function Tags({ repository }: { readonly repository: Repository }) {
  const environment = useEnvironment();
  const { client } = environment;
  const { host, name } = repository;
  const read = useCallback(
    (last: string | undefined, signal: AbortSignal) =>
      createLists(client).tags({ host, name }, { signal, ...(last === undefined ? {} : { last }) }),
    [client, host, name],
  );
  const list = useNames(read);
  const platforms = useHostPlatforms();
  const [hasSignatures, setSignatures] = useState(false);
  const named = useMemo(() => list.names.filter((tag) => !signatureTag.test(tag)), [list.names]);
  const signatures = list.names.length - named.length;
  const orders = useMemo((): Orders => {
    const createdOf = (tag: string) => {
      const { created } = loadedFacts(environment, repository, tag, platforms);
      return created === undefined ? undefined : parseRfc3339(created);
    };
    return {
      [tagListMessages.newestFirst]: sortTags,
      [tagListMessages.newestCreated]: (names) => sortByTime(names, createdOf),
      [tagListMessages.byName]: sortNames,
      [tagListMessages.asListed]: (names) => names,
    };
  }, [environment, repository, platforms]);
  return (
    <div className={`${frame.own} ${styles.page}`}>
      <p className={parts.muted}>
        <a href={formatPageAddress({ kind: 'other', name: 'host', value: host })}>{host}</a>
      </p>
      <h1 id="title" tabIndex={-1} className={styles.title}>
        {name}
      </h1>
      <NamesView
        list={hasSignatures ? list : { ...list, names: named }}
        noun="tag"
        nouns="tags"
        orders={orders}
        host={host}
        tools={
          signatures > 0 ? (
            <button
              type="button"
              className={`${parts.button} ${parts.quiet}`}
              aria-pressed={hasSignatures}
              onClick={() => setSignatures(!hasSignatures)}
            >
              {tagListMessages.signatureTags(signatures)}
            </button>
          ) : null
        }
      >
        {(tags) => <TagTable repository={repository} tags={tags} seenAt={list.seenAt} host={platforms} />}
      </NamesView>
    </div>
  );
}

function readRepository(text: string): Repository | { readonly error: AppError } {
  try {
    const reference = parseReference(text);
    if (reference.domain) return { host: reference.domain, name: reference.path };
  } catch (error) {
    return { error: asAppError(error) };
  }
  const error = new AppError('invalid_argument', `${JSON.stringify(text)} is not a repository`, {
    reason: 'invalid_reference',
  });
  return { error };
}
