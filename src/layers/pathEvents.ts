import { U32Column } from './columns.ts';
import { noNode } from './pathTable.ts';

/** Marks a missing entry: a folder that no entry lists, or nothing. */
export const noEntry = 0xffffffff;

/** Kinds of events: what a layer did to a path. A column holds the position. */
export const eventKinds = [
  'added',
  'content',
  'attributes',
  'type',
  'stored again',
  'listed again',
  'removed',
  'hidden',
  'replaced',
] as const;
/** `removed` by a whiteout, `hidden` by an opaque folder, `replaced` because a folder above became another type. */
export type EventKind = (typeof eventKinds)[number];

/** The number of a kind from which on the path is not there. */
export const firstAbsence = eventKinds.indexOf('removed');
export const [removedKind, hiddenKind, replacedKind] = [firstAbsence, firstAbsence + 1, firstAbsence + 2] as const;

/**
 * Changes of each path by each layer, as columns: a list of events for each path node, the last one first. An entry is its row
 * plus the number of entries in the layers below.
 */
export class PathEvents {
  /** Event number plus one of a node's last event; 0 without one. */
  private readonly last = new U32Column();
  private readonly previous = new U32Column();
  readonly layers = new U32Column();
  readonly kinds = new U32Column();
  /** The entry that lists the path, or `noEntry`. */
  readonly entries = new U32Column();
  /** The entry with the content: another one if the path is a hard link; `noEntry` for implied folders and broken links. */
  readonly inodes = new U32Column();

  add(node: number, layer: number, kind: number, entry: number, inode: number): void {
    this.previous.push(this.last.at(node));
    this.layers.push(layer);
    this.kinds.push(kind);
    this.entries.push(entry);
    this.inodes.push(inode);
    this.last.set(node, this.layers.length);
  }

  /** Returns the last event of a node, up to a layer; `noNode` without one. */
  lastOf(node: number, upto = noNode): number {
    let event = this.last.at(node);
    while (event !== 0 && this.layers.at(event - 1) > upto) event = this.previous.at(event - 1);
    return event === 0 ? noNode : event - 1;
  }

  /** Returns the event before another of the same node, or `noNode`. */
  before(event: number): number {
    const found = this.previous.at(event);
    return found === 0 ? noNode : found - 1;
  }

  /** Reports whether a node exists after an event. */
  exists(event: number): boolean {
    return event !== noNode && this.kinds.at(event) < firstAbsence;
  }
}
