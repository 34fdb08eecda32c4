import { useId } from 'react';
import type { ArchivedImage } from '../../../api/index.ts';
import type { Digest } from '../../../oci/index.ts';
import { Size } from '../../kit/Fact.tsx';
import { shortDigest } from '../../kit/format.ts';
import { MiddleText } from '../../kit/MiddleText.tsx';
import parts from '../../kit/parts.module.css';
import { VirtualTable } from '../../kit/table/VirtualTable.tsx';
import { imageName, importMessages, importNote, importStatus, kindText } from '../../messages/imports.ts';
import styles from './importPage.module.css';

const usualHeight = 57;

/** Lists the images of an archive, to select which to import. */
export function ArchiveTable({
  images,
  excluded,
  onToggle,
}: {
  readonly images: readonly ArchivedImage[];
  /** Images that are not selected. */
  readonly excluded: ReadonlySet<Digest>;
  readonly onToggle: (digest: Digest) => void;
}) {
  return (
    <VirtualTable
      label={importMessages.images}
      columns={importMessages.columns}
      items={images}
      keyOf={({ digest }) => digest}
      cellsOf={(image) => <Cells image={image} isChosen={!excluded.has(image.digest)} onToggle={onToggle} />}
      usualHeight={usualHeight}
      styles={styles}
    />
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
  const { text, tone } = importStatus(image);
  const note = importNote(image);
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
        {names.length > 1 ? <span className={styles.quiet}>{importMessages.otherNames(names.slice(1))}</span> : null}
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
