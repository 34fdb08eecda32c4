import { maxFindings } from '../oci/index.ts';

/** The kinds of findings about a layer, or about layers that are merged. What engines do is in docs/decisions/layers.md. */
export type LayerFindingReason =
  // The stream.
  | 'stream_cut'
  | 'stream_corrupt'
  | 'compression_bomb'
  | 'compression_unsupported'
  | 'compression_differs'
  | 'trailing_zeros'
  | 'trailing_bytes'
  | 'not_a_tar'
  | 'diff_id_differs'
  // The tar.
  | 'tar_cut'
  | 'tar_header_invalid'
  | 'global_header'
  | 'global_header_path_or_size'
  | 'sparse_old_gnu'
  | 'unknown_type'
  | 'file_with_slash'
  | 'path_absolute'
  | 'path_dot_dot'
  | 'path_too_long'
  | 'name_too_long'
  | 'too_many_entries'
  | 'device_is_whiteout'
  // The file system of one layer.
  | 'listed_twice'
  | 'parent_not_directory'
  | 'through_symlink'
  | 'symlink_loop'
  | 'root_not_directory'
  | 'whiteout_invalid'
  | 'whiteout_in_parent'
  | 'aufs_metadata'
  // Layers that are merged.
  | 'whiteout_of_nothing'
  | 'directory_replaces_file'
  | 'directory_replaces_symlink'
  | 'implied_directory_replaces_file'
  | 'implied_directory_replaces_symlink'
  | 'hardlink_broken'
  | 'hardlink_into_lower_layer'
  | 'hardlink_before_target'
  | 'hardlink_to_directory'
  // Tables of contents.
  | 'toc_entry_missing'
  | 'toc_entry_differs'
  | 'toc_entry_not_in_tar'
  | 'toc_entry_invalid';

/** Something unusual or broken in a layer. The layer is listed all the same. */
export interface LayerFinding {
  readonly reason: LayerFindingReason;
  /** Path as written, up to 4,096 bytes, if the finding is about an entry. */
  readonly path?: string;
  /** A fact beside the reason: an offset, a target, a name of a field. */
  readonly detail?: string;
  /** Number of the layer, from 0, if layers were merged. */
  readonly layer?: number;
}

/** Collects the first findings of each reason, and counts the others. */
export class LayerFindings {
  readonly list: LayerFinding[] = [];
  /** Number of findings by reason, with those that are not listed. */
  readonly counts: Partial<Record<LayerFindingReason, number>> = {};

  /** `path` is called only if the finding is listed. */
  add(
    reason: LayerFindingReason,
    path?: () => string,
    more: { readonly detail?: string; readonly layer?: number } = {},
  ) {
    const count = (this.counts[reason] ?? 0) + 1;
    this.counts[reason] = count;
    if (count > maxFindings) return;
    this.list.push({ reason, ...(path ? { path: path() } : {}), ...more });
  }
}
