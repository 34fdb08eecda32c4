import { formatPageAddress, type HeldImage, treeAddress } from '../../../api/index.ts';
import { Size } from '../../kit/Fact.tsx';
import { formatExactSize, formatRelative, formatSize, formatTime } from '../../kit/format.ts';
import { Icon } from '../../kit/icons.tsx';
import { MiddleText } from '../../kit/MiddleText.tsx';
import parts from '../../kit/parts.module.css';
import { VirtualTable } from '../../kit/table/VirtualTable.tsx';
import { useEnvironment } from '../../state/environment.ts';
import styles from './storage.module.css';
import type { ImageRow } from './storedImages.ts';

interface Acts {
  readonly onPin: (row: ImageRow) => void;
  readonly onDelete: (row: ImageRow) => void;
}

const usualHeight = 57;
const columns = ['Image', 'Kept', 'Size', 'Last opened', 'Actions'];

/** The images that are stored, as the page lists them. */
export function ImageTable({ rows, ...acts }: Acts & { readonly rows: readonly ImageRow[] }) {
  return (
    <VirtualTable
      label="Images"
      columns={columns}
      items={rows}
      keyOf={({ image }) => image.digest}
      cellsOf={(row) => <Cells row={row} {...acts} />}
      usualHeight={usualHeight}
      styles={styles}
    />
  );
}

function Cells({ row, onPin, onDelete }: Acts & { readonly row: ImageRow }) {
  const { now } = useEnvironment();
  const { image, name, link, what, also, kept } = row;
  const usedAtMs = image.usedAt.getTime();
  return (
    <>
      <th scope="row">
        <a href={formatPageAddress(treeAddress(link))} className={styles.name}>
          <MiddleText text={name} />
        </a>
        <span className={styles.quiet}>{also === '' ? what : `${what} · ${also}`}</span>
      </th>
      <td>
        {kept ? (
          <span className={parts.chip}>
            {kept === 'pinned' ? <Icon name="check" /> : null}
            {kept}
          </span>
        ) : null}
      </td>
      <td className={parts.number}>
        <Size bytes={image.bytes} />
        <span className={styles.quiet} title={`${formatExactSize(image.ownBytes)} that no other image here uses`}>
          {ownText(image)}
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
            {kept === 'pinned' ? 'Unpin' : 'Pin'}
            <span className={parts.hidden}> {name}</span>
          </button>
          <button
            type="button"
            className={`${parts.button} ${parts.quiet}`}
            data-delete={image.digest}
            onClick={() => onDelete(row)}
          >
            Delete<span className={parts.hidden}> {name}</span>
          </button>
        </span>
      </td>
    </>
  );
}

function ownText({ bytes, ownBytes }: HeldImage): string {
  if (ownBytes === bytes) return 'all its own';
  return ownBytes === 0 ? 'all shared' : `own ${formatSize(ownBytes)}`;
}
