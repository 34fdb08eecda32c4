import { memo, type ReactNode, useId, useMemo } from 'react';
import { CopyButton } from '../../kit/CopyButton.tsx';
import { useCopy } from '../../kit/copy.ts';
import { Fact, Size } from '../../kit/Fact.tsx';
import { shortDigest } from '../../kit/format.ts';
import parts from '../../kit/parts.module.css';
import { visible } from '../../kit/visible.ts';
import { When } from '../../kit/When.tsx';
import { dockerfileMessages } from '../../messages/dockerfile.ts';
import type { Step } from '../../tree/instructions.ts';
import { missingLayer } from '../LayerTable.tsx';
import paneStyles from '../Pane.module.css';
import styles from './DockerfileView.module.css';
import { readStep } from './dockerfileText.ts';

/** Characters of a step that are drawn. Copying is not limited. */
const maxShown = 8000;

/** Shows a step of the Dockerfile, its layer and, when opened, its original history entry. */
export const StepRow = memo(function StepRow({
  step,
  href,
  isOpen,
  onToggle,
}: {
  readonly step: Step;
  /** Link to the step's layer. */
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
        <CutNote text={text} />
      </pre>
      <span className={styles.layer}>
        {layer ? (
          <>
            <a href={href} title={layer.descriptor.digest}>
              {shortDigest(layer.descriptor.digest)}
            </a>
            <span>
              {layer.descriptor.size === undefined ? (
                dockerfileMessages.notStated
              ) : (
                <Size bytes={layer.descriptor.size} />
              )}
            </span>
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
          {dockerfileMessages.original}
          <span className={parts.hidden}>{dockerfileMessages.originalOf(step.number)}</span>
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
        <Fact term={dockerfileMessages.createdBy}>
          {createdBy === '' ? (
            <span className={parts.muted}>{dockerfileMessages.notStated}</span>
          ) : (
            <>
              <pre>
                {visible(createdBy.slice(0, maxShown), true)}
                <CutNote text={createdBy} />
              </pre>
              <CopyButton
                quiet
                label={dockerfileMessages.copyOriginal}
                what={dockerfileMessages.copyOriginalOf(step.number)}
                copied={copied}
                onCopy={() => copy(createdBy)}
              />
            </>
          )}
        </Fact>
        {comment === undefined ? null : (
          <Fact term={dockerfileMessages.comment}>
            {visible(comment.slice(0, maxShown), true)}
            <CutNote text={comment} />
          </Fact>
        )}
        {created === undefined ? null : (
          <Fact term={dockerfileMessages.created}>
            <When time={created} />
          </Fact>
        )}
        {author === undefined ? null : (
          <Fact term={dockerfileMessages.author}>{visible(author.slice(0, maxShown))}</Fact>
        )}
      </dl>
    </div>
  );
}

function CutNote({ text }: { readonly text: string }) {
  if (text.length <= maxShown) return null;
  return <span className={styles.more}>{dockerfileMessages.cut(text.length - maxShown)}</span>;
}

/** Dims the part of a text that the history does not record. */
function withUnknown(text: string, unknown: string): ReactNode {
  const at = unknown === '' ? -1 : text.indexOf(unknown);
  if (at < 0) return text.slice(0, maxShown);
  return (
    <>
      {text.slice(0, at)}
      <span className={styles.remark} title={dockerfileMessages.unknownSource}>
        {unknown}
      </span>
      {text.slice(at + unknown.length, maxShown)}
    </>
  );
}
