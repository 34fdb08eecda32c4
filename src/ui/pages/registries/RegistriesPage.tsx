import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { formatPageAddress, type HostsAnswer, type StoredSignIn } from '../../../api/index.ts';
import { forgetSignIn, listSignIns, readHosts, setHost } from '../../../client/index.ts';
import { asAppError } from '../../../errors/index.ts';
import { ErrorPanel } from '../../errors/ErrorPanel.tsx';
import styles from '../../errors/settings.module.css';
import frame from '../../kit/frame.module.css';
import parts from '../../kit/parts.module.css';
import { useEnvironment } from '../../state/environment.ts';
import { HostForm } from './HostForm.tsx';
import { HostTester } from './HostTester.tsx';

/** Sign-ins, and how registries are reached. */
export function RegistriesPage() {
  return (
    <div className={frame.own}>
      <h1 id="title" tabIndex={-1}>
        Registries
      </h1>
      <SignIns />
      <Hosts />
    </div>
  );
}

function SignIns() {
  const { client } = useEnvironment();
  const queries = useQueryClient();
  const queryKey = ['sign-ins'];
  const { data, error } = useQuery({ queryKey, queryFn: () => listSignIns(client), staleTime: 0 });
  const title = useRef<HTMLHeadingElement>(null);
  const forget = async (host: string) => {
    queries.setQueryData(queryKey, await forgetSignIn(client, host));
    // The button that had the focus is gone.
    title.current?.focus();
  };
  return (
    <section aria-labelledby="sign-ins" className={styles.section}>
      <h2 id="sign-ins" tabIndex={-1} ref={title}>
        Sign-ins
      </h2>
      {error ? <ErrorPanel error={asAppError(error)} where={undefined} /> : null}
      {data?.length === 0 ? (
        <p className={parts.muted}>Not signed in. You'll be asked when a registry requires it.</p>
      ) : null}
      {data && data.length > 0 ? (
        <ul className={styles.rows}>
          {data.map((kept) => (
            <SignInRow key={kept.host} kept={kept} onForget={() => void forget(kept.host)} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function SignInRow({ kept, onForget }: { readonly kept: StoredSignIn; readonly onForget: () => void }) {
  const { host, username, keep, realms } = kept;
  return (
    <li className={styles.row}>
      <span className={styles.name}>
        <b className={parts.mono}>{host}</b>
        <span>{username === '' ? 'by token' : `as ${username}`}</span>
        <span className={parts.muted}>
          {keep === 'device' ? 'saved on this device (encrypted)' : 'for this session'}
          {realms.length > 0 ? `, also sent to ${realms.join(', ')}` : ''}
        </span>
      </span>
      <button type="button" className={parts.button} aria-label={`Forget the sign-in at ${host}`} onClick={onForget}>
        Forget
      </button>
    </li>
  );
}

function Hosts() {
  const { client } = useEnvironment();
  const queries = useQueryClient();
  const queryKey = ['hosts'];
  const { data, error } = useQuery({ queryKey, queryFn: () => readHosts(client), staleTime: 0 });
  const title = useRef<HTMLHeadingElement>(null);
  const [edited, setEdited] = useState<string>();
  const changed = (answer: HostsAnswer) => {
    queries.setQueryData(queryKey, answer);
    setEdited(undefined);
  };
  const forget = async (host: string) => {
    changed(await setHost(client, host, null));
    title.current?.focus();
  };
  const known = [...new Set([...Object.keys(data?.own ?? {}), ...Object.keys(data?.listed ?? {})])];
  return (
    <section aria-labelledby="hosts" className={styles.section}>
      <h2 id="hosts" tabIndex={-1} ref={title}>
        Hosts
      </h2>
      <p>
        Registries are contacted over HTTPS, those on this machine over HTTP. Override the server, mirrors, protocol or
        authentication here.
      </p>
      {error ? <ErrorPanel error={asAppError(error)} where={undefined} /> : null}
      {data?.fault ? (
        <p role="alert" className={parts.bad}>
          The hosts.json of this site is ignored: {data.fault}.
        </p>
      ) : null}
      {data ? (
        <div className={styles.actions}>
          <button type="button" className={parts.button} aria-expanded={edited === ''} onClick={() => setEdited('')}>
            Add a host
          </button>
        </div>
      ) : null}
      {data && edited === '' ? (
        <HostForm host="" entry={{}} onSaved={changed} onCancel={() => setEdited(undefined)} />
      ) : null}
      <ul className={styles.rows}>
        {data
          ? known.map((host) => (
              <li key={host} className={styles.row}>
                <HostName host={host} hosts={data} />
                <HostTester host={host} />
                <button
                  type="button"
                  className={parts.button}
                  aria-label={`Change ${host}`}
                  aria-expanded={edited === host}
                  onClick={() => setEdited(host)}
                >
                  Change
                </button>
                {host in data.own ? (
                  <button
                    type="button"
                    className={parts.button}
                    aria-label={`Forget what you set for ${host}`}
                    onClick={() => void forget(host)}
                  >
                    Forget
                  </button>
                ) : null}
                {edited === host ? (
                  <HostForm
                    host={host}
                    entry={data.own[host] ?? data.listed[host]}
                    onSaved={changed}
                    onCancel={() => setEdited(undefined)}
                  />
                ) : null}
              </li>
            ))
          : null}
      </ul>
    </section>
  );
}

function HostName({ host, hosts: { own, listed, gateway } }: { readonly host: string; readonly hosts: HostsAnswer }) {
  const entry = new Map(Object.entries(own[host] ?? listed[host] ?? {}));
  const server = entry.get('server');
  const mirrors = entry.get('mirrors');
  const byGateway = gateway !== undefined && host in listed && !(host in own && typeof server === 'string');
  const facts = [
    ...(Array.isArray(mirrors) && mirrors.length > 0 ? [`mirrors ${mirrors.join(', ')}`] : []),
    ...(byGateway ? ['through the gateway of this site'] : typeof server === 'string' ? [`at ${server}`] : []),
    ...(entry.get('plainHttp') === true ? ['plain HTTP'] : []),
    host in own ? 'set by you' : 'set by this site',
  ];
  return (
    <span className={styles.name}>
      <a
        className={parts.mono}
        href={formatPageAddress({ kind: 'other', name: 'host', value: host })}
        title="Its repositories"
      >
        {host}
      </a>
      <span className={parts.muted}>{facts.join(' · ')}</span>
    </span>
  );
}
