import { ConfirmDialog } from '../../kit/ConfirmDialog.tsx';
import parts from '../../kit/parts.module.css';
import { deletedText, deleteMessages } from '../../messages/storage.ts';
import { useRemoveOffline } from '../../offline/useRemoveOffline.ts';
import { pins } from '../../saved/pins.ts';
import { offlineImages, without } from '../../saved/savedImages.ts';
import { useSavedList } from '../../saved/useSavedList.ts';
import type { ImageRow } from './storedImages.ts';
import { useContentChange } from './useStored.ts';

/** Deletes an image, the content only it uses, and its pins, after confirmation. */
export function DeleteDialog({
  row: { image, name, pins: imagePins },
  onDeleted,
  onClose,
}: {
  readonly row: ImageRow;
  readonly onDeleted: (status: string) => void;
  readonly onClose: (isDone: boolean) => void;
}) {
  const change = useContentChange();
  const [, changePins] = useSavedList(pins);
  const [offline] = useSavedList(offlineImages);
  const isOffline = offline.some(({ digest }) => digest === image.digest);
  const removeOffline = useRemoveOffline();
  const confirm = async () => {
    const freed = await change({ delete: [image.digest] });
    if (imagePins.length > 0)
      await changePins((list) => imagePins.reduce((rest, pin) => without(rest, pin.reference), list));
    if (isOffline) await removeOffline(image.digest);
    onDeleted(deleteMessages.deleted(name, freed));
  };
  return (
    <ConfirmDialog title={deleteMessages.title} verb={deleteMessages.confirm} onConfirm={confirm} onClose={onClose}>
      <p className={parts.mono}>{name}</p>
      <p>{deletedText(image)}</p>
      {imagePins.length > 0 ? <p>{deleteMessages.pinned}</p> : null}
      {isOffline ? <p>{deleteMessages.offline}</p> : null}
      <p className={parts.muted}>{deleteMessages.reopen}</p>
    </ConfirmDialog>
  );
}
