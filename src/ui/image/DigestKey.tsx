import { useActions } from '../actions/useActions.ts';
import { useCopy } from '../kit/copy.ts';
import { useKeys } from '../kit/keys.ts';
import parts from '../kit/parts.module.css';
import styles from './DigestKey.module.css';

/** Adds the shortcut that copies the digest to a view that does not show it. */
export function DigestKey({ digest }: { readonly digest: string }) {
  const [copied, copy] = useCopy();
  const copyDigest = () => copy(digest);
  useKeys({ c: copyDigest });
  useActions([{ id: 'digest', name: 'Copy digest', key: 'c', run: copyDigest }]);
  const status = { no: '', copied: 'Digest copied', refused: digest }[copied];
  return (
    <p role="status" className={status === '' ? parts.hidden : `${parts.chip} ${styles.status}`}>
      {status}
    </p>
  );
}
