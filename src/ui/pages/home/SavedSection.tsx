import { useEffect, useId, useRef, useState, useSyncExternalStore } from 'react';
import { formatPageAddress } from '../../../api/index.ts';
import { MiddleText } from '../../kit/MiddleText.tsx';
import parts from '../../kit/parts.module.css';
import { type SavedImage, type SavedList, without } from '../../saved/savedImages.ts';
import { savedListsOf } from '../../saved/savedLists.ts';
import { useSavedList } from '../../saved/useSavedList.ts';
import { useEnvironment } from '../../state/environment.ts';
import { type Group, groupByRepository } from './groups.ts';
import { OpenedRow } from './SavedRow.tsx';
import styles from './SavedSection.module.css';

const undoButton = '[data-undo]';

/** What taking an entry off a list is called, done to one, done to all, and when it is done. */
interface Words {
  readonly one: string;
  /** Undefined where all are not taken off at once. */
  readonly all?: string;
  readonly done: string;
}

/** A list of images by repository. What is taken off it can be put back until the page is left. */
export function OpenedSection({
  heading,
  list,
  but,
  words,
}: {
  readonly heading: string;
  readonly list: SavedList;
  /** What stands elsewhere on the page. */
  readonly but: readonly SavedImage[];
  readonly words: Words;
}) {
  const [kept, changeList] = useSavedList(list);
  const [before, setBefore] = useState<readonly SavedImage[]>();
  const section = useRef<HTMLElement>(null);
  const id = useId();
  // What is to have the focus once it is there, in the place of a button that went away.
  const focusWish = useRef('');
  useEffect(() => {
    if (focusWish.current !== '') section.current?.querySelector<HTMLElement>(focusWish.current)?.focus();
    focusWish.current = '';
  });
  const elsewhere = new Set(but.map(({ reference }) => reference));
  const entries = kept.filter(({ reference }) => !elsewhere.has(reference));
  if (entries.length === 0 && !before) return null;
  const change = (work: (entries: readonly SavedImage[]) => readonly SavedImage[]) => {
    setBefore(before ?? kept);
    void changeList(work);
  };
  const undo = () => {
    if (before) void changeList(() => before);
    setBefore(undefined);
    focusWish.current = 'li a';
  };
  const remove = (reference: string) => {
    const buttons = [...(section.current?.querySelectorAll<HTMLElement>('[data-remove]') ?? [])];
    const index = buttons.findIndex(({ dataset }) => dataset.remove === reference);
    const next = buttons[index + 1] ?? buttons[index - 1];
    change((entries) => without(entries, reference));
    if (next) next.focus();
    else focusWish.current = undoButton;
  };
  return (
    <section aria-labelledby={id} ref={section} className={styles.section}>
      <div className={styles.head}>
        <h2 id={id}>{heading}</h2>
        <span role="status" className={styles.said}>
          {before ? words.done : ''}
        </span>
        {before ? (
          <button type="button" data-undo className={`${parts.button} ${parts.quiet}`} onClick={undo}>
            Undo
          </button>
        ) : null}
        {words.all && entries.length > 0 ? (
          <button
            type="button"
            className={`${parts.button} ${parts.quiet}`}
            onClick={() => {
              change(() => []);
              focusWish.current = undoButton;
            }}
          >
            {words.all}
          </button>
        ) : null}
      </div>
      <ul className={styles.list}>
        {groupByRepository(entries).map((group) => (
          <GroupRows key={group.id} group={group} verb={words.one} onRemove={remove} />
        ))}
      </ul>
    </section>
  );
}

function GroupRows({
  group: { name, repository, entries },
  verb,
  onRemove,
}: {
  readonly group: Group;
  readonly verb: string;
  readonly onRemove: (reference: string) => void;
}) {
  const saved = savedListsOf(useEnvironment());
  const offline = useSyncExternalStore(saved.lists.subscribe, () => saved.entries('offline'));
  const isGroup = entries.length > 1 && repository !== undefined;
  const rows = entries.map((entry) => {
    const { reference, digest } = entry.opened;
    const isStored = offline.some((kept) => kept.digest === digest && kept.state === 'done' && kept.failed === 0);
    const row = { entry, name, isNamed: isGroup, isStored, verb, onRemove: () => onRemove(reference) };
    return <OpenedRow key={reference} {...row} />;
  });
  if (!isGroup) return <>{rows}</>;
  return (
    <li>
      <a
        className={styles.repository}
        title="Its tags"
        href={formatPageAddress({ kind: 'other', name: 'repo', value: repository })}
      >
        <MiddleText text={name} />
      </a>
      <ul className={styles.entries} aria-label={name}>
        {rows}
      </ul>
    </li>
  );
}
