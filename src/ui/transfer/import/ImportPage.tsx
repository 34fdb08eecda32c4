import { useEffect, useRef } from 'react';
import { parseRefused } from '../../../api/index.ts';
import { ErrorPanel } from '../../errors/ErrorPanel.tsx';
import frame from '../../kit/frame.module.css';
import parts from '../../kit/parts.module.css';
import { importMessages, withRefusal } from '../../messages/imports.ts';
import { Chooser } from './Chooser.tsx';
import { Done } from './Done.tsx';
import { ImportFailure } from './ImportFailure.tsx';
import { ImportProgress } from './ImportProgress.tsx';
import styles from './importPage.module.css';
import { Listed } from './Listed.tsx';
import { RefusedList } from './RefusedList.tsx';
import { useImport } from './useImport.ts';

/** Imports images from archives: choose a file, select images, import. */
export function ImportPage() {
  const { run, state } = useImport();
  const title = useRef<HTMLHeadingElement>(null);
  const shown = useRef(state.step);
  useEffect(() => {
    // The element that had the focus was removed.
    if (shown.current !== state.step) title.current?.focus();
    shown.current = state.step;
  }, [state.step]);
  return (
    <div className={`${frame.own} ${styles.page}`}>
      <h1 id="title" tabIndex={-1} ref={title}>
        {importMessages.title}
      </h1>
      <p className={parts.muted}>{importMessages.intro}</p>
      {state.step === 'choose' ? <Chooser run={run} message={state.message} /> : null}
      {state.step === 'listing' || state.step === 'importing' ? (
        <ImportProgress state={state} onCancel={() => run.cancel()} />
      ) : null}
      {state.step === 'listed' ? <Listed run={run} state={state} /> : null}
      {state.step === 'done' ? <Done run={run} state={state} /> : null}
      {state.step === 'failed' ? (
        <>
          {state.source ? <p className={parts.mono}>{state.source.name}</p> : null}
          {state.archive ? (
            <ImportFailure error={state.error} onContinue={() => run.backToList()} />
          ) : (
            <>
              <ErrorPanel error={withRefusal(state.error)} where={undefined} />
              <RefusedList of={parseRefused(state.error.detail ?? {})} />
            </>
          )}
          <Chooser run={run} message="" />
        </>
      ) : null}
    </div>
  );
}
