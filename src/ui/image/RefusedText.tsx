import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { AppError } from '../../errors/index.ts';
import { paneMessages } from '../messages/pane.ts';
import { blobQuery } from '../state/documents.ts';
import { useEnvironment } from '../state/environment.ts';
import styles from './Pane.module.css';
import type { NodeProps } from './paneProps.ts';

const RawView = lazy(() => import('./raw/RawView.tsx').then(({ RawView }) => ({ default: RawView })));

/** Shows the text of a node whose content isn't a valid manifest. */
export function RefusedText(props: NodeProps & { readonly error: AppError }) {
  const environment = useEnvironment();
  const { tree, selection, error } = props;
  const digest = selection.node.descriptor?.digest ?? '';
  const { data } = useQuery({
    ...blobQuery(environment, tree.where, digest),
    enabled: error.reason === 'invalid_manifest' && selection.node.content === 'manifest',
  });
  if (!data) return null;
  return (
    <section className={`${styles.panel} ${styles.section}`} aria-label={paneMessages.rawDocument}>
      <Suspense>
        <RawView {...props} selection={{ ...selection, fetched: data }} />
      </Suspense>
    </section>
  );
}
