import { useQuery } from '@tanstack/react-query';
import { lazy } from 'react';
import type { PageAddress } from '../api/index.ts';
import { AppError, asAppError } from '../errors/index.ts';
import styles from './App.module.css';
import { ErrorPanel } from './ErrorPanel.tsx';
import { useEnvironment } from './environment.ts';
import { formatExactSize, formatSize } from './format.ts';
import parts from './parts.module.css';

const RegistriesPage = lazy(() =>
  import('./settings/RegistriesPage.tsx').then(({ RegistriesPage }) => ({ default: RegistriesPage })),
);

const RepositoryPage = lazy(() =>
  import('./lists/RepositoryPage.tsx').then(({ RepositoryPage }) => ({ default: RepositoryPage })),
);
const HostPage = lazy(() => import('./lists/HostPage.tsx').then(({ HostPage }) => ({ default: HostPage })));
const RequestsPage = lazy(() =>
  import('./requests/RequestsPage.tsx').then(({ RequestsPage }) => ({ default: RequestsPage })),
);

/** The app's own pages: what is stored, what was asked. Addresses of pages that are not built yet say so. */
export function OwnPage({ address }: { readonly address: PageAddress & { readonly kind: 'other' } }) {
  if (address.name === 'repo') return <RepositoryPage key={address.value} name={address.value} />;
  if (address.name === 'host') return <HostPage key={address.value} host={address.value} />;
  if (address.name === 'view' && address.value === 'storage') return <StoragePage />;
  if (address.name === 'view' && address.value === 'requests') return <RequestsPage />;
  if (address.name === 'view' && address.value === 'registries') return <RegistriesPage />;
  return <ErrorPanel error={notBuilt(address)} where={undefined} isPage />;
}

function StoragePage() {
  const { client } = useEnvironment();
  const { data, error } = useQuery({ queryKey: ['storage'], queryFn: async () => (await client.storage()) ?? null });
  return (
    <div className={styles.own}>
      <h1 id="title" tabIndex={-1}>
        Storage
      </h1>
      <p>
        Every manifest and config that was opened is kept in this browser, byte for byte, under its digest. That is what
        opens without a network. Clearing the data of this site in the browser forgets it.
      </p>
      {error ? <ErrorPanel error={asAppError(error)} where={undefined} /> : null}
      {data ? (
        <p>
          <b title={formatExactSize(data.usedBytes)}>{formatSize(data.usedBytes)}</b> used by this site, of{' '}
          <span title={formatExactSize(data.quotaBytes)}>{formatSize(data.quotaBytes)}</span> that the browser allows.
        </p>
      ) : null}
      {data === null ? <p className={parts.muted}>This browser does not tell how much is used.</p> : null}
    </div>
  );
}

function notBuilt({ name, value }: PageAddress & { readonly kind: 'other' }): AppError {
  return new AppError('not_implemented', `page "${name}=${value}" is not in this version`, { reason: 'unsupported' });
}
