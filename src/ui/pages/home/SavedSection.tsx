import { useEffect, useId, useRef, useState, useSyncExternalStore } from 'react';
import { formatPageAddress } from '../../../api/index.ts';
import { MiddleText } from '../../kit/MiddleText.tsx';
import parts from '../../kit/parts.module.css';
import { homeMessages } from '../../messages/home.ts';
import { type SavedImage, type SavedList, without } from '../../saved/savedImages.ts';
import { savedListsOf } from '../../saved/savedLists.ts';
import { useSavedList } from '../../saved/useSavedList.ts';
import { useEnvironment } from '../../state/environment.ts';
import { type Group, groupByRepository } from './groups.ts';
import { SavedRow } from './SavedRow.tsx';
import styles from './SavedSection.module.css';

const undoButton = '[data-undo]';

/** Labels of the buttons that remove entries, and the confirmation. */
interface RemoveText {
  readonly one: string;
  /** Undefined if the list has no button that removes all. */
  readonly all?: string;
  readonly done: string;
}

/** A list of saved images, grouped by repository. Removals can be undone until the page is left. */
export function SavedSection({
  heading,
  list,
  except,
  text,
}: {
  readonly heading: string;
  readonly list: SavedList;
  /** Images that the page already shows in another list. */
  readonly except: readonly SavedImage[];
  readonly text: RemoveText;
}) {
  const [saved, changeList] = useSavedList(list);
  const [before, setBefore] = useState<readonly SavedImage[]>();
  const section = useRef<HTMLElement>(null);
  const id = useId();
  // Selector of the element that gets the focus after the next render, because the focused button is removed.
  const nextFocus = useRef('');
  useEffect(() => {
    if (nextFocus.current !== '') section.current?.querySelector<HTMLElement>(nextFocus.current)?.focus();
    nextFocus.current = '';
  });
  const excluded = new Set(except.map(({ reference }) => reference));
  const entries = saved.filter(({ reference }) => !excluded.has(reference));
  if (entries.length === 0 && !before) return null;
  const change = (work: (entries: readonly SavedImage[]) => readonly SavedImage[]) => {
    setBefore(before ?? saved);
    void changeList(work);
  };
  const undo = () => {
    if (before) void changeList(() => before);
    setBefore(undefined);
    nextFocus.current = 'li a';
  };
  const remove = (reference: string) => {
    const buttons = [...(section.current?.querySelectorAll<HTMLElement>('[data-remove]') ?? [])];
    const index = buttons.findIndex(({ dataset }) => dataset.remove === reference);
    const next = buttons[index + 1] ?? buttons[index - 1];
    change((entries) => without(entries, reference));
    if (next) next.focus();
    else nextFocus.current = undoButton;
  };
  return (
    <section aria-labelledby={id} ref={section} className={styles.section}>
      <div className={styles.head}>
        <h2 id={id}>{heading}</h2>
        <span role="status" className={styles.status}>
          {before ? text.done : ''}
        </span>
        {before ? (
          <button type="button" data-undo className={`${parts.button} ${parts.quiet}`} onClick={undo}>
            {homeMessages.undo}
          </button>
        ) : null}
        {text.all && entries.length > 0 ? (
          <button
            type="button"
            className={`${parts.button} ${parts.quiet}`}
            onClick={() => {
              change(() => []);
              nextFocus.current = undoButton;
            }}
          >
            {text.all}
          </button>
        ) : null}
      </div>
      <ul className={styles.list}>
        {groupByRepository(entries).map((group) => (
          <GroupRows key={group.id} group={group} verb={text.one} onRemove={remove} />
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
    const { reference, digest } = entry.saved;
    const isOffline = offline.some((image) => image.digest === digest && image.state === 'done' && image.failed === 0);
    const row = { entry, name, isGrouped: isGroup, isOffline, verb, onRemove: () => onRemove(reference) };
    return <SavedRow key={reference} {...row} />;
  });
  if (!isGroup) return <>{rows}</>;
  return (
    <li>
      <a
        className={styles.repository}
        title={homeMessages.tags}
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
