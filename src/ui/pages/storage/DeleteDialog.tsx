import { ConfirmDialog } from '../../kit/ConfirmDialog.tsx';
import parts from '../../kit/parts.module.css';
import { deletedText, freedText } from '../../messages/storage.ts';
import { useStopKeeping } from '../../offline/useStopKeeping.ts';
import { offlineImages } from '../../saved/offlineEntries.ts';
import { pins } from '../../saved/pins.ts';
import { without } from '../../saved/savedImages.ts';
import { useSavedList } from '../../saved/useSavedList.ts';
import type { ImageRow } from './storedImages.ts';
import { useContentChange } from './useStored.ts';

/** Deletes one image with what only it uses, and its pins. */
export function DeleteDialog({
  row: { image, name, pins: mine },
  onDeleted,
  onClose,
}: {
  readonly row: ImageRow;
  readonly onDeleted: (said: string) => void;
  readonly onClose: (isDone: boolean) => void;
}) {
  const change = useContentChange();
  const [, changePins] = useSavedList(pins);
  const [offline] = useSavedList(offlineImages);
  const isOffline = offline.some(({ digest }) => digest === image.digest);
  const release = useStopKeeping();
  const confirm = async () => {
    const freed = await change({ delete: [image.digest] });
    if (mine.length > 0) await changePins((list) => mine.reduce((rest, pin) => without(rest, pin.reference), list));
    if (isOffline) await release(image.digest);
    onDeleted(`Deleted ${name}: ${freedText(freed)}`);
  };
  return (
    <ConfirmDialog title="Delete this image?" verb="Delete" onConfirm={confirm} onClose={onClose}>
      <p className={parts.mono}>{name}</p>
      <p>{deletedText(image)}</p>
      {mine.length > 0 ? <p>It is pinned: the pin goes too.</p> : null}
      {isOffline ? <p>It is kept offline: that ends.</p> : null}
      <p className={parts.muted}>Its link opens it from the registry again, where that still has it.</p>
    </ConfirmDialog>
  );
}
