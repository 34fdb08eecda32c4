import { memo, type ReactNode, useId, useMemo } from 'react';
import { CopyButton } from '../../kit/CopyButton.tsx';
import { useCopy } from '../../kit/copy.ts';
import { Fact, Size } from '../../kit/Fact.tsx';
import { groupDigits, shortDigest } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { visible } from '../../kit/visible.ts';
import { When } from '../../kit/When.tsx';
import type { Step } from '../../tree/instructions.ts';
import { missingLayer } from '../LayerTable.tsx';
import paneStyles from '../Pane.module.css';
import styles from './DockerfileView.module.css';
import { readStep } from './dockerfileText.ts';

/** More of one step than this is not drawn; what is copied has it all. */
const maxShown = 8000;

/** A step as it stands in the Dockerfile, its layer, and, where asked for, what the history says word for word. */
export const StepRow = memo(function StepRow({
  step,
  href,
  isOpen,
  onToggle,
}: {
  readonly step: Step;
  /** The link of its layer. */
  readonly href: string | undefined;
  readonly isOpen: boolean;
  readonly onToggle: (number: number) => void;
}) {
  const id = useId();
  const { remarks, keyword, text, unknown } = useMemo(() => readStep(step), [step]);
  const { entry, layer } = step.line;
  return (
    <div className={styles.row}>
      <span className={styles.number} aria-hidden="true">
        {step.number}
      </span>
      <pre className={styles.code}>
        {remarks.map((remark) => (
          <span key={remark} className={styles.remark}>
            {`${remark}\n`}
          </span>
        ))}
        {keyword ? <b>{keyword}</b> : null}
        {keyword ? ' ' : null}
        {withUnknown(text, unknown)}
        <More of={text} />
      </pre>
      <span className={styles.layer}>
        {layer ? (
          <>
            <a href={href} title={layer.descriptor.digest}>
              {shortDigest(layer.descriptor.digest)}
            </a>
            <span>{layer.descriptor.size === undefined ? 'not stated' : <Size bytes={layer.descriptor.size} />}</span>
          </>
        ) : (
          <span>{missingLayer(step)}</span>
        )}
      </span>
      {entry ? (
        <button
          type="button"
          className={`${parts.button} ${parts.quiet} ${styles.toggle}`}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => onToggle(step.number)}
        >
          Original<span className={parts.hidden}> of step {step.number}</span>
        </button>
      ) : (
        <span className={styles.toggle} />
      )}
      {entry && isOpen ? <Original id={id} step={step} /> : null}
    </div>
  );
});

function Original({ id, step }: { readonly id: string; readonly step: Step }) {
  const [copied, copy] = useCopy();
  const { createdBy = '', comment, created, author } = step.line.entry ?? {};
  return (
    <div id={id} className={styles.original}>
      <dl className={paneStyles.facts}>
        <Fact term="Created by">
          {createdBy === '' ? (
            <span className={parts.muted}>not stated</span>
          ) : (
            <>
              <pre>
                {visible(createdBy.slice(0, maxShown), true)}
                <More of={createdBy} />
              </pre>
              <CopyButton
                quiet
                label="Copy"
                what={`the original of step ${step.number}`}
                copied={copied}
                onCopy={() => copy(createdBy)}
              />
            </>
          )}
        </Fact>
        {comment === undefined ? null : (
          <Fact term="Comment">
            {visible(comment.slice(0, maxShown), true)}
            <More of={comment} />
          </Fact>
        )}
        {created === undefined ? null : (
          <Fact term="Created">
            <When time={created} />
          </Fact>
        )}
        {author === undefined ? null : <Fact term="Author">{visible(author.slice(0, maxShown))}</Fact>}
      </dl>
    </div>
  );
}

function More({ of }: { readonly of: string }) {
  if (of.length <= maxShown) return null;
  return (
    <span className={styles.more}>
      … and {groupDigits(of.length - maxShown)} characters more, which are copied but not shown
    </span>
  );
}

/** What is not known of the text stands back. */
function withUnknown(text: string, unknown: string): ReactNode {
  const at = unknown === '' ? -1 : text.indexOf(unknown);
  if (at < 0) return text.slice(0, maxShown);
  return (
    <>
      {text.slice(0, at)}
      <span className={styles.remark} title="Where it was copied from is not known: only what it was, by its hash">
        {unknown}
      </span>
      {text.slice(at + unknown.length, maxShown)}
    </>
  );
}
