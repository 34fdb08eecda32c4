import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { HostsAnswer } from '../../../api/index.ts';
import { setHost } from '../../../client/index.ts';
import { asAppError } from '../../../errors/index.ts';
import { SchemeFields } from '../../errors/SchemeFields.tsx';
import { readScheme, textOf } from '../../errors/scheme.ts';
import styles from '../../errors/settings.module.css';
import parts from '../../kit/parts.module.css';
import { hostFormMessages } from '../../messages/registries.ts';
import { useEnvironment } from '../../state/environment.ts';

/** Edits the settings of one host. `entry` is as in hosts.json; with an empty `host` the form asks for its name. */
export function HostForm({
  host,
  entry,
  onSaved,
  onCancel,
}: {
  readonly host: string;
  readonly entry: unknown;
  readonly onSaved: (answer: HostsAnswer) => void;
  readonly onCancel: () => void;
}) {
  const { client, window } = useEnvironment();
  const form = useRef<HTMLFormElement>(null);
  const [failure, setFailure] = useState<string>();
  const known = new Map(Object.entries(typeof entry === 'object' && entry !== null ? entry : {}));
  const mirrors = known.get('mirrors');
  useEffect(() => {
    const opener = window.document.activeElement;
    form.current?.querySelector('input')?.focus();
    return () => {
      // Another element that took the focus keeps it.
      const { activeElement, body } = window.document;
      if (activeElement === body && opener instanceof HTMLElement) opener.focus();
    };
  }, [window]);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const name = host === '' ? textOf(fields, 'host') : host;
    try {
      onSaved(await setHost(client, name, readEntry(fields)));
    } catch (error) {
      // The path inside hosts.json is noise here: the field is visible.
      setFailure(asAppError(error).message.replace(/^"hosts" › "[^"]*" › /, ''));
    }
  };
  return (
    <form
      ref={form}
      className={`${styles.form} ${styles.box}`}
      aria-label={host === '' ? hostFormMessages.newHost : host}
      onSubmit={(event) => void submit(event)}
      onKeyDown={({ key }) => {
        if (key === 'Escape') onCancel();
      }}
    >
      {host === '' ? (
        <label className={styles.field}>
          {hostFormMessages.host}
          <input name="host" required placeholder="registry.example:5000" autoCapitalize="none" spellCheck={false} />
        </label>
      ) : null}
      <label className={styles.field}>
        {hostFormMessages.server}
        <input
          name="server"
          type="url"
          placeholder="https://registry.example"
          defaultValue={String(known.get('server') ?? '')}
        />
      </label>
      <label className={styles.field}>
        {hostFormMessages.mirrors}
        <textarea
          name="mirrors"
          rows={2}
          spellCheck={false}
          defaultValue={Array.isArray(mirrors) ? mirrors.join('\n') : ''}
        />
      </label>
      <SchemeFields auth={known.get('auth')} canAutoDetect />
      <label className={styles.check}>
        <input name="plainHttp" type="checkbox" defaultChecked={known.get('plainHttp') === true} />
        {hostFormMessages.plainHttp}
      </label>
      {failure ? (
        <p role="alert" className={parts.bad}>
          {failure}
        </p>
      ) : null}
      <div className={styles.actions}>
        <button type="submit" className={`${parts.button} ${parts.primary}`}>
          {hostFormMessages.save}
        </button>
        <button type="button" className={parts.button} onClick={onCancel}>
          {hostFormMessages.cancel}
        </button>
      </div>
    </form>
  );
}

function readEntry(form: FormData): object {
  const server = textOf(form, 'server');
  const mirrors = textOf(form, 'mirrors').split(/\s+/).filter(Boolean);
  const auth = readScheme(form);
  return {
    ...(server === '' ? {} : { server }),
    ...(mirrors.length > 0 ? { mirrors } : {}),
    ...(form.has('plainHttp') ? { plainHttp: true } : {}),
    ...(auth === undefined ? {} : { auth }),
  };
}
