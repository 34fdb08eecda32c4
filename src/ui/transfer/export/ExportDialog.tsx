import { useDeferredValue, useId, useState } from 'react';
import { exportFileName, exportUrl } from '../../../api/index.ts';
import { asAppError, isAppError } from '../../../errors/index.ts';
import { type NamedReference, parseNamedReference, tagNameOnly } from '../../../oci/index.ts';
import type { ExportSubject } from '../../actions/exportSubject.ts';
import { Dialog } from '../../kit/Dialog.tsx';
import { shortDigest } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { Skeleton } from '../../kit/Skeleton.tsx';
import { exportMessages, failureText } from '../../messages/exportDialog.ts';
import { CommandList } from './CommandList.tsx';
import styles from './exportDialog.module.css';
import { Missing } from './Missing.tsx';
import { Platforms } from './Platforms.tsx';
import { readCommands } from './readCommands.ts';
import { SaveButton } from './SaveButton.tsx';
import { useExportPlan } from './useExportPlan.ts';
import { useMode } from './useMode.ts';
import { useSave } from './useSave.ts';

/** Exports an image, index or artifact to a file: its platforms, its name, missing content, and commands that read the file. */
export function ExportDialog({ subject, onClose }: { readonly subject: ExportSubject; readonly onClose: () => void }) {
  const { digest, repository, title } = subject;
  const [text, setText] = useState(subject.name);
  const [referrers, setReferrers] = useState(false);
  const named = readName(useDeferredValue(text));
  const as = named instanceof Error ? undefined : named;
  const { plan, error, options, chosen, choose, readPlan, refresh } = useExportPlan(digest, { as, referrers });
  const { state, save } = useSave(digest);
  const isBuffered = useMode() === 'dedicated-worker';
  const name = useId();
  const file = exportFileName(digest, options);
  const hasNoPlatform = plan !== undefined && plan.platforms.length > 0 && chosen.size === 0;
  const canSave = plan?.missing.count === 0 && !hasNoPlatform && !(named instanceof Error);
  const isPart = plan !== undefined && chosen.size < plan.platforms.length;
  return (
    <Dialog title={exportMessages.title} size="large" hasCloseButton onClose={onClose}>
      <p>
        {title} <span className={`${parts.mono} ${parts.muted}`}>{shortDigest(digest)}</span>, {exportMessages.format}
      </p>
      {error ? (
        <p role="alert" data-reason={error.reason ?? 'internal'} className={styles.broken}>
          {failureText(error)}
        </p>
      ) : null}
      {!plan && !error ? <Skeleton /> : null}
      {plan?.kind === 'schema1' ? (
        <p role="alert" data-reason="unsupported" className={styles.broken}>
          {exportMessages.schema1}
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
              <span>{exportMessages.referrers(plan.referrers, referrers)}</span>
            </label>
          ) : null}
          <div className={styles.field}>
            <label htmlFor={name}>{exportMessages.name}</label>
            <input
              id={name}
              value={text}
              autoComplete="off"
              spellCheck={false}
              placeholder={exportMessages.noName}
              aria-invalid={named instanceof Error}
              aria-describedby={`${name}-hint`}
              onChange={({ target }) => setText(target.value)}
            />
            <p id={`${name}-hint`} className={named instanceof Error ? parts.bad : parts.muted}>
              {named instanceof Error ? exportMessages.invalidName : exportMessages.nameHint}
            </p>
          </div>
          {plan.missing.count > 0 && !hasNoPlatform ? (
            <Missing plan={plan} repository={repository} readPlan={readPlan} onStored={refresh} />
          ) : null}
          {hasNoPlatform ? <p className={parts.bad}>{exportMessages.noPlatform}</p> : null}
          <SaveButton
            name={file}
            bytes={canSave ? plan.fileBytes : undefined}
            canSave={canSave}
            state={state}
            isBuffered={isBuffered}
            onSave={() => {
              const urlOf = (ticket: string) => exportUrl(digest, options, ticket);
              // Content that was found corrupt is missing now.
              void save({ urlOf, name: file }).then(refresh);
            }}
          />
          <section aria-labelledby={`${name}-read`} className={styles.read}>
            <h3 id={`${name}-read`}>{exportMessages.use}</h3>
            <CommandList list={readCommands({ file, plan, name: as, isPart, referrers })} />
          </section>
        </>
      ) : null}
    </Dialog>
  );
}

/** Parses the name field; undefined if it is empty, an error if it is not a reference. */
function readName(text: string): NamedReference | Error | undefined {
  if (text.trim() === '') return undefined;
  try {
    return tagNameOnly(parseNamedReference(text.trim()));
  } catch (error) {
    if (isAppError(error)) return asAppError(error);
    throw error;
  }
}
