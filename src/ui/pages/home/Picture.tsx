import { type IconName, iconShapes } from '../../kit/iconShapes.ts';
import { pictureMessages } from '../../messages/home.ts';
import styles from './Picture.module.css';

const rowHeight = 22;
const barWidth = 196;
/** Shares of the layer bar, in the order of the steps. */
const shares = [0.61, 0.26, 0.13];

interface Row {
  readonly icon: IconName;
  readonly name: string;
  readonly indent: number;
  readonly isOpen?: boolean;
  readonly measure?: string;
}

const [first, second] = pictureMessages.platforms;
const rows: readonly Row[] = [
  { icon: 'index', name: pictureMessages.index, indent: 0, isOpen: true },
  { icon: 'image', name: first, indent: 1, isOpen: true },
  { icon: 'config', name: pictureMessages.config, indent: 2 },
  { icon: 'layers', name: pictureMessages.layers, indent: 2, measure: pictureMessages.size },
  { icon: 'image', name: second, indent: 1, isOpen: false },
  { icon: 'sbom', name: pictureMessages.sbom, indent: 1 },
];
const selected = 1;

/** A small picture of an open image: its tree beside its layers. Decorative, since the text beside it says the same. */
export function Picture() {
  return (
    <svg className={styles.picture} viewBox="0 0 420 164" aria-hidden="true" focusable="false">
      <rect x="0.5" y="0.5" width="419" height="163" rx="8" className={styles.panel} />
      <path d="M8.5 1H196V163H8.5A7.5 7.5 0 0 1 1 155.5V8.5A7.5 7.5 0 0 1 8.5 1z" className={styles.sunken} />
      <path d="M196.5 1V163" className={styles.line} />
      <rect x="6" y={10 + selected * rowHeight} width="184" height={rowHeight} rx="4" className={styles.selected} />
      {rows.map((row, index) => (
        <TreeRow key={row.name} row={row} y={10 + index * rowHeight} />
      ))}
      <Layers />
    </svg>
  );
}

function TreeRow({ row: { icon, name, indent, isOpen, measure }, y }: { readonly row: Row; readonly y: number }) {
  const x = 12 + indent * 16;
  return (
    <>
      {isOpen === undefined ? null : (
        <path
          d={isOpen ? 'M0 0h7L3.5 4.5z' : 'M0 0v7l4.5-3.5z'}
          transform={`translate(${x} ${y + (isOpen ? 9 : 7.5)})`}
          className={styles.twisty}
        />
      )}
      <path d={iconShapes[icon]} transform={`translate(${x + 13} ${y + 4}) scale(0.85)`} className={styles.icon} />
      <text x={x + 33} y={y + 15} className={styles.text}>
        {name}
      </text>
      {measure ? (
        <text x="184" y={y + 15} className={`${styles.muted} ${styles.end}`}>
          {measure}
        </text>
      ) : null}
    </>
  );
}

function Layers() {
  const starts = shares.map((_, index) => shares.slice(0, index).reduce((sum, share) => sum + share, 0));
  return (
    <g transform="translate(210 0)">
      <text y="26" className={styles.title}>
        {pictureMessages.title}
      </text>
      <text y="44" className={styles.digest}>
        {pictureMessages.digest}
      </text>
      <path d="M1 55.5 3.5 58 8 52.5" className={styles.check} />
      <text x="13" y="59" className={styles.ok}>
        {pictureMessages.matches}
      </text>
      {shares.map((share, index) => (
        <rect
          key={share}
          x={(starts[index] ?? 0) * barWidth + (index > 0 ? 1 : 0)}
          y="72"
          width={share * barWidth - (index > 0 ? 1 : 0)}
          height="12"
          rx="2"
          fill={`var(--layer-${index + 1})`}
        />
      ))}
      {pictureMessages.steps.map(([step, size], index) => (
        <g key={step} transform={`translate(0 ${106 + index * 20})`}>
          <rect y="-8" width="8" height="8" rx="2" fill={`var(--layer-${index + 1})`} />
          <text x="14" className={styles.code}>
            {step}
          </text>
          <text x={barWidth} className={`${styles.muted} ${styles.end}`}>
            {size}
          </text>
        </g>
      ))}
    </g>
  );
}
