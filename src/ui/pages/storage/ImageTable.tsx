import { formatPageAddress, treeAddress } from '../../../api/index.ts';
import { Size } from '../../kit/Fact.tsx';
import { formatExactSize, formatRelative, formatTime } from '../../kit/format.ts';
import { Icon } from '../../kit/icons.tsx';
import { MiddleText } from '../../kit/MiddleText.tsx';
import parts from '../../kit/parts.module.css';
import { VirtualTable } from '../../kit/table/VirtualTable.tsx';
import { imagesMessages } from '../../messages/storage.ts';
import { useEnvironment } from '../../state/environment.ts';
import styles from './storage.module.css';
import type { ImageRow } from './storedImages.ts';

interface RowCallbacks {
  readonly onPin: (row: ImageRow) => void;
  readonly onDelete: (row: ImageRow) => void;
}

const estimatedRowHeight = 57;
const columns = Object.values(imagesMessages.columns);

/** The table of stored images. */
export function ImageTable({ rows, ...callbacks }: RowCallbacks & { readonly rows: readonly ImageRow[] }) {
  return (
    <VirtualTable
      label={imagesMessages.title}
      columns={columns}
      items={rows}
      keyOf={({ image }) => image.digest}
      cellsOf={(row) => <Cells row={row} {...callbacks} />}
      usualHeight={estimatedRowHeight}
      styles={styles}
    />
  );
}

function Cells({ row, onPin, onDelete }: RowCallbacks & { readonly row: ImageRow }) {
  const { now } = useEnvironment();
  const { image, name, link, type, also, protection } = row;
  const usedAtMs = image.usedAt.getTime();
  return (
    <>
      <th scope="row">
        <a href={formatPageAddress(treeAddress(link))} className={styles.name}>
          <MiddleText text={name} />
        </a>
        <span className={styles.quiet}>{also === '' ? type : `${type} · ${also}`}</span>
      </th>
      <td>
        {protection ? (
          <span className={parts.chip}>
            {protection === 'pinned' ? <Icon name="check" /> : null}
            {imagesMessages.protection[protection]}
          </span>
        ) : null}
      </td>
      <td className={parts.number}>
        <Size bytes={image.bytes} />
        <span className={styles.quiet} title={imagesMessages.uniqueTitle(formatExactSize(image.ownBytes))}>
          {imagesMessages.unique(image)}
        </span>
      </td>
      <td>
        <time dateTime={image.usedAt.toISOString()} title={formatTime(usedAtMs)}>
          {formatRelative(usedAtMs, now())}
        </time>
      </td>
      <td>
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
      </td>
    </>
  );
}
