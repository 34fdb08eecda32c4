import { useQuery } from '@tanstack/react-query';
import { contentFileName, contentFileUrl } from '../../../api/index.ts';
import { byteCount } from '../../../oci/index.ts';
import type { ExportSubject } from '../../actions/exportSubject.ts';
import { Dialog } from '../../kit/Dialog.tsx';
import { shortDigest } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { useEnvironment } from '../../state/environment.ts';
import { SaveButton } from './SaveButton.tsx';
import { useMode } from './useMode.ts';
import { useSave } from './useSave.ts';

/** Saves one piece of content as it is stored: a layer, a config, another blob. */
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
  const isGathered = useMode() === 'dedicated-worker';
  const { data: isHere } = useQuery({
    queryKey: ['kept', digest],
    queryFn: async ({ signal }) => (await client.present([digest], { signal })).has(digest),
    staleTime: 0,
  });
  const name = contentFileName(digest, mediaType);
  return (
    <Dialog title="Save to a file" size="large" hasCloseButton onClose={onClose}>
      <p>
        {title} <span className={`${parts.mono} ${parts.muted}`}>{shortDigest(digest)}</span>, the bytes that its digest
        names, as they are stored.
      </p>
      {isHere === false ? <p>It is not here yet: keep it first, with the button beside its facts.</p> : null}
      <SaveButton
        name={name}
        bytes={byteCount(size)}
        canSave={isHere === true}
        state={state}
        isGathered={isGathered}
        onSave={() => void save({ urlOf: (ticket) => contentFileUrl(digest, mediaType, ticket), name })}
      />
    </Dialog>
  );
}
