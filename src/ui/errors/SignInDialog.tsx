import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { type SignInDetails, signInDetails } from '../../api/index.ts';
import { type Client, joinSession, readHosts, setHost, signIn } from '../../client/index.ts';
import { type AppError, asAppError } from '../../errors/index.ts';
import { Dialog } from '../kit/Dialog.tsx';
import parts from '../kit/parts.module.css';
import { describeError } from '../messages/errors.ts';
import { signInMessages } from '../messages/signInDialog.ts';
import { useEnvironment } from '../state/environment.ts';
import { SchemeFields } from './SchemeFields.tsx';
import { readScheme } from './scheme.ts';
import styles from './settings.module.css';

/** Signs in to a host, then retries the failed requests. */
export function SignInDialog({
  details,
  onClose,
  onSignedIn,
}: {
  readonly details: SignInDetails;
  readonly onClose: () => void;
  /** Called after sign-in, besides the retry of failed queries. */
  readonly onSignedIn: (() => void) | undefined;
}) {
  const { client, window } = useEnvironment();
  const queries = useQueryClient();
  const username = useRef<HTMLInputElement>(null);
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const { host, refused, hidden, sites = [], request = { registry: host, path: '', scope: '' } } = details;
  const nameKey = ['sign-in name', host];
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setFailure(undefined);
    // Keep the name, so that only a mistyped password has to be typed again.
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
      setFailure(failureText(asAppError(error), host, window.location.origin));
      setBusy(false);
    }
  };
  return (
    <Dialog title={signInMessages.title(host)} size="small" initialFocus={username} onClose={onClose}>
      {(close) => (
        <form className={styles.form} onSubmit={(event) => void submit(event)}>
          {refused ? (
            <p role="alert" className={parts.bad}>
              {signInMessages.rejectedBefore(host)}
            </p>
          ) : null}
          {sites.length > 0 ? (
            <p className={styles.notice}>
              {signInMessages.sentTo}
              <b className={parts.mono}>{sites.join(', ')}</b>
              {signInMessages.trust}
              {sites.some((site) => site.startsWith('http:')) ? signInMessages.plainHttp : ''}
            </p>
          ) : null}
          <label className={styles.field}>
            {signInMessages.username}
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
            {signInMessages.password}
            {/* Password managers see all registries as one site and would fill in the password of another registry. */}
            <input name="password" type="password" autoComplete="new-password" required />
          </label>
          {hidden ? (
            <>
              <p className={styles.notice}>{signInMessages.chooseScheme(host)}</p>
              <SchemeFields />
            </>
          ) : null}
          <label className={styles.check}>
            <input name="keep" type="checkbox" disabled={!window.isSecureContext} />
            {signInMessages.remember}
          </label>
          <p className={parts.muted}>
            {window.isSecureContext ? signInMessages.session : signInMessages.insecurePage}
            {sites.length > 0 ? '' : signInMessages.sentOnlyTo(host)}
          </p>
          {failure ? (
            <p role="alert" className={parts.bad}>
              {failure}
            </p>
          ) : null}
          <div className={styles.actions}>
            <button type="submit" className={`${parts.button} ${parts.primary}`} disabled={isBusy}>
              {signInMessages.submit}
            </button>
            <button type="button" className={parts.button} onClick={close}>
              {signInMessages.cancel}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

/** Stores how the host authenticates, and returns a function that restores the previous setting. */
async function setScheme(client: Client, host: string, form: FormData): Promise<() => Promise<unknown>> {
  const { own, listed } = await readHosts(client);
  await setHost(client, host, { ...asEntry(own[host] ?? listed[host]), auth: readScheme(form) });
  return () => setHost(client, host, own[host] ?? null);
}

function failureText(error: AppError, host: string, origin: string): string {
  if (signInDetails(error)?.refused) return signInMessages.rejected(host);
  if (error.reason === 'denied') return signInMessages.denied(host);
  const { title, next } = describeError({ error, host, origin });
  return signInMessages.failed(title, next);
}

function asEntry(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
