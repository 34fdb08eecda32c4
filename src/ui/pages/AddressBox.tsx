import { type ComponentType, lazy, type RefObject, Suspense, useState } from 'react';
import { type PageAddress, treeAddress } from '../../api/index.ts';
import { shortDigest } from '../kit/format.ts';
import parts from '../kit/parts.module.css';
import { addressMessages } from '../messages/addressBox.ts';
import { useEnvironment } from '../state/environment.ts';
import { useNavigation } from '../state/navigation.ts';
import styles from './AddressBox.module.css';
import type { SuggestionsProps } from './address/Suggestions.tsx';

/** Suggestions are optional: without their script, the box is a plain field. */
const Suggestions = lazy<ComponentType<SuggestionsProps>>(() =>
  import('./address/Suggestions.tsx').then(
    ({ Suggestions }) => ({ default: Suggestions }),
    () => ({ default: () => null }),
  ),
);

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
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  const open = (address: PageAddress) => {
    close();
    setDraft(undefined);
    go(address);
    window.scrollTo(0, 0);
    input.current?.blur();
  };
  const submit = async () => {
    const address = await readAddress(text);
    if (address.kind !== 'home') open(address);
  };
  return (
    <search className={isLarge ? `${styles.box} ${styles.large}` : styles.box} data-resting={isResting}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <input
          ref={input}
          type="text"
          name="reference"
          role="combobox"
          aria-expanded={false}
          aria-autocomplete="list"
          aria-label={addressMessages.label}
          placeholder={addressMessages.placeholder}
          value={text}
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="go"
          onChange={(event) => {
            setDraft({ reference, text: event.target.value });
            setOpen(true);
          }}
          onFocus={(event) => event.target.select()}
          onBlur={close}
          onKeyDown={(event) => {
            if (event.defaultPrevented) return;
            if (event.key === 'ArrowDown' && !isOpen) {
              event.preventDefault();
              setOpen(true);
            }
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
        {isOpen ? (
          <Suspense>
            <Suggestions
              input={input}
              typed={isResting ? '' : text}
              onOpen={open}
              onComplete={(completed) => setDraft({ reference, text: completed })}
              onClose={close}
            />
          </Suspense>
        ) : null}
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
