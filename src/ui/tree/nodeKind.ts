import type { IconName } from '../kit/iconShapes.ts';

/** The kind of a tree node by its place; the name and the icon tell what an artifact or document is. Each kind has an icon. */
export type NodeKind = NamedByIcon<
  'index' | 'image' | 'attestation' | 'artifact' | 'config' | 'layers' | 'layer' | 'blob' | 'referrers'
>;

type NamedByIcon<Name extends IconName> = Name;
