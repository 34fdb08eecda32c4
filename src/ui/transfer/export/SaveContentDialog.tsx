import { useQuery } from '@tanstack/react-query';
import { contentFileName, contentFileUrl } from '../../../api/index.ts';
import { byteCount } from '../../../oci/index.ts';
import type { ExportSubject } from '../../actions/exportSubject.ts';
import { Dialog } from '../../kit/Dialog.tsx';
import { shortDigest } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { exportMessages } from '../../messages/exportDialog.ts';
import { useEnvironment } from '../../state/environment.ts';
import { SaveButton } from './SaveButton.tsx';
import { useMode } from './useMode.ts';
import { useSave } from './useSave.ts';

/** Saves the stored bytes of one blob to a file. */
export function SaveContentDialog({
  subject: { digest, mediaType, title },
  size,
  onClose,
}: {
  readonly subject: ExportSubject;
  /** bytes, as the descriptor states them */
  readonly size: bigint | undefined;
  readonly onClose: () => void;
}) {
  const { client } = useEnvironment();
  const { state, save } = useSave(digest);
  const isBuffered = useMode() === 'dedicated-worker';
  const { data: isStored } = useQuery({
    queryKey: ['stored', digest],
    queryFn: async ({ signal }) => (await client.present([digest], { signal })).has(digest),
    staleTime: 0,
  });
  const name = contentFileName(digest, mediaType);
  return (
    <Dialog title={exportMessages.saveContentTitle} size="large" hasCloseButton onClose={onClose}>
      <p>
        {title} <span className={`${parts.mono} ${parts.muted}`}>{shortDigest(digest)}</span>
      </p>
      {isStored === false ? <p>{exportMessages.notDownloaded}</p> : null}
      <SaveButton
        name={name}
        bytes={byteCount(size)}
        canSave={isStored === true}
        state={state}
        isBuffered={isBuffered}
        onSave={() => void save({ urlOf: (ticket) => contentFileUrl(digest, mediaType, ticket), name })}
      />
    </Dialog>
  );
}
