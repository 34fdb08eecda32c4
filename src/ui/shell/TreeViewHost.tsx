import { useEffect, useLayoutEffect, useRef } from 'react';
import { useEnvironment } from '../state/environment.ts';
import { linkedLayer } from '../state/linkedLayer.ts';
import styles from '../tree/TreeView.module.css';
import type { TreeProps } from '../tree/treeView.ts';

/** Hosts the tree view, which is created before the page, and passes it new props. */
export function TreeView(props: TreeProps) {
  const { tree } = useEnvironment();
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => tree.update({ ...props, onPoint: linkedLayer.set }));
  useEffect(() => linkedLayer.subscribe(() => tree.link(linkedLayer.get())), [tree]);
  useLayoutEffect(() => {
    if (host.current) tree.moveTo(host.current);
  }, [tree]);
  return <div className={styles.host} ref={host} />;
}
