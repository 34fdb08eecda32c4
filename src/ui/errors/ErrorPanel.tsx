import { lazy, type ReactNode, Suspense } from 'react';
import { formatPageAddress, signInDetails } from '../../api/index.ts';
import type { AppError, Reason } from '../../errors/index.ts';
import type { Repository } from '../../oci/index.ts';
import { isDigest } from '../../oci/index.ts';
import { CopyButton } from '../kit/CopyButton.tsx';
import { useCopy } from '../kit/copy.ts';
import parts from '../kit/parts.module.css';
import { reloadPage } from '../kit/reloadPage.ts';
import { corsFixes } from '../messages/corsFixes.ts';
import { describeError, errorPanelMessages } from '../messages/errors.ts';
import { gatewayHost } from '../messages/gatewayFailures.ts';
import { originToReach } from '../messages/localNetworkAccess.ts';
import { absenceOf } from '../messages/notFound.ts';
import { triedSources } from '../messages/triedSources.ts';
import { useEnvironment } from '../state/environment.ts';
import { CorsFixChooser } from './CorsFixChooser.tsx';
import { ErrorChecks } from './ErrorChecks.tsx';
import styles from './ErrorPanel.module.css';
import { errorReport } from './errorReport.ts';
import { SourcesTried } from './SourcesTried.tsx';

const AccessOffer = lazy(() => import('./AccessOffer.tsx').then(({ AccessOffer }) => ({ default: AccessOffer })));

const NearTags = lazy(() => import('./NearTags.tsx').then(({ NearTags }) => ({ default: NearTags })));

const SignInOffer = lazy(() => import('./SignInOffer.tsx').then(({ SignInOffer }) => ({ default: SignInOffer })));

/** Reasons whose text refers to the details, which are open then. */
const reasonsWithDetails: ReadonlySet<Reason> = new Set(['invalid_manifest', 'invalid_reference', 'unsupported']);

/** Diagnoses that a reload fixes, since the app was updated. */
const foundInOldTab: ReadonlySet<unknown> = new Set(['newer_store', 'other_release']);

/**
 * Shows a failure: what happened and why, diagnostics, what to do with a fix to copy, then the actions. `isPage` is set if it fills
 * the page.
 */
export function ErrorPanel({
  error,
  where,
  onRetry,
  isPage = false,
}: {
  readonly error: AppError;
  readonly where: Repository | undefined;
  readonly onRetry?: () => void;
  readonly isPage?: boolean;
}) {
  const { client, window } = useEnvironment();
  const [reported, copyReport] = useCopy();
  const signIn = signInDetails(error);
  const accessOrigin = originToReach(error);
  const source = where ?? triedSources(error)?.find(({ reason }) => reason === error.reason);
  const host =
    (error.reason === 'offline' ? undefined : requestedHost(error)) ?? source?.host ?? errorPanelMessages.unknownHost;
  const { origin } = window.location;
  const { title, why, next, reason, url } = describeError({ error, host, origin });
  const absence = reason === 'not_found' ? absenceOf(error) : undefined;
  const isOldTab = foundInOldTab.has(error.detail?.found);
  const Title = isPage ? 'h1' : 'h2';
  return (
    <div className={isPage ? `${styles.panel} ${styles.page}` : styles.panel}>
      <div role="alert" data-reason={reason} className={styles.alert}>
        <Title id={isPage ? 'title' : undefined} tabIndex={-1}>
          {title}
        </Title>
        <p>{why}</p>
      </div>
      <ErrorChecks error={error} level={isPage ? 2 : 3} />
      <SourcesTried error={error} level={isPage ? 2 : 3} />
      <p className={styles.next}>{url === undefined ? next : withLink(next, url)}</p>
      {accessOrigin === undefined ? null : (
        <Suspense>
          <AccessOffer key={accessOrigin} origin={accessOrigin} />
        </Suspense>
      )}
      <CorsFixChooser fixes={corsFixes({ reason, host, origin, isPlainHttp: url?.startsWith('http:') ?? false })} />
      {where && absence?.reference && !isDigest(absence.reference) ? (
        <Suspense>
          <NearTags where={where} tag={absence.reference} />
        </Suspense>
      ) : null}
      <div className={styles.actions}>
        {signIn ? (
          <Suspense>
            <SignInOffer key={JSON.stringify(signIn)} details={signIn} onSignedIn={onRetry} />
          </Suspense>
        ) : null}
        {isOldTab ? (
          <button
            type="button"
            className={`${parts.button} ${parts.primary}`}
            onClick={() => reloadPage(client, window)}
          >
            {errorPanelMessages.reload}
          </button>
        ) : null}
        {onRetry ? (
          <button
            type="button"
            className={signIn || accessOrigin || isOldTab ? parts.button : `${parts.button} ${parts.primary}`}
            onClick={onRetry}
          >
            {errorPanelMessages.tryAgain}
          </button>
        ) : null}
        {reason === 'not_found' && where && where.name !== '' ? (
          <a
            className={parts.button}
            href={formatPageAddress({ kind: 'other', name: 'repo', value: `${where.host}/${where.name}` })}
          >
            {errorPanelMessages.showTags}
          </a>
        ) : null}
        <CopyButton
          label={errorPanelMessages.copyReport}
          copied={reported}
          onCopy={() => copyReport(errorReport({ error, address: window.location.href, where }))}
        />
      </div>
      <details className={styles.details} open={reasonsWithDetails.has(reason) && !isOldTab}>
        <summary>{errorPanelMessages.details}</summary>
        <p className={parts.mono}>{error.message}</p>
      </details>
    </div>
  );
}

/** Renders the text with the URL in it as a link. The URL may be plain HTTP: it is what this app requested. */
function withLink(text: string, url: string): ReactNode {
  const at = text.indexOf(url);
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <a href={url} target="_blank" rel="noopener noreferrer">
        {url}
      </a>
      {text.slice(at + url.length)}
    </>
  );
}

/** Returns the host that a failed request was sent to, if known: it may be a token service or a mirror. */
function requestedHost(error: AppError): string | undefined {
  const { detail } = error;
  const contacted = gatewayHost(error);
  if (contacted) return contacted;
  if (typeof detail?.tokenService === 'string') return detail.tokenService;
  return Array.isArray(detail?.checks) && typeof detail.host === 'string' ? detail.host : undefined;
}
