import { useLayoutEffect, useRef } from 'react';
import { useEnvironment } from '../state/environment.ts';
import styles from '../tree/TreeView.module.css';
import type { TreeProps } from '../tree/treeView.ts';

/** Takes the tree into the page, and keeps it up to date. */
export function TreeView(props: TreeProps) {
  const { tree } = useEnvironment();
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => tree.update(props));
  useLayoutEffect(() => {
    if (host.current) tree.moveTo(host.current);
  }, [tree]);
  return <div className={styles.host} ref={host} />;
}
