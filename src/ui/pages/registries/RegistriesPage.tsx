import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { formatPageAddress, type HostsAnswer, type StoredSignIn } from '../../../api/index.ts';
import { forgetSignIn, listSignIns, readHosts, setHost } from '../../../client/index.ts';
import { asAppError } from '../../../errors/index.ts';
import { ErrorPanel } from '../../errors/ErrorPanel.tsx';
import styles from '../../errors/settings.module.css';
import frame from '../../kit/frame.module.css';
import parts from '../../kit/parts.module.css';
import { registriesMessages as messages } from '../../messages/registries.ts';
import { useEnvironment } from '../../state/environment.ts';
import { HostForm } from './HostForm.tsx';
import { HostTester } from './HostTester.tsx';

/** The page of sign-ins and of host settings: server, mirrors, protocol, authentication. */
export function RegistriesPage() {
  return (
    <div className={frame.own}>
      <h1 id="title" tabIndex={-1}>
        {messages.title}
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
  const signOut = async (host: string) => {
    queries.setQueryData(queryKey, await forgetSignIn(client, host));
    // The focused button was removed.
    title.current?.focus();
  };
  return (
    <section aria-labelledby="sign-ins" className={styles.section}>
      <h2 id="sign-ins" tabIndex={-1} ref={title}>
        {messages.signIns}
      </h2>
      {error ? <ErrorPanel error={asAppError(error)} where={undefined} /> : null}
      {data?.length === 0 ? <p className={parts.muted}>{messages.notSignedIn}</p> : null}
      {data && data.length > 0 ? (
        <ul className={styles.rows}>
          {data.map((signIn) => (
            <SignInRow key={signIn.host} signIn={signIn} onSignOut={() => void signOut(signIn.host)} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function SignInRow({ signIn, onSignOut }: { readonly signIn: StoredSignIn; readonly onSignOut: () => void }) {
  const { host, username, keep, realms } = signIn;
  return (
    <li className={styles.row}>
      <span className={styles.name}>
        <b className={parts.mono}>{host}</b>
        <span>{username === '' ? messages.byToken : messages.asUser(username)}</span>
        <span className={parts.muted}>
          {keep === 'device' ? messages.onDevice : messages.forSession}
          {realms.length > 0 ? messages.alsoSentTo(realms) : ''}
        </span>
      </span>
      <button type="button" className={parts.button} aria-label={messages.signOutOf(host)} onClick={onSignOut}>
        {messages.signOut}
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
  const reset = async (host: string) => {
    changed(await setHost(client, host, null));
    title.current?.focus();
  };
  const known = [...new Set([...Object.keys(data?.own ?? {}), ...Object.keys(data?.listed ?? {})])];
  return (
    <section aria-labelledby="hosts" className={styles.section}>
      <h2 id="hosts" tabIndex={-1} ref={title}>
        {messages.hosts}
      </h2>
      <p>{messages.hostsLead}</p>
      {error ? <ErrorPanel error={asAppError(error)} where={undefined} /> : null}
      {data?.fault ? (
        <p role="alert" className={parts.bad}>
          {messages.hostsIgnored(data.fault)}
        </p>
      ) : null}
      {data ? (
        <div className={styles.actions}>
          <button type="button" className={parts.button} aria-expanded={edited === ''} onClick={() => setEdited('')}>
            {messages.addHost}
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
                  aria-label={messages.editHost(host)}
                  aria-expanded={edited === host}
                  onClick={() => setEdited(host)}
                >
                  {messages.edit}
                </button>
                {host in data.own ? (
                  <button
                    type="button"
                    className={parts.button}
                    aria-label={messages.resetHost(host)}
                    onClick={() => void reset(host)}
                  >
                    {messages.reset}
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
    ...(Array.isArray(mirrors) && mirrors.length > 0 ? [messages.mirrors(mirrors)] : []),
    ...(byGateway ? [messages.byGateway] : typeof server === 'string' ? [messages.atServer(server)] : []),
    ...(entry.get('plainHttp') === true ? [messages.plainHttp] : []),
    host in own ? messages.setByYou : messages.setBySite,
  ];
  return (
    <span className={styles.name}>
      <a
        className={parts.mono}
        href={formatPageAddress({ kind: 'other', name: 'host', value: host })}
        title={messages.repositories}
      >
        {host}
      </a>
      <span className={parts.muted}>{facts.join(' · ')}</span>
    </span>
  );
}
