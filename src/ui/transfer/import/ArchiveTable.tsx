import { useId } from 'react';
import type { ArchivedImage } from '../../../api/index.ts';
import type { Digest } from '../../../oci/index.ts';
import { Size } from '../../kit/Fact.tsx';
import { shortDigest } from '../../kit/format.ts';
import { MiddleText } from '../../kit/MiddleText.tsx';
import parts from '../../kit/parts.module.css';
import { type Column, DataTable } from '../../kit/table/DataTable.tsx';
import { imageName, importMessages, importNote, importStatus, kindText } from '../../messages/imports.ts';
import styles from './importPage.module.css';

const estimatedRowHeight = 57;
const names = importMessages.columns;

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
  const columns: readonly Column<ArchivedImage>[] = [
    {
      name: names.image,
      cell: (image) => <ImageCell image={image} isSelected={!excluded.has(image.digest)} onToggle={onToggle} />,
    },
    { name: names.kind, cell: (image) => <KindCell image={image} /> },
    { name: names.size, isNumber: true, cell: ({ bytes }) => <Size bytes={bytes} /> },
    { name: names.status, cell: (image) => <StatusCell image={image} /> },
  ];
  return (
    <DataTable
      label={importMessages.images}
      columns={columns}
      rows={images}
      keyOf={({ digest }) => digest}
      estimatedRowHeight={estimatedRowHeight}
      className={{ box: styles.scroll, table: styles.images }}
    />
  );
}

function ImageCell({
  image,
  isSelected,
  onToggle,
}: {
  readonly image: ArchivedImage;
  readonly isSelected: boolean;
  readonly onToggle: (digest: Digest) => void;
}) {
  const id = useId();
  const { digest, names: imageNames, broken } = image;
  const note = importNote(image);
  return (
    <>
      <label className={styles.choice}>
        <input
          type="checkbox"
          checked={isSelected && !broken}
          disabled={broken !== undefined}
          aria-describedby={note === '' ? undefined : id}
          onChange={() => onToggle(digest)}
        />
        <span className={styles.name}>
          <MiddleText text={imageName(image)} />
        </span>
      </label>
      {imageNames.length > 1 ? (
        <span className={styles.quiet}>{importMessages.otherNames(imageNames.slice(1))}</span>
      ) : null}
      {note === '' ? null : (
        <span id={id} className={styles.quiet}>
          {note}
        </span>
      )}
    </>
  );
}

function KindCell({ image }: { readonly image: ArchivedImage }) {
  return (
    <>
      {kindText(image)}
      <span className={`${styles.quiet} ${parts.mono}`} title={image.digest}>
        {shortDigest(image.digest)}
      </span>
    </>
  );
}

function StatusCell({ image }: { readonly image: ArchivedImage }) {
  const { text, tone } = importStatus(image);
  return <span className={tone === '' ? parts.chip : `${parts.chip} ${parts[tone]}`}>{text}</span>;
}
