import { useId, useState } from 'react';
import type { ShareOptions } from '../../actions/dialogs.ts';
import { CopyButton } from '../../kit/CopyButton.tsx';
import { useCopy } from '../../kit/copy.ts';
import { Dialog } from '../../kit/Dialog.tsx';
import parts from '../../kit/parts.module.css';
import { shareMessages } from '../../messages/share.ts';
import { useEnvironment } from '../../state/environment.ts';
import { QrCode } from './QrCode.tsx';
import styles from './share.module.css';
import { reachText, shareLinks } from './shareLinks.ts';

const { kinds } = shareMessages;

/** Offers links to the selected node: to copy, to send and as a QR code. */
export function ShareDialog({
  options,
  title,
  onClose,
}: {
  readonly options: ShareOptions;
  readonly title: string;
  readonly onClose: () => void;
}) {
  const { window } = useEnvironment();
  const links = shareLinks(options);
  const [kind, setKind] = useState<'digest' | 'tag'>('digest');
  const [copied, copy] = useCopy();
  const [problem, setProblem] = useState('');
  const id = useId();
  const link = links.find((one) => one.kind === kind) ?? links[0];
  if (!link) return null;
  const { name, note } = kinds[link.kind];
  const canShare = 'share' in window.navigator;
  const share = () =>
    window.navigator.share({ title, url: link.url }).catch((error: unknown) => {
      // The browser rejects with AbortError when the user cancels.
      if (!(error instanceof DOMException && error.name === 'AbortError')) setProblem(shareMessages.sendFailed);
    });
  const reach = reachText(link.url, options.repository);
  return (
    <Dialog title={shareMessages.title} size="large" hasCloseButton onClose={onClose}>
      {links.length > 1 ? (
        <fieldset className={styles.kinds}>
          <legend className={parts.hidden}>{shareMessages.linkType}</legend>
          {links.map((one) => (
            <label key={one.kind} className={styles.kind}>
              <input type="radio" name={id} checked={one.kind === kind} onChange={() => setKind(one.kind)} />
              <span>
                <b>{kinds[one.kind].name}</b>
                <span className={parts.muted}>{kinds[one.kind].note}</span>
              </span>
            </label>
          ))}
        </fieldset>
      ) : (
        <p>{note}</p>
      )}
      <p className={`${parts.mono} ${styles.link}`}>{link.url}</p>
      <div className={styles.actions}>
        <CopyButton label={shareMessages.copyLink} what={name} copied={copied} onCopy={() => copy(link.url)} />
        {canShare ? (
          <button type="button" className={parts.button} onClick={() => void share()}>
            {shareMessages.sendTo}
          </button>
        ) : null}
      </div>
      <p role="status" className={problem === '' ? parts.hidden : undefined}>
        {problem}
      </p>
      <QrCode text={link.url} label={shareMessages.qrCode(name)} />
      {reach === '' ? null : <p className={parts.muted}>{reach}</p>}
      <p className={parts.muted}>{shareMessages.privacy}</p>
    </Dialog>
  );
}
