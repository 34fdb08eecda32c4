import { Fragment, useId } from 'react';
import type { ArchivedImage } from '../../api/index.ts';
import type { Digest } from '../../oci/index.ts';
import { shortDigest } from '../format.ts';
import { MiddleText } from '../MiddleText.tsx';
import { Size } from '../pane/Facts.tsx';
import { useVirtualRows } from '../pane/virtualRows.ts';
import parts from '../parts.module.css';
import styles from './importPage.module.css';
import { imageName, kindText, standingNote, standingText } from './importWords.ts';

const usualHeight = 57;
const columns = ['Image', 'Kind', 'Size', 'Here'];

/** The images of an archive, each to be chosen. However many there are: those that are seen are drawn. */
export function ArchiveTable({
  images,
  left,
  onToggle,
}: {
  readonly images: readonly ArchivedImage[];
  /** Those that are not chosen. */
  readonly left: ReadonlySet<Digest>;
  readonly onToggle: (digest: Digest) => void;
}) {
  const virtual = useVirtualRows(images.length, () => usualHeight);
  return (
    <div className={styles.scroll}>
      <table className={styles.images} aria-label="Images of the archive" aria-rowcount={images.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((name) => (
              <th key={name} scope="col" className={name === 'Size' ? parts.number : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={virtual.ref} onFocus={virtual.onFocus}>
          {virtual.rows.map(({ index, gapBefore }) => {
            const image = images[index];
            return image ? (
              <Fragment key={image.digest}>
                <Gap height={gapBefore} />
                <tr aria-rowindex={index + 2} {...virtual.rowProps(index)}>
                  <Cells image={image} isChosen={!left.has(image.digest)} onToggle={onToggle} />
                </tr>
              </Fragment>
            ) : null;
          })}
          <Gap height={virtual.gapAfter} />
        </tbody>
      </table>
    </div>
  );
}

function Cells({
  image,
  isChosen,
  onToggle,
}: {
  readonly image: ArchivedImage;
  readonly isChosen: boolean;
  readonly onToggle: (digest: Digest) => void;
}) {
  const id = useId();
  const { digest, names, bytes, broken } = image;
  const { text, tone } = standingText(image);
  const note = standingNote(image);
  return (
    <>
      <th scope="row">
        <label className={styles.choice}>
          <input
            type="checkbox"
            checked={isChosen && !broken}
            disabled={broken !== undefined}
            aria-describedby={note === '' ? undefined : id}
            onChange={() => onToggle(digest)}
          />
          <span className={styles.name}>
            <MiddleText text={imageName(image)} />
          </span>
        </label>
        {names.length > 1 ? <span className={styles.quiet}>also {names.slice(1).join(', ')}</span> : null}
        {note === '' ? null : (
          <span id={id} className={styles.quiet}>
            {note}
          </span>
        )}
      </th>
      <td>
        {kindText(image)}
        <span className={`${styles.quiet} ${parts.mono}`} title={digest}>
          {shortDigest(digest)}
        </span>
      </td>
      <td className={parts.number}>
        <Size bytes={bytes} />
      </td>
      <td>
        <span className={tone === '' ? parts.chip : `${parts.chip} ${parts[tone]}`}>{text}</span>
      </td>
    </>
  );
}

/** The place of rows that are not drawn. */
function Gap({ height }: { readonly height: number }) {
  if (height === 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus
    <tr aria-hidden="true" className={styles.gap}>
      <td colSpan={columns.length} style={{ height }} />
    </tr>
  );
}
