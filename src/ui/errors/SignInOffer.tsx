import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { SignInDetails } from '../../api/index.ts';
import parts from '../kit/parts.module.css';
import { SignInDialog } from './SignInDialog.tsx';

/** Opens the sign-in dialog the first time that it is needed; later its button does. */
export function SignInOffer({
  facts,
  onSignedIn,
}: {
  readonly facts: SignInDetails;
  readonly onSignedIn: (() => void) | undefined;
}) {
  const queries = useQueryClient();
  const asked = ['asked to sign in', facts];
  const [isOpen, setOpen] = useState(() => queries.getQueryData(asked) === undefined);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    queries.setQueryData(asked, true);
    setOpen(false);
    // The dialog that opened by itself knows of nothing to go back to.
    button.current?.focus();
  };
  return (
    <>
      <button ref={button} type="button" className={`${parts.button} ${parts.primary}`} onClick={() => setOpen(true)}>
        Sign in
      </button>
      {isOpen ? <SignInDialog facts={facts} onClose={close} onSignedIn={onSignedIn} /> : null}
    </>
  );
}
