import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { formatPageAddress, treeAddress } from '../../api/index.ts';
import type { Fetched } from '../../client/index.ts';
import { childrenOf, isDigest } from '../../oci/index.ts';
import { CopyButton } from '../CopyButton.tsx';
import { useCopy } from '../copy.ts';
import { useEnvironment } from '../environment.ts';
import { formatExactSize } from '../format.ts';
import type { PaneProps } from '../pane/paneProps.ts';
import type { Selection } from '../pane/selection.ts';
import parts from '../parts.module.css';
import { localStorageOf } from '../storage.ts';
import { indentTokens, type JsonLine, type JsonToken, jsonTokens, layOut } from './jsonTokens.ts';
import styles from './RawView.module.css';

const lineHeight = 20;
/** Up to here every line is in the DOM, where the browser's own search finds it. */
const mostPlainLines = 2000;
const setting = 'ociscope:raw';

/** The text of a document, byte for byte, its digests linked. Indenting moves tokens and changes none. */
export function RawView({
  fetched,
  selection,
  tree,
  linkTo,
}: PaneProps & { readonly selection: Selection; readonly fetched: Fetched | undefined }) {
  const { window } = useEnvironment();
  const storage = localStorageOf(window);
  const [isIndented, setIndented] = useState(() => storage?.getItem(setting) === 'indented');
  const [copied, copy] = useCopy();
  const box = useRef<HTMLDivElement>(null);
  const columns = useColumns(box);
  const bytes = fetched?.bytes;
  const text = useMemo(() => new TextDecoder().decode(bytes), [bytes]);
  const tokens = useMemo(() => jsonTokens(text), [text]);
  const lines = useMemo(
    () => layOut(isIndented ? indentTokens(tokens) : tokens, columns),
    [tokens, isIndented, columns],
  );
  const linkOf = useDigestLinks({ selection, tree, linkTo });
  if (!bytes) return null;
  const choose = (indented: boolean) => {
    setIndented(indented);
    storage?.setItem(setting, indented ? 'indented' : 'stored');
  };
  return (
    <>
      <div className={styles.bar}>
        <span className={parts.muted}>
          {formatExactSize(bytes.length)}, {isIndented ? 'indented for reading, tokens unchanged' : 'exactly as stored'}
        </span>
        <fieldset className={styles.choice}>
          <legend className={parts.hidden}>Layout</legend>
          {[false, true].map((indented) => (
            <label key={String(indented)}>
              <input type="radio" name="layout" checked={isIndented === indented} onChange={() => choose(indented)} />
              {indented ? 'Indented' : 'As stored'}
            </label>
          ))}
        </fieldset>
        <CopyButton label="Copy" copied={copied} onCopy={() => copy(text)} />
        <a className={parts.button} href={dataUrl(bytes)} download={`${fetched.digest.replace(':', '-')}.json`}>
          Download
        </a>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section className={styles.box} ref={box} tabIndex={0} aria-label="Raw text">
        <Lines lines={lines} box={box} linkOf={linkOf} />
      </section>
    </>
  );
}

type LinkOf = (token: JsonToken) => string | undefined;

function Lines({
  lines,
  box,
  linkOf,
}: {
  readonly lines: readonly JsonLine[];
  readonly box: { readonly current: HTMLDivElement | null };
  readonly linkOf: LinkOf;
}) {
  const isLong = lines.length > mostPlainLines;
  const virtualizer = useVirtualizer({
    count: isLong ? lines.length : 0,
    getScrollElement: () => box.current,
    estimateSize: () => lineHeight,
    overscan: 30,
  });
  // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name but their place, and a new text replaces them all
  if (!isLong) return lines.map((line, index) => <Line key={index} line={line} linkOf={linkOf} />);
  return (
    <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
      {virtualizer.getVirtualItems().map(({ index, start }) => {
        const line = lines[index];
        return line ? (
          <div key={index} className={styles.placed} style={{ top: start }}>
            <Line line={line} linkOf={linkOf} />
          </div>
        ) : null;
      })}
    </div>
  );
}

function Line({ line, linkOf }: { readonly line: JsonLine; readonly linkOf: LinkOf }) {
  return (
    <div className={styles.line}>
      <span className={styles.gutter} data-number={line.number} />
      <code>{line.tokens.map((token, index) => drawToken(token, index, linkOf))}</code>
    </div>
  );
}

function drawToken(token: JsonToken, index: number, linkOf: LinkOf): ReactNode {
  const href = token.kind === 'string' ? linkOf(token) : undefined;
  if (href) {
    return (
      <a key={index} href={href}>
        {token.text}
      </a>
    );
  }
  if (token.kind === 'key' || token.kind === 'number' || token.kind === 'word') {
    return (
      <span key={index} className={styles[token.kind]}>
        {token.text}
      </span>
    );
  }
  return token.text;
}

/** A digest of a child leads to its node; any other digest to what it names in the same repository. */
function useDigestLinks({
  selection: { node, manifest },
  tree,
  linkTo,
}: {
  readonly selection: Selection;
  readonly tree: PaneProps['tree'];
  readonly linkTo: (path: string) => string;
}): LinkOf {
  const paths = new Map(manifest ? childrenOf(manifest).map(({ descriptor, path }) => [descriptor.digest, path]) : []);
  return ({ text }) => {
    const digest = text.slice(1, -1);
    if (!isDigest(digest)) return undefined;
    const path = paths.get(digest);
    if (path !== undefined) return linkTo(node.path === '' ? path : `${node.path}/${path}`);
    if (node.kind === 'config') return undefined;
    return formatPageAddress(treeAddress(tree.where ? `${tree.where.host}/${tree.where.name}@${digest}` : digest));
  };
}

const fewestColumns = 24;
const numberColumns = 7;

/** How many characters fit in a line of the box. */
function useColumns(box: { readonly current: HTMLElement | null }): number {
  const { window } = useEnvironment();
  const [columns, setColumns] = useState(100);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const probe = window.document.createElement('code');
    probe.textContent = '0'.repeat(100);
    probe.style.position = 'absolute';
    probe.style.visibility = 'hidden';
    element.append(probe);
    const width = probe.getBoundingClientRect().width / 100;
    probe.remove();
    const measure = () => setColumns(Math.max(fewestColumns, Math.floor(element.clientWidth / width) - numberColumns));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box, window]);
  return columns;
}

/** The exact bytes as an address, so that saving needs neither script nor network. */
function dataUrl(bytes: Uint8Array): string {
  const escaped = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`);
  return `data:application/octet-stream,${escaped.join('')}`;
}
