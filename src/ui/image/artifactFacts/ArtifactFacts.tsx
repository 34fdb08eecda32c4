import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { formatPageAddress, treeAddress } from '../../../api/index.ts';
import type { Fetched } from '../../../client/index.ts';
import type { Repository } from '../../../oci/index.ts';
import { Fact } from '../../kit/Fact.tsx';
import { isHttps } from '../../kit/isHttps.ts';
import { Link } from '../../kit/Link.tsx';
import parts from '../../kit/parts.module.css';
import { artifactMessages, artifactTerms } from '../../messages/artifacts.ts';
import { contentQuery } from '../../state/documents.ts';
import { useEnvironment } from '../../state/environment.ts';
import frame from '../../summary/Summary.module.css';
import styles from '../Pane.module.css';
import type { NodeProps } from '../paneProps.ts';
import { documentRows, ownRows, readingsOf } from './artifactFacts.ts';
import type { FactRow } from './factRow.ts';
import { layerRows } from './layerFormat.ts';
import { readUntyped } from './untyped.ts';

/** Shows the facts of an artifact, an attestation, a signature or a layer. Fetches the documents that hold them. */
export function ArtifactFacts({ selection, tree }: NodeProps) {
  const environment = useEnvironment();
  const { node, manifest, fetched } = selection;
  // `select` has to be stable, so that each document is parsed once.
  const queries = useMemo(
    () =>
      (manifest && node.content === 'manifest' ? readingsOf(manifest) : []).map(({ descriptor, rowsOf }) => ({
        ...contentQuery(environment, tree.where, descriptor),
        select: ({ bytes }: Fetched) => rowsOf(readUntyped(bytes)),
      })),
    [manifest, node.content, environment, tree.where],
  );
  const answers = useQueries({ queries });
  const isDocument = node.content === 'blob' && node.kind === 'blob';
  const document = useMemo(
    () => (isDocument && fetched ? documentRows(readUntyped(fetched.bytes)) : []),
    [isDocument, fetched],
  );
  const own = node.kind === 'layer' && node.descriptor ? layerRows(node.descriptor) : manifest ? ownRows(manifest) : [];
  const groups: readonly (readonly FactRow[])[] = [
    [...own, ...document],
    ...answers.map(({ data = [], error }) =>
      error ? [{ term: artifactTerms.content, text: artifactMessages.unreadable }] : data,
    ),
  ];
  return groups.map((group, index) =>
    group.length === 0 ? null : (
      // biome-ignore lint/suspicious/noArrayIndexKey: groups have no identity but their position
      <dl key={index} className={`${frame.facts} ${styles.section}`}>
        {group.map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a term may occur twice
          <Fact key={at} term={row.term}>
            <Value row={row} repository={tree.where} />
          </Fact>
        ))}
      </dl>
    ),
  );
}

const maxTextLength = 2000;

function Value({
  row: { text, digest },
  repository,
}: {
  readonly row: FactRow;
  readonly repository: Repository | undefined;
}) {
  const shown = text.length > maxTextLength ? `${text.slice(0, maxTextLength)}…` : text;
  if (digest !== undefined && /^[a-z0-9]+:[a-f0-9]{32,}$/.test(digest)) {
    const reference = repository ? `${repository.host}/${repository.name}@${digest}` : digest;
    return (
      <a href={formatPageAddress(treeAddress(reference))} className={parts.mono}>
        {shown}
      </a>
    );
  }
  return isHttps(text) && text.length < maxTextLength ? <Link url={text} /> : shown;
}
