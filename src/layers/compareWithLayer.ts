import { compareBytes } from './byteStrings.ts';
import { type LayerFinding, LayerFindings } from './layerFinding.ts';
import { entrySize, type LayerIndex, pathBytes } from './layerIndex.ts';
import { escapeName } from './nameText.ts';
import { differentAttributes, linkTarget } from './sameEntry.ts';

/** The table of contents itself is in the tar, and not in the table. */
const tocPath = 'stargz.index.json';

/**
 * Compares a table of contents with the layer that it is about, once the whole layer was read: what a lazy runtime runs may differ
 * from what `docker pull` unpacks. Returns a finding for each path that differs, up to a limit.
 */
export function compareWithLayer(toc: LayerIndex, layer: LayerIndex): readonly LayerFinding[] {
  const findings = new LayerFindings();
  const inTar = rowsByPath(layer);
  for (const [path, row] of rowsByPath(toc)) {
    const other = inTar.get(path);
    inTar.delete(path);
    if (other === undefined) findings.add('toc_entry_not_in_tar', () => path);
    else {
      const fields = differences(toc, row, layer, other);
      if (fields.length > 0) findings.add('toc_entry_differs', () => path, { detail: fields.join(', ') });
    }
  }
  for (const path of inTar.keys()) if (path !== tocPath) findings.add('toc_entry_missing', () => path);
  return findings.list;
}

/** Rows by path; the last entry of a path wins. */
function rowsByPath(index: LayerIndex): Map<string, number> {
  const rows = new Map<string, number>();
  for (let row = 0; row < index.entries.count; row++) {
    rows.set(escapeName(pathBytes(index, index.entries.paths[row] ?? 0)), row);
  }
  return rows;
}

function differences(toc: LayerIndex, row: number, layer: LayerIndex, other: number): readonly string[] {
  const [a, b] = [
    { index: toc, row },
    { index: layer, row: other },
  ];
  const fields: string[] = [];
  if (toc.entries.types[row] !== layer.entries.types[other]) fields.push('type');
  if (entrySize(toc.entries, row) !== entrySize(layer.entries, other)) fields.push('size');
  if (compareBytes(linkTarget(a), linkTarget(b)) !== 0) fields.push('link');
  return [...fields, ...differentAttributes(a, b)];
}
