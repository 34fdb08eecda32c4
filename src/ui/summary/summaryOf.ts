import { formatPageAddress, treeAddress } from '../../api/index.ts';
import type { Descriptor, ImageConfig, Manifest } from '../../oci/index.ts';
import { formatCount, showTime } from '../kit/format.ts';
import { visible } from '../kit/visible.ts';
import { summaryMessages } from '../messages/summary.ts';
import { type AboutRow, aboutRows } from './aboutRows.ts';
import { containerRows } from './containerRows.ts';

/** A piece of text; `href` is an address of this app or an https URL. */
export interface SummaryText {
  readonly text: string;
  readonly look?: 'mono' | 'muted' | 'digest';
  readonly href?: string;
}

/** One fact, with a line for each of its values. */
export interface SummaryRow {
  readonly term: string;
  readonly lines: readonly (readonly SummaryText[])[];
}

export interface SummarySection {
  readonly heading: string;
  readonly rows: readonly SummaryRow[];
}

/** Documents that the summary of an image is made from. */
export interface SummarySource {
  readonly manifest: Manifest;
  /** Undefined while it is loading, and for an image without one. */
  readonly config: ImageConfig | undefined;
  /** The descriptor in the index or list that leads to the image. */
  readonly descriptor: Descriptor | undefined;
  /** Names the document with the descriptor: `by the index`. */
  readonly statedBy: string;
  /** Address of the view with all fields of the config. */
  readonly configHref: string;
  readonly nowMs: number;
}

const maxValues = 6;
/** Longer values are cut; the view of the config has them whole. */
const maxLength = 160;

/** Returns the summary of an image: what it runs, and where it comes from. Sections without facts are left out. */
export function summaryOf(source: SummarySource): readonly SummarySection[] {
  const sections = [
    { heading: summaryMessages.runs, rows: runRows(source) },
    { heading: summaryMessages.comesFrom, rows: originRows(source) },
  ];
  return sections.filter(({ rows }) => rows.length > 0);
}

function runRows({ config, configHref }: SummarySource): readonly SummaryRow[] {
  if (!config) return [];
  const settings = containerRows(config.config);
  const all = [
    ...settings.filter(({ isRare }) => !isRare),
    { term: summaryMessages.variables, values: config.config.env ?? [] },
    ...settings.filter(({ isRare }) => isRare),
  ];
  return all.flatMap(({ term, values }) => {
    if (values.length === 0) return [];
    const shown = values.slice(0, values.length > maxValues ? maxValues - 1 : maxValues);
    const rest = values.length - shown.length;
    const lines = shown.map((value): readonly SummaryText[] => [{ text: shorten(value), look: 'mono' }]);
    return [{ term, lines: rest === 0 ? lines : [...lines, [{ text: summaryMessages.more(rest), href: configHref }]] }];
  });
}

function originRows({ manifest, config, descriptor, statedBy, nowMs }: SummarySource): readonly SummaryRow[] {
  const created = config?.created ?? manifest.annotations?.['org.opencontainers.image.created'];
  const own = [manifest.annotations, config?.config.labels];
  const isOwn = new Set(aboutRows(...own).map(({ term }) => term));
  const stated = aboutRows(...own, descriptor?.annotations).map(
    (row): SummaryRow => ({
      term: row.term,
      lines: [[aboutText(row), ...(isOwn.has(row.term) ? [] : [{ text: ` ${statedBy}`, look: 'muted' as const }])]],
    }),
  );
  return created ? [createdRow(created, nowMs), ...stated] : stated;
}

function createdRow(created: string, nowMs: number): SummaryRow {
  const { exact, relative } = showTime(created, nowMs);
  const ago = relative === '' ? [] : [{ text: ` · ${relative}`, look: 'muted' as const }];
  return { term: summaryMessages.created, lines: [[{ text: visible(exact) }, ...ago]] };
}

function aboutText({ text, url, reference }: AboutRow): SummaryText {
  if (reference !== undefined)
    return { text: visible(text), look: 'mono', href: formatPageAddress(treeAddress(reference)) };
  return url === undefined ? { text: shorten(text) } : { text: visible(text), look: 'mono', href: url };
}

function shorten(text: string): string {
  const shown = visible(text.slice(0, maxLength));
  return text.length > maxLength ? `${shown}… (${formatCount(text.length, 'character')})` : shown;
}
