import styles from './TreeView.module.css';
import type { TreeRow } from './tree.ts';
import { findTyped, treeMove } from './treeKeys.ts';
import { TreeRowElement } from './treeRowElement.ts';
import { rowHeightPx, type Viewport, windowOf } from './treeWindow.ts';

const typingPauseMs = 700;
const restMs = 120;
/** Keys of the page's one-key commands; they don't start type-ahead. */
const commands = new Set(['c', 'y', '/', '?', '[', ']', '*', ' ']);

export interface TreeProps {
  readonly rows: readonly TreeRow[];
  readonly selected: string;
  /** Reports whether a digest is stored; undefined while unknown. */
  readonly isStored: (digest: string) => boolean | undefined;
  /** Selects rows as the focus moves, if the pane is beside the tree. */
  readonly selectsByFocus: boolean;
  /** `byFocus`: the focus rests on the row; otherwise it was clicked or activated by key. */
  readonly onSelect: (path: string, options: { readonly byFocus: boolean }) => void;
  readonly onToggle: (paths: readonly string[], open: boolean) => void;
  /** Called with the path of the row under the pointer; empty outside of the rows. */
  readonly onPoint?: (path: string) => void;
}

/** Props of the tree before the page has loaded; selecting and toggling wait for the page. */
export type TreeAhead = Omit<TreeProps, 'onSelect' | 'onToggle'>;

/**
 * The tree (w3.org/WAI/ARIA/apg/patterns/treeview): flat rows with an aria-level, one of them in the tab order. Needs no
 * framework, so that it can be drawn before the page has loaded.
 */
export class TreeElement {
  readonly element: HTMLElement;
  readonly #window: Window;
  readonly #tree: HTMLElement;
  readonly #rows = new Map<string, TreeRowElement>();
  #props: TreeProps | undefined;
  /** Index of each row by its path. */
  #places = new Map<string, number>();
  /** Cached, because measuring it while drawing would force a layout of the page. */
  #viewport: Viewport = { top: 0, height: 0 };
  #focused = '';
  /** The selected row must still be scrolled into view: it may not be loaded, or the tree not attached. */
  #mustReveal = true;
  #typed = { text: '', atMs: Number.NEGATIVE_INFINITY };
  #rest = 0;
  #isAhead = false;
  #hasFocus = false;
  readonly #waiting: ((page: Pick<TreeProps, 'onSelect' | 'onToggle'>) => void)[] = [];

  constructor(window: Window) {
    this.#window = window;
    this.element = window.document.createElement('div');
    this.element.className = styles.scroller ?? '';
    this.#tree = window.document.createElement('div');
    this.#tree.className = styles.tree ?? '';
    this.#tree.setAttribute('role', 'tree');
    this.#tree.setAttribute('aria-label', 'Contents of the image');
    this.element.append(this.#tree);
    this.#tree.addEventListener('keydown', (event) => this.#press(event));
    this.#tree.addEventListener('click', (event) => this.#click(event));
    this.#tree.addEventListener('focusin', ({ target }) => {
      this.#hasFocus = true;
      const path = target instanceof HTMLElement ? target.dataset.node : undefined;
      if (path === undefined || path === this.#focused) return;
      this.#focused = path;
      this.#draw();
    });
    // Without a related target the focus is lost because the tree is removed from the document.
    this.#tree.addEventListener('focusout', ({ relatedTarget }) => {
      this.#hasFocus = relatedTarget === null;
    });
    this.#tree.addEventListener('pointerover', (event) =>
      this.#props?.onPoint?.(this.#rowAt(event)?.row.node.path ?? ''),
    );
    this.#tree.addEventListener('pointerleave', () => this.#props?.onPoint?.(''));
    this.element.addEventListener('scroll', () => this.#measure(), { passive: true });
    // The viewport is known once the element is attached, and changes with the page's size.
    new ResizeObserver(() => this.#measure()).observe(this.element);
  }

  drawAhead(ahead: TreeAhead): void {
    this.#isAhead = true;
    this.update({
      ...ahead,
      onSelect: (path, options) => this.#waiting.push((page) => page.onSelect(path, options)),
      onToggle: (paths, open) => this.#waiting.push((page) => page.onToggle(paths, open)),
    });
  }

  update(props: TreeProps): void {
    if (props.selected !== this.#props?.selected) {
      this.#mustReveal ||= this.#focused !== props.selected;
      this.#focused = props.selected;
    }
    if (props.rows !== this.#props?.rows) {
      this.#places = new Map(props.rows.map(({ node }, index) => [node.path, index]));
    }
    this.#props = props;
    this.#draw();
  }

  /** Moves the tree into the page, restores the focus, and performs the actions that waited for the page. */
  moveTo(host: HTMLElement): void {
    const { top } = this.#viewport;
    host.append(this.element);
    // Moving an element resets its scroll position.
    if (top > 0) this.element.scrollTop = top;
    this.#window.requestAnimationFrame(() => this.#measure());
    if (this.#hasFocus) this.#tree.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true });
    if (!this.#isAhead) return;
    this.#isAhead = false;
    const { onSelect, onToggle } = this.#props ?? {};
    if (onSelect && onToggle) for (const act of this.#waiting.splice(0)) act({ onSelect, onToggle });
  }

  /** Measures the viewport and draws the rows in it. */
  #measure(): void {
    const { scrollTop: top, clientHeight: height } = this.element;
    // The user has scrolled: don't scroll to the selected row any more.
    if (top !== this.#viewport.top) this.#mustReveal = false;
    this.#viewport = { top, height };
    this.#draw();
  }

  #draw(): void {
    const { rows = [], selected, isStored } = this.#props ?? {};
    const focused = this.#focusedIndex();
    const visible = windowOf(rows.length, this.#viewport, focused);
    const drawn: TreeRowElement[] = [];
    for (const index of visible) {
      const row = rows[index];
      if (!row) continue;
      const { path, descriptor } = row.node;
      const item = this.#rows.get(path) ?? new TreeRowElement(this.#window.document, row);
      this.#rows.set(path, item);
      item.draw({
        row,
        isSelected: path === selected,
        isFocused: index === focused,
        isStored: isStored?.(descriptor?.digest ?? ''),
      });
      // Margins take the space of rows that are not drawn.
      const before = visible[drawn.length - 1] ?? -1;
      item.element.style.marginTop = index - before > 1 ? `${(index - before - 1) * rowHeightPx}px` : '';
      drawn.push(item);
    }
    this.#tree.style.paddingBottom = `${(rows.length - 1 - (visible.at(-1) ?? rows.length - 1)) * rowHeightPx}px`;
    const { document } = this.#window;
    const hadFocus = this.#tree.contains(document.activeElement);
    this.#place(drawn);
    // The focused row was removed: its replacement gets the focus.
    if (hadFocus && !this.#tree.contains(document.activeElement)) {
      this.#rows.get(rows[focused]?.node.path ?? '')?.element.focus({ preventScroll: true });
    }
    if (this.#mustReveal && this.#viewport.height > 0 && this.#places.has(this.#focused)) this.#reveal();
  }

  /** Removes before it inserts, so that a remaining row is never moved and keeps the focus. */
  #place(drawn: readonly TreeRowElement[]): void {
    const staying = new Set(drawn);
    for (const [path, item] of this.#rows) {
      if (staying.has(item)) continue;
      item.element.remove();
      this.#rows.delete(path);
    }
    let next = this.#tree.firstChild;
    for (const { element } of drawn) {
      if (element === next) next = next.nextSibling;
      else this.#tree.insertBefore(element, next);
    }
  }

  /** Returns the index of the focused row, else of its nearest visible ancestor, else of the first row. */
  #focusedIndex(): number {
    for (let path = this.#focused; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('/')))) {
      const index = this.#places.get(path);
      if (index !== undefined) return index;
    }
    return 0;
  }

  #focusOn(path: string): void {
    this.#focused = path;
    this.#draw();
    this.#reveal();
    this.#rows.get(path)?.element.focus({ preventScroll: true });
    this.#window.clearTimeout(this.#rest);
    // Delayed, so that holding an arrow key does not fetch every row.
    if (this.#props?.selectsByFocus) {
      this.#rest = this.#window.setTimeout(() => this.#props?.onSelect(path, { byFocus: true }), restMs);
    }
  }

  /** Scrolls the focused row into view, by as little as possible. */
  #reveal(): void {
    this.#mustReveal = false;
    this.#tree.querySelector('[tabindex="0"]')?.scrollIntoView({ block: 'nearest' });
  }

  #select(path: string): void {
    this.#window.clearTimeout(this.#rest);
    this.#props?.onSelect(path, { byFocus: false });
  }

  /** Marks the row of a layer that is pointed at elsewhere on the page. */
  link(path: string): void {
    this.#tree.querySelector('[data-linked]')?.removeAttribute('data-linked');
    if (path !== '') this.#rows.get(path)?.element.setAttribute('data-linked', 'true');
  }

  #rowAt(event: Event): TreeRowElement | undefined {
    return [...this.#rows.values()].find(({ element }) => event.composedPath().includes(element));
  }

  #click(event: MouseEvent): void {
    const found = this.#rowAt(event);
    if (!found) return;
    const { row } = found;
    const { path } = row.node;
    this.#focusOn(path);
    if (row.expanded === undefined || !found.isTwisty(event.target)) {
      this.#select(path);
      return;
    }
    this.#window.clearTimeout(this.#rest);
    this.#props?.onToggle([path], !row.expanded);
  }

  #press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.#props) return;
    const { rows, onToggle } = this.#props;
    const focused = rows[this.#focusedIndex()]?.node.path ?? '';
    const isTyped = this.#isTyped(event, focused);
    const move = isTyped ? {} : treeMove(rows, focused, event.key);
    if (!move) return;
    event.preventDefault();
    if (move.focus !== undefined) this.#focusOn(move.focus);
    if (move.open) onToggle(move.open, true);
    if (move.close !== undefined) onToggle([move.close], false);
    if (move.select !== undefined) this.#select(move.select);
  }

  /** Collects typed characters and moves to the row whose name starts with them. */
  #isTyped({ key, timeStamp }: KeyboardEvent, focused: string): boolean {
    if (key.length !== 1) return false;
    const isFresh = timeStamp - this.#typed.atMs > typingPauseMs;
    if (isFresh && commands.has(key)) return false;
    const text = isFresh ? key : this.#typed.text + key;
    this.#typed = { text, atMs: timeStamp };
    const found = findTyped(this.#props?.rows ?? [], focused, text);
    if (found !== undefined) this.#focusOn(found);
    return true;
  }
}
