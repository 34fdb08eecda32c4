import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import type { SignInFacts } from '../../api/index.ts';
import { joinSession, readHosts, setHost, signIn } from '../../client/index.ts';
import { asAppError } from '../../errors/index.ts';
import frame from '../Dialog.module.css';
import { useEnvironment } from '../environment.ts';
import parts from '../parts.module.css';
import { SchemeFields } from './SchemeFields.tsx';
import { readScheme } from './scheme.ts';
import styles from './settings.module.css';

/** Asks who a person is at a host; what could not be fetched is asked for again then. */
export function SignInDialog({
  facts,
  onClose,
  onSignedIn,
}: {
  readonly facts: SignInFacts;
  readonly onClose: () => void;
  /** Beside the documents, which are asked for again here. */
  readonly onSignedIn: (() => void) | undefined;
}) {
  const { client, window } = useEnvironment();
  const queries = useQueryClient();
  const dialog = useRef<HTMLDialogElement>(null);
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const title = useId();
  const { host, refused, hidden, sites = [] } = facts;
  const nameKey = ['sign-in name', host];
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setFailure(undefined);
    // A password that was mistyped costs no second typing of the name.
    queries.setQueryData(nameKey, String(form.get('username')));
    try {
      if (hidden) {
        const { own, listed } = await readHosts(client);
        await setHost(client, host, { ...asEntry(own[host] ?? listed[host]), auth: readScheme(form) });
      }
      await signIn(client, {
        host,
        username: String(form.get('username')),
        password: String(form.get('password')),
        keep: form.has('keep') ? 'device' : 'session',
        session: await joinSession(window),
        realms: sites,
      });
      onClose();
      void queries.refetchQueries({ predicate: ({ state }) => state.status === 'error' });
      onSignedIn?.();
    } catch (error) {
      setFailure(asAppError(error).message);
      setBusy(false);
    }
  };
  return (
    <dialog ref={dialog} className={`${frame.dialog} ${styles.dialog}`} aria-labelledby={title} onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <h2 id={title}>Sign in at {host}</h2>
        {refused ? (
          <p role="alert" className={parts.bad}>
            {host} did not accept what was given before.
          </p>
        ) : null}
        {sites.length > 0 ? (
          <p className={styles.notice}>
            Who signs in at {host} is made known to <b className={parts.mono}>{sites.join(', ')}</b>: your password goes
            there. Sign in only if you know that it belongs to {host}.
            {sites.some((site) => site.startsWith('http:'))
              ? ' Plain http hides nothing: whoever is on the way can read it.'
              : ''}
          </p>
        ) : null}
        <label className={styles.field}>
          Username
          <input
            name="username"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            defaultValue={queries.getQueryData<string>(nameKey)}
          />
        </label>
        <label className={styles.field}>
          Password or token
          {/* To a password manager all registries are one site: it would fill in the password of one at another. */}
          <input name="password" type="password" autoComplete="new-password" required />
        </label>
        {hidden ? (
          <>
            <p className={styles.notice}>
              {host} does not let this page read how one signs in there (WWW-Authenticate is not exposed), so say it
              here. Basic is right for most registries with a password file.
            </p>
            <SchemeFields />
          </>
        ) : null}
        <label className={styles.check}>
          <input name="keep" type="checkbox" disabled={!window.isSecureContext} />
          Keep on this device, encrypted
        </label>
        <p className={parts.muted}>
          {window.isSecureContext
            ? 'Otherwise it is forgotten when the last tab of this app is closed.'
            : 'This page came over plain http, where nothing can be encrypted: it is forgotten when this page is closed.'}{' '}
          {sites.length > 0 ? 'It is sent nowhere else.' : `It is sent to ${host} and its token service alone.`}
        </p>
        {failure ? (
          <p role="alert" className={parts.bad}>
            {failure}
          </p>
        ) : null}
        <div className={styles.actions}>
          <button type="submit" className={`${parts.button} ${parts.primary}`} disabled={isBusy}>
            Sign in
          </button>
          <button type="button" className={parts.button} onClick={() => dialog.current?.close()}>
            Cancel
          </button>
        </div>
      </form>
    </dialog>
  );
}

function asEntry(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
