/** Maximum number of entries that are listed. The rest of a layer is only hashed. */
export const maxEntries = 5_000_000;
/** Maximum length of a path (Linux `PATH_MAX`); longer ones cannot be unpacked. */
export const maxPathBytes = 4096;
/** Maximum length of a name (`NAME_MAX`); longer ones are listed with a finding. */
export const maxNameBytes = 255;
/** Maximum size of all distinct names, link targets and attributes of one layer. */
export const maxTableBytes = 256 * 1024 * 1024;
/** Maximum size of pax records, a long name or a map of holes before one entry, as in Go's archive/tar. */
export const maxMetaBytes = 1024 * 1024;
/** Maximum ratio of unpacked to packed bytes, from `ratioFromBytes` unpacked bytes. deflate reaches 1,032. */
export const maxRatio = 1000;
export const ratioFromBytes = { gzip: 64 * 1024 * 1024, zstd: 1024 * 1024 * 1024 } as const;
/** Maximum window of a zstd frame. */
export const maxZstdWindowBytes = 128 * 1024 * 1024;
/** Maximum size of a table of contents, packed or unpacked. The layer is read instead. */
export const maxTocBytes = 128 * 1024 * 1024;
/** Maximum size of a part of a file that is verified before it is used. */
export const maxPartBytes = 128 * 1024 * 1024;
/** Maximum number of symlinks in one path, as in Linux and containerd. */
export const maxSymlinks = 255;
