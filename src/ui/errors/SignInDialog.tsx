import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { type SignInDetails, signInDetails } from '../../api/index.ts';
import { type Client, joinSession, readHosts, setHost, signIn } from '../../client/index.ts';
import { type AppError, asAppError } from '../../errors/index.ts';
import { Dialog } from '../kit/Dialog.tsx';
import parts from '../kit/parts.module.css';
import { describeError } from '../messages/errors.ts';
import { useEnvironment } from '../state/environment.ts';
import { SchemeFields } from './SchemeFields.tsx';
import { readScheme } from './scheme.ts';
import styles from './settings.module.css';

/** Signs in to a host; what failed to load is requested again then. */
export function SignInDialog({
  facts,
  onClose,
  onSignedIn,
}: {
  readonly facts: SignInDetails;
  readonly onClose: () => void;
  /** Beside the documents, which are asked for again here. */
  readonly onSignedIn: (() => void) | undefined;
}) {
  const { client, window } = useEnvironment();
  const queries = useQueryClient();
  const username = useRef<HTMLInputElement>(null);
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const { host, refused, hidden, sites = [], request = { registry: host, path: '', scope: '' } } = facts;
  const nameKey = ['sign-in name', host];
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setFailure(undefined);
    // A password that was mistyped costs no second typing of the name.
    queries.setQueryData(nameKey, String(form.get('username')));
    try {
      const undo = hidden ? await setScheme(client, host, form) : undefined;
      await signIn(client, {
        host,
        username: String(form.get('username')),
        password: String(form.get('password')),
        keep: form.has('keep') ? 'device' : 'session',
        session: await joinSession(window),
        realms: sites,
        request,
      }).catch(async (error: unknown) => {
        await undo?.();
        throw error;
      });
      onClose();
      void queries.refetchQueries({ predicate: ({ state }) => state.status === 'error' });
      onSignedIn?.();
    } catch (error) {
      setFailure(failureWords(asAppError(error), host, window.location.origin));
      setBusy(false);
    }
  };
  return (
    <Dialog title={`Sign in to ${host}`} size="small" initialFocus={username} onClose={onClose}>
      {(close) => (
        <form className={styles.form} onSubmit={(event) => void submit(event)}>
          {refused ? (
            <p role="alert" className={parts.bad}>
              {host} rejected your saved credentials.
            </p>
          ) : null}
          {sites.length > 0 ? (
            <p className={styles.notice}>
              Your credentials will be sent to <b className={parts.mono}>{sites.join(', ')}</b>. Continue only if you
              trust it.
              {sites.some((site) => site.startsWith('http:')) ? ' Plain HTTP is not encrypted.' : ''}
            </p>
          ) : null}
          <label className={styles.field}>
            Username
            <input
              ref={username}
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
                {host} doesn't expose WWW-Authenticate, so choose how it authenticates. Basic is right for most
                registries with a password file.
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
              ? 'Otherwise you are signed out when you close the last tab of this app.'
              : "This page was loaded over plain HTTP, so your sign-in can't be encrypted: you are signed out when you close this page."}
            {sites.length > 0 ? '' : ` Your credentials are sent only to ${host} and its token service.`}
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
            <button type="button" className={parts.button} onClick={close}>
              Cancel
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

/** Stores how the host authenticates, and returns what takes it back. */
async function setScheme(client: Client, host: string, form: FormData): Promise<() => Promise<unknown>> {
  const { own, listed } = await readHosts(client);
  await setHost(client, host, { ...asEntry(own[host] ?? listed[host]), auth: readScheme(form) });
  return () => setHost(client, host, own[host] ?? null);
}

function failureWords(error: AppError, host: string, origin: string): string {
  if (signInDetails(error)?.refused) return `${host} rejected this username or password. They weren't saved.`;
  if (error.reason === 'denied') return `${host} denies access to this account (403). The sign-in wasn't saved.`;
  const { title, next } = describeError({ error, host, origin });
  return `${title}. The sign-in wasn't saved. ${next}`;
}

function asEntry(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
