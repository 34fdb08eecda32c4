import { type RefObject, useState } from 'react';
import { type PageAddress, treeAddress } from '../../api/index.ts';
import { shortDigest } from '../kit/format.ts';
import parts from '../kit/parts.module.css';
import { addressMessages } from '../messages/home.ts';
import { useEnvironment } from '../state/environment.ts';
import { useNavigation } from '../state/navigation.ts';
import styles from './AddressBox.module.css';

/** The field to type or paste a reference. At rest it shows the open image with its digest shortened and dimmed. */
export function AddressBox({
  reference,
  input,
  isLarge = false,
}: {
  readonly reference: string;
  readonly input: RefObject<HTMLInputElement | null>;
  readonly isLarge?: boolean;
}) {
  const { window } = useEnvironment();
  const { go } = useNavigation();
  const [draft, setDraft] = useState<{ readonly reference: string; readonly text: string }>();
  const text = draft?.reference === reference ? draft.text : reference;
  const isResting = text === reference && reference !== '';
  const at = reference.lastIndexOf('@');
  const open = async () => {
    const address = await readAddress(text);
    if (address.kind === 'home') return;
    setDraft(undefined);
    go(address);
    window.scrollTo(0, 0);
    input.current?.blur();
  };
  return (
    <search className={isLarge ? `${styles.box} ${styles.large}` : styles.box} data-resting={isResting}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void open();
        }}
      >
        <input
          ref={input}
          type="text"
          name="reference"
          aria-label={addressMessages.label}
          placeholder={addressMessages.placeholder}
          value={text}
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="go"
          onChange={(event) => setDraft({ reference, text: event.target.value })}
          onFocus={(event) => event.target.select()}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            setDraft(undefined);
            event.currentTarget.blur();
          }}
        />
        {isResting ? (
          <span className={styles.resting} aria-hidden="true">
            <span>{at < 0 ? reference : reference.slice(0, at)}</span>
            {at < 0 ? null : <span className={parts.muted}> @{shortReferenceDigest(reference.slice(at + 1))}</span>}
          </span>
        ) : null}
        <span className={`${parts.key} ${styles.hint}`} aria-hidden="true">
          /
        </span>
      </form>
    </search>
  );
}

/** Parses the typed text. Text that is not a reference, or whose parser can't be loaded, is opened unchanged: the page reports why. */
async function readAddress(text: string): Promise<PageAddress> {
  const literal: PageAddress = text.trim() === '' ? { kind: 'home' } : treeAddress(text.trim());
  const parser = await import('../state/pastedAddress.ts').catch(() => undefined);
  return parser?.readTyped(text)[0] ?? literal;
}

/** Shortens a digest but keeps its algorithm, because it is part of a reference. */
function shortReferenceDigest(digest: string): string {
  return `${digest.slice(0, digest.indexOf(':') + 1)}${shortDigest(digest).replace(/^[^:]*:/, '')}`;
}
