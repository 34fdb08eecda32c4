import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { SignInDetails } from '../../api/index.ts';
import parts from '../kit/parts.module.css';
import { signInMessages } from '../messages/signInDialog.ts';
import { SignInDialog } from './SignInDialog.tsx';

/** Shows the sign-in button. The first failure for these details opens the dialog automatically. */
export function SignInOffer({
  details,
  onSignedIn,
}: {
  readonly details: SignInDetails;
  readonly onSignedIn: (() => void) | undefined;
}) {
  const queries = useQueryClient();
  const openedKey = ['asked to sign in', details];
  const [isOpen, setOpen] = useState(() => queries.getQueryData(openedKey) === undefined);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    queries.setQueryData(openedKey, true);
    setOpen(false);
    // A dialog that opened automatically has no previous focus to restore.
    button.current?.focus();
  };
  return (
    <>
      <button ref={button} type="button" className={`${parts.button} ${parts.primary}`} onClick={() => setOpen(true)}>
        {signInMessages.submit}
      </button>
      {isOpen ? <SignInDialog details={details} onClose={close} onSignedIn={onSignedIn} /> : null}
    </>
  );
}
