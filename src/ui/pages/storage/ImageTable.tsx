import { formatPageAddress, treeAddress } from '../../../api/index.ts';
import { Size } from '../../kit/Fact.tsx';
import { formatExactSize, formatRelative, formatTime } from '../../kit/format.ts';
import { Icon } from '../../kit/icons.tsx';
import { MiddleText } from '../../kit/MiddleText.tsx';
import parts from '../../kit/parts.module.css';
import { type Column, DataTable } from '../../kit/table/DataTable.tsx';
import { imagesMessages } from '../../messages/storage.ts';
import { useEnvironment } from '../../state/environment.ts';
import styles from './storage.module.css';
import type { ImageRow } from './storedImages.ts';

interface RowCallbacks {
  readonly onPin: (row: ImageRow) => void;
  readonly onDelete: (row: ImageRow) => void;
}

const estimatedRowHeight = 57;
const names = imagesMessages.columns;

/** The table of stored images. */
export function ImageTable({ rows, onPin, onDelete }: RowCallbacks & { readonly rows: readonly ImageRow[] }) {
  const columns: readonly Column<ImageRow>[] = [
    { name: names.image, cell: (row) => <ImageCell row={row} /> },
    { name: names.protection, cell: ({ protection }) => <ProtectionCell protection={protection} /> },
    { name: names.size, isNumber: true, cell: ({ image }) => <SizeCell image={image} /> },
    { name: names.opened, cell: ({ image }) => <OpenedCell timeMs={image.usedAt.getTime()} /> },
    {
      name: names.actions,
      isNameHidden: true,
      cell: (row) => <ActionsCell row={row} onPin={onPin} onDelete={onDelete} />,
    },
  ];
  return (
    <DataTable
      label={imagesMessages.title}
      columns={columns}
      rows={rows}
      keyOf={({ image }) => image.digest}
      estimatedRowHeight={estimatedRowHeight}
      className={{ box: styles.scroll, table: styles.images }}
    />
  );
}

function ImageCell({ row: { name, link, type, also } }: { readonly row: ImageRow }) {
  return (
    <>
      <a href={formatPageAddress(treeAddress(link))} className={styles.name}>
        <MiddleText text={name} />
      </a>
      <span className={styles.quiet}>{also === '' ? type : `${type} · ${also}`}</span>
    </>
  );
}

function ProtectionCell({ protection }: Pick<ImageRow, 'protection'>) {
  if (!protection) return null;
  return (
    <span className={parts.chip}>
      {protection === 'pinned' ? <Icon name="check" /> : null}
      {imagesMessages.protection[protection]}
    </span>
  );
}

function SizeCell({ image }: Pick<ImageRow, 'image'>) {
  return (
    <>
      <Size bytes={image.bytes} />
      <span className={styles.quiet} title={imagesMessages.uniqueTitle(formatExactSize(image.ownBytes))}>
        {imagesMessages.unique(image)}
      </span>
    </>
  );
}

function OpenedCell({ timeMs }: { readonly timeMs: number }) {
  const { now } = useEnvironment();
  return (
    <time dateTime={new Date(timeMs).toISOString()} title={formatTime(timeMs)}>
      {formatRelative(timeMs, now())}
    </time>
  );
}

function ActionsCell({ row, onPin, onDelete }: RowCallbacks & { readonly row: ImageRow }) {
  const { image, name, protection } = row;
  return (
    <span className={styles.acts}>
      <button type="button" className={`${parts.button} ${parts.quiet}`} onClick={() => onPin(row)}>
        {protection === 'pinned' ? imagesMessages.unpin : imagesMessages.pin}
        <span className={parts.hidden}> {name}</span>
      </button>
      <button
        type="button"
        className={`${parts.button} ${parts.quiet}`}
        data-delete={image.digest}
        onClick={() => onDelete(row)}
      >
        {imagesMessages.delete}
        <span className={parts.hidden}> {name}</span>
      </button>
    </span>
  );
}
