import { lazy } from 'react';
import type { PageAddress } from '../../api/index.ts';
import { AppError } from '../../errors/index.ts';
import { ErrorPanel } from '../errors/ErrorPanel.tsx';

const RegistriesPage = lazy(() =>
  import('./registries/RegistriesPage.tsx').then(({ RegistriesPage }) => ({ default: RegistriesPage })),
);

const RepositoryPage = lazy(() =>
  import('./tags/RepositoryPage.tsx').then(({ RepositoryPage }) => ({ default: RepositoryPage })),
);
const HostPage = lazy(() => import('./tags/HostPage.tsx').then(({ HostPage }) => ({ default: HostPage })));
const RequestsPage = lazy(() =>
  import('./requests/RequestsPage.tsx').then(({ RequestsPage }) => ({ default: RequestsPage })),
);
const StoragePage = lazy(() =>
  import('./storage/StoragePage.tsx').then(({ StoragePage }) => ({ default: StoragePage })),
);
const ImportPage = lazy(() =>
  import('../transfer/import/ImportPage.tsx').then(({ ImportPage }) => ({ default: ImportPage })),
);

/** The app's own pages, such as storage and requests. An unknown page shows an error. */
export function AppPage({ address }: { readonly address: PageAddress & { readonly kind: 'other' } }) {
  if (address.name === 'repo') return <RepositoryPage key={address.value} name={address.value} />;
  if (address.name === 'host') return <HostPage key={address.value} host={address.value} />;
  if (address.name === 'view' && address.value === 'storage') return <StoragePage />;
  if (address.name === 'view' && address.value === 'requests') return <RequestsPage />;
  if (address.name === 'view' && address.value === 'registries') return <RegistriesPage />;
  if (address.name === 'view' && address.value === 'import') return <ImportPage />;
  return <ErrorPanel error={unknownPage(address)} where={undefined} isPage />;
}

function unknownPage({ name, value }: PageAddress & { readonly kind: 'other' }): AppError {
  return new AppError('not_implemented', `page "${name}=${value}" is not in this version`, { reason: 'unsupported' });
}
