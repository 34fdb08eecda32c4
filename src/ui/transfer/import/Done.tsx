import { type ArchivedImage, formatPageAddress, treeAddress } from '../../../api/index.ts';
import { shortDigest } from '../../kit/format.ts';
import { Icon } from '../../kit/icons.tsx';
import { MiddleText } from '../../kit/MiddleText.tsx';
import parts from '../../kit/parts.module.css';
import { iconOf, imageName, importMessages, kindText, resultText } from '../../messages/imports.ts';
import { pinMessages } from '../../messages/pane.ts';
import { isPinned, pins } from '../../saved/pins.ts';
import { useSavedList } from '../../saved/useSavedList.ts';
import { useEnvironment } from '../../state/environment.ts';
import styles from './importPage.module.css';
import type { ImportRun, ImportState } from './importRun.ts';
import { RefusedList } from './RefusedList.tsx';
import { importedOf, savedImageOfArchived } from './useImport.ts';

const maxListed = 200;

/** Lists the imported images with links that open offline, and the errors of the archive. */
export function Done({
  run,
  state,
}: {
  readonly run: ImportRun;
  readonly state: ImportState & { readonly step: 'done' };
}) {
  const images = importedOf(state);
  const listed = images.slice(0, maxListed);
  return (
    <>
      <p role="status" className={images.length === 0 ? parts.bad : parts.ok}>
        {resultText(state.result)}
      </p>
      <ul className={styles.done}>
        {listed.map((image) => (
          <li key={image.digest}>
            <a href={formatPageAddress(treeAddress(image.digest))}>
              <Icon name={iconOf(image)} />
              <MiddleText text={imageName(image)} />
            </a>
            <span className={parts.muted}>
              {kindText(image)} · <span title={image.digest}>{shortDigest(image.digest)}</span>
              {image.missing > 0 ? ` · ${importMessages.missing(image.missing)}` : ''}
            </span>
          </li>
        ))}
        {images.length > listed.length ? <li>{importMessages.more(images.length - listed.length)}</li> : null}
      </ul>
      <RefusedList of={state.result} />
      <div className={styles.actions}>
        {images.length > 0 ? <PinAll images={images} /> : null}
        <button type="button" className={parts.button} onClick={() => run.reset()}>
          {importMessages.importAnother}
        </button>
        {images.length > 0 ? <a href="#view=storage">{importMessages.storage}</a> : null}
      </div>
    </>
  );
}

/** Pins the imported images, so that they are never evicted. */
function PinAll({ images }: { readonly images: readonly ArchivedImage[] }) {
  const { now } = useEnvironment();
  const [pinned, change] = useSavedList(pins);
  const unpinned = images.filter(({ digest }) => !isPinned(pinned, digest));
  const fits = pinned.length + unpinned.length <= pins.maxImages;
  if (unpinned.length === 0) {
    return (
      <span className={`${parts.chip} ${parts.ok}`}>
        <Icon name="check" /> {importMessages.pinned}
      </span>
    );
  }
  return (
    <>
      <button
        type="button"
        className={parts.button}
        disabled={!fits}
        onClick={() =>
          void change((entries) => [...unpinned.map((image) => savedImageOfArchived(image, now())), ...entries])
        }
      >
        {importMessages.pin(images.length)}
      </button>
      {fits ? null : <span className={parts.warn}>{pinMessages.limitReached(pins.maxImages)}</span>}
    </>
  );
}
