import { useDeferredValue, useId, useState } from 'react';
import { exportFileName, exportUrl } from '../../../api/index.ts';
import { asAppError, isAppError } from '../../../errors/index.ts';
import { type NamedReference, parseNamedReference, tagNameOnly } from '../../../oci/index.ts';
import type { ExportSubject } from '../../actions/exportSubject.ts';
import { Dialog } from '../../kit/Dialog.tsx';
import { shortDigest } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { Skeleton } from '../../kit/Skeleton.tsx';
import { failureText } from '../../messages/exports.ts';
import { CommandList } from './CommandList.tsx';
import styles from './exportDialog.module.css';
import { Missing } from './Missing.tsx';
import { Platforms } from './Platforms.tsx';
import { readCommands } from './readCommands.ts';
import { SaveButton } from './SaveButton.tsx';
import { useExportPlan } from './useExportPlan.ts';
import { useMode } from './useMode.ts';
import { useSave } from './useSave.ts';

/** Makes a file of an image, index or artifact: what of it, under which name, what is missing, and what reads it then. */
export function ExportDialog({ subject, onClose }: { readonly subject: ExportSubject; readonly onClose: () => void }) {
  const { digest, repository, title } = subject;
  const [text, setText] = useState(subject.name);
  const [referrers, setReferrers] = useState(false);
  const named = readName(useDeferredValue(text));
  const as = named instanceof Error ? undefined : named;
  const { plan, error, asked, chosen, choose, readPlan, refresh } = useExportPlan(digest, { as, referrers });
  const { state, save } = useSave(digest);
  const isGathered = useMode() === 'dedicated-worker';
  const name = useId();
  const file = exportFileName(digest, asked);
  const isNone = plan !== undefined && plan.platforms.length > 0 && chosen.size === 0;
  const canSave = plan?.missing.count === 0 && !isNone && !(named instanceof Error);
  const isPart = plan !== undefined && chosen.size < plan.platforms.length;
  return (
    <Dialog title="Export" size="large" hasCloseButton onClose={onClose}>
      <p>
        {title} <span className={`${parts.mono} ${parts.muted}`}>{shortDigest(digest)}</span>, as an OCI image layout in
        a tar: the same bytes under the same digests.
      </p>
      {error ? (
        <p role="alert" data-reason={error.reason ?? 'internal'} className={styles.broken}>
          {failureText(error)}
        </p>
      ) : null}
      {!plan && !error ? <Skeleton /> : null}
      {plan?.kind === 'schema1' ? (
        <p role="alert" data-reason="unsupported" className={styles.broken}>
          This is a Docker schema1 manifest. An OCI layout names each document by the digest of its bytes, and knows no
          schema1: its digest is of what was signed. Pull it with a program that converts it, such as skopeo.
        </p>
      ) : null}
      {plan && plan.kind !== 'schema1' ? (
        <>
          {plan.platforms.length > 0 ? (
            <Platforms platforms={plan.platforms} more={plan.morePlatforms} chosen={chosen} onChoose={choose} />
          ) : null}
          {plan.referrers > 0 ? (
            <label className={styles.check}>
              <input type="checkbox" checked={referrers} onChange={({ target }) => setReferrers(target.checked)} />
              <span>
                With what refers to it: signatures, SBOMs and others, {plan.referrers} known here.
                {referrers ? ' podman load takes a file without these alone.' : ''}
              </span>
            </label>
          ) : null}
          <div className={styles.field}>
            <label htmlFor={name}>Name in the file</label>
            <input
              id={name}
              value={text}
              autoComplete="off"
              spellCheck={false}
              placeholder="none"
              aria-invalid={named instanceof Error}
              aria-describedby={`${name}-hint`}
              onChange={({ target }) => setText(target.value)}
            />
            <p id={`${name}-hint`} className={named instanceof Error ? parts.bad : parts.muted}>
              {named instanceof Error
                ? 'That is no reference such as docker.io/library/alpine:3.22.'
                : 'What podman and docker call it once it is loaded. Without one they know it by its digest.'}
            </p>
          </div>
          {plan.missing.count > 0 && !isNone ? (
            <Missing plan={plan} where={repository} readPlan={readPlan} onStored={refresh} />
          ) : null}
          {isNone ? <p className={parts.bad}>Choose at least one platform.</p> : null}
          <SaveButton
            name={file}
            bytes={canSave ? plan.fileBytes : undefined}
            canSave={canSave}
            state={state}
            isGathered={isGathered}
            onSave={() => {
              const urlOf = (ticket: string) => exportUrl(digest, asked, ticket);
              // What was found damaged is missing now.
              void save({ urlOf, name: file }).then(refresh);
            }}
          />
          <section aria-labelledby={`${name}-read`} className={styles.read}>
            <h3 id={`${name}-read`}>What reads it</h3>
            <CommandList list={readCommands({ file, plan, name: as, isPart, referrers })} />
          </section>
        </>
      ) : null}
    </Dialog>
  );
}

/** Undefined for no name at all. */
function readName(text: string): NamedReference | Error | undefined {
  if (text.trim() === '') return undefined;
  try {
    return tagNameOnly(parseNamedReference(text.trim()));
  } catch (error) {
    if (isAppError(error)) return asAppError(error);
    throw error;
  }
}
