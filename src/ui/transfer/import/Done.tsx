import { type ArchivedImage, formatPageAddress, treeAddress } from '../../../api/index.ts';
import { formatCount, groupDigits, shortDigest } from '../../kit/format.ts';
import { Icon } from '../../kit/icons.tsx';
import { MiddleText } from '../../kit/MiddleText.tsx';
import parts from '../../kit/parts.module.css';
import { iconOf, imageName, kindText, resultText } from '../../messages/imports.ts';
import { isPinned, pins } from '../../saved/pins.ts';
import { useOpened } from '../../saved/useSavedList.ts';
import { useEnvironment } from '../../state/environment.ts';
import styles from './importPage.module.css';
import type { ImportRun, ImportState } from './importRun.ts';
import { RefusedList } from './RefusedList.tsx';
import { importedOf, openedOfArchived } from './useImport.ts';

const maxListed = 200;

/** What is here now, by links that open with no network, and what was refused. */
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
              {image.missing > 0 ? ` · ${formatCount(image.missing, 'blob')} missing` : ''}
            </span>
          </li>
        ))}
        {images.length > listed.length ? <li>and {groupDigits(images.length - listed.length)} more</li> : null}
      </ul>
      <RefusedList of={state.result} />
      <div className={styles.actions}>
        {images.length > 0 ? <PinAll images={images} /> : null}
        <button type="button" className={parts.button} onClick={() => run.reset()}>
          Import another
        </button>
        {images.length > 0 ? <a href="#view=storage">What is stored</a> : null}
      </div>
    </>
  );
}

/** Pinned images never go. */
function PinAll({ images }: { readonly images: readonly ArchivedImage[] }) {
  const { now } = useEnvironment();
  const [pinned, change] = useOpened(pins);
  const missing = images.filter(({ digest }) => !isPinned(pinned, digest));
  const hasRoom = pinned.length + missing.length <= pins.most;
  if (missing.length === 0) {
    return (
      <span className={`${parts.chip} ${parts.ok}`}>
        <Icon name="check" /> pinned
      </span>
    );
  }
  return (
    <>
      <button
        type="button"
        className={parts.button}
        disabled={!hasRoom}
        onClick={() =>
          void change((entries) => [...missing.map((image) => openedOfArchived(image, now())), ...entries])
        }
      >
        {images.length === 1 ? 'Pin it' : 'Pin all'}
      </button>
      {hasRoom ? null : <span className={parts.warn}>{pins.most} images can be pinned, and these are more.</span>}
    </>
  );
}
