import { useId, useState } from 'react';
import type { ShareOptions } from '../../actions/dialogs.ts';
import { CopyButton } from '../../kit/CopyButton.tsx';
import { useCopy } from '../../kit/copy.ts';
import { Dialog } from '../../kit/Dialog.tsx';
import parts from '../../kit/parts.module.css';
import { useEnvironment } from '../../state/environment.ts';
import { QrCode } from './QrCode.tsx';
import styles from './share.module.css';
import { reachText, shareLinks } from './shareLinks.ts';

const kinds = {
  digest: {
    name: 'By digest',
    why: 'These very bytes, for ever: whoever opens it sees what you see, or is told that it cannot be had.',
  },
  tag: { name: 'By tag', why: 'What the tag stands for when it is opened, which may be something else then.' },
} as const;

/** Gives the links of what is looked at to other people and other devices. */
export function ShareDialog({
  asked,
  title,
  onClose,
}: {
  readonly asked: ShareOptions;
  readonly title: string;
  readonly onClose: () => void;
}) {
  const { window } = useEnvironment();
  const links = shareLinks(asked);
  const [kind, setKind] = useState<'digest' | 'tag'>('digest');
  const [copied, copy] = useCopy();
  const [problem, setProblem] = useState('');
  const id = useId();
  const link = links.find((one) => one.kind === kind) ?? links[0];
  if (!link) return null;
  const { name, why } = kinds[link.kind];
  const canShare = 'share' in window.navigator;
  const share = () =>
    window.navigator.share({ title, url: link.url }).catch((error: unknown) => {
      // A person who changes their mind is no problem.
      if (!(error instanceof DOMException && error.name === 'AbortError'))
        setProblem('This browser did not share it: copy it instead.');
    });
  const reach = reachText(link.url, asked.repository);
  return (
    <Dialog title="Share" size="large" hasCloseButton onClose={onClose}>
      {links.length > 1 ? (
        <fieldset className={styles.kinds}>
          <legend className={parts.hidden}>Which link</legend>
          {links.map((one) => (
            <label key={one.kind} className={styles.kind}>
              <input type="radio" name={id} checked={one.kind === kind} onChange={() => setKind(one.kind)} />
              <span>
                <b>{kinds[one.kind].name}</b>
                <span className={parts.muted}>{kinds[one.kind].why}</span>
              </span>
            </label>
          ))}
        </fieldset>
      ) : (
        <p>{why}</p>
      )}
      <p className={`${parts.mono} ${styles.link}`}>{link.url}</p>
      <div className={styles.actions}>
        <CopyButton label="Copy link" what={name} copied={copied} onCopy={() => copy(link.url)} />
        {canShare ? (
          <button type="button" className={parts.button} onClick={() => void share()}>
            Send to…
          </button>
        ) : null}
      </div>
      <p role="status" className={problem === '' ? parts.hidden : undefined}>
        {problem}
      </p>
      <QrCode text={link.url} label={`QR code of the link: ${name.toLowerCase()}`} />
      {reach === '' ? null : <p className={parts.muted}>{reach}</p>}
      <p className={parts.muted}>
        What is looked at stands behind the # of a link, which no server is told, not even the one of this page.
      </p>
    </Dialog>
  );
}
