/** What a node of the tree is by its place: what an artifact or a document is, its name and icon say. */
export type NodeKind =
  | 'index'
  | 'image'
  | 'attestation'
  | 'artifact'
  | 'config'
  | 'layers'
  | 'layer'
  | 'blob'
  | 'referrers';
