import { formatExactSize, formatSize, shortDigest } from '../kit/format.ts';
import { type IconName, iconShapes } from '../kit/iconShapes.ts';
import { makeElement } from '../kit/makeElement.ts';
import parts from '../kit/parts.module.css';
import { rowProof } from './contentProof.ts';
import { spokenKind } from './nodes.ts';
import styles from './TreeView.module.css';
import type { TreeRow } from './tree.ts';

const svgNamespace = 'http://www.w3.org/2000/svg';

/** A row and its state in the tree. */
export interface RowState {
  readonly row: TreeRow;
  readonly isSelected: boolean;
  readonly isFocused: boolean;
  readonly isStored: boolean | undefined;
}

/** Characters at the end of a name that stay when it is cut. */
const tailLength = 9;

/** A row's element: twisty, icon, name, secondary text, and the size or count at the right. */
export class TreeRowElement {
  readonly element: HTMLElement;
  row: TreeRow;
  readonly #twisty: HTMLElement;
  readonly #icon: SVGElement;
  readonly #kind: HTMLElement;
  readonly #name: Text;
  readonly #head: HTMLElement;
  readonly #tail: HTMLElement;
  readonly #unread: HTMLElement;
  readonly #note: HTMLElement;
  readonly #measure: HTMLElement;
  #drawn = '';

  constructor(document: Document, row: TreeRow) {
    this.row = row;
    this.element = makeElement(document, 'div', styles.row);
    this.#twisty = makeElement(document, 'span', styles.twisty);
    this.#twisty.append(makeIcon(document, 'twisty'));
    this.#icon = makeIcon(document, row.node.icon);
    this.#icon.setAttribute('class', styles.icon ?? '');
    const name = makeElement(document, 'span', styles.name);
    this.#kind = makeElement(document, 'span', parts.hidden);
    this.#name = document.createTextNode('');
    this.#head = makeElement(document, 'span', styles.head);
    this.#tail = makeElement(document, 'span', styles.tail);
    for (const part of [this.#head, this.#tail]) part.setAttribute('aria-hidden', 'true');
    // Screen readers get the whole name; on the screen it is cut in the middle.
    name.append(this.#kind, makeElement(document, 'span', parts.hidden, this.#name), this.#head, this.#tail);
    this.#unread = makeElement(document, 'span', parts.hidden);
    this.#note = makeElement(document, 'span', styles.note);
    this.#measure = makeElement(document, 'span', styles.measure);
    this.element.append(this.#twisty, this.#icon, name, this.#note, this.#measure, this.#unread);
    this.element.setAttribute('role', 'treeitem');
  }

  /** Updates the element if the state has changed. */
  draw(state: RowState): void {
    this.row = state.row;
    const drawn = facts(state);
    const key = JSON.stringify(drawn);
    if (key === this.#drawn) return;
    this.#drawn = key;
    for (const [name, value] of Object.entries(drawn.attributes)) setAttribute(this.element, name, value);
    this.element.style.paddingInlineStart = `${6 + (state.row.level - 1) * 18}px`;
    this.#twisty.dataset.open = drawn.attributes['aria-expanded'] ?? '';
    this.#twisty.hidden = drawn.attributes['aria-expanded'] === undefined;
    this.#icon.firstElementChild?.setAttribute('d', iconShapes[drawn.icon]);
    this.#kind.textContent = drawn.spoken;
    this.#name.data = drawn.name;
    const cut = drawn.name.length > 2 * tailLength ? drawn.name.length - tailLength : drawn.name.length;
    this.#head.textContent = drawn.name.slice(0, cut);
    this.#tail.textContent = drawn.name.slice(cut);
    this.#head.parentElement?.setAttribute('title', drawn.name);
    this.#unread.textContent = drawn.unread;
    this.#note.textContent = drawn.note;
    this.#note.title = drawn.noteTitle;
    this.#note.dataset.mono = String(drawn.isMono);
    this.#measure.textContent = drawn.measure;
    this.#measure.title = drawn.exact;
  }

  isTwisty(target: EventTarget | null): boolean {
    return target instanceof Node && this.#twisty.contains(target);
  }
}

function facts({ row, isSelected, isFocused, isStored }: RowState) {
  const { node, error } = row;
  const { descriptor } = node;
  const { digest = '' } = descriptor ?? {};
  const size = row.length === undefined ? descriptor?.size : BigInt(row.length);
  const [state, proof] = rowProof(row, isStored);
  // Its row is dimmed, and the pane says it.
  const text = state === 'missing' ? '' : proof;
  const spoken = spokenKind(node);
  const icon: IconName = error ? 'warning' : node.icon;
  return {
    attributes: {
      'aria-level': String(row.level),
      'aria-setsize': String(row.setSize),
      'aria-posinset': String(row.posInSet),
      'aria-expanded': row.expanded === undefined ? undefined : String(row.expanded),
      'aria-selected': String(isSelected),
      'aria-busy': row.busy ? 'true' : undefined,
      tabindex: isFocused ? '0' : '-1',
      'data-node': node.path,
      'data-kind': node.kind,
      'data-digest': digest,
      'data-size': size === undefined ? '' : String(size),
      'data-state': state,
    },
    icon,
    spoken: spoken === '' ? '' : `${spoken} `,
    name: node.name,
    note: text || node.note || (node.kind === 'layer' || digest === '' ? '' : shortDigest(digest)),
    noteTitle: text || node.note,
    isMono: node.note === '' && text === '',
    unread: state === 'missing' ? ` ${proof}` : '',
    measure: measureOf(row),
    exact: (node.kind === 'image' && node.measure) || size === undefined ? '' : formatExactSize(size),
  };
}

/** Returns the actual size of a loaded blob, else the text of the node. */
function measureOf({ node, length }: TreeRow): string {
  return node.content === 'blob' && length !== undefined ? formatSize(length) : node.measure;
}

function setAttribute(element: Element, name: string, value: string | undefined): void {
  if (value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

function makeIcon(document: Document, name: IconName): SVGElement {
  const svg = document.createElementNS(svgNamespace, 'svg');
  const path = document.createElementNS(svgNamespace, 'path');
  path.setAttribute('d', iconShapes[name]);
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(path);
  return svg;
}
