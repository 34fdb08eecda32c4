import { useEffect, useId, useRef, useState, useSyncExternalStore } from 'react';
import parts from '../../kit/parts.module.css';
import { homeMessages } from '../../messages/home.ts';
import { type SavedImage, type SavedList, without } from '../../saved/savedImages.ts';
import { savedListsOf } from '../../saved/savedLists.ts';
import { useSavedList } from '../../saved/useSavedList.ts';
import { useEnvironment } from '../../state/environment.ts';
import { SavedCard } from './SavedCard.tsx';
import styles from './SavedSection.module.css';

const undoButton = '[data-undo]';
const maxCards = 12;

/** Labels of the buttons that remove entries, and the confirmation. */
interface RemoveText {
  readonly one: string;
  /** Undefined if the list has no button that removes all. */
  readonly all?: string;
  readonly done: string;
}

/** Saved images as cards, newest first. Removals can be undone until the page is left. */
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
  const [maxShown, setMaxShown] = useState(maxCards);
  const lists = savedListsOf(useEnvironment());
  const offline = useSyncExternalStore(lists.lists.subscribe, () => lists.entries('offline'));
  if (entries.length === 0 && !before) return null;
  const shown = entries.slice(0, maxShown);
  const isOffline = ({ digest }: SavedImage) =>
    offline.some((image) => image.digest === digest && image.state === 'done' && image.failed === 0);
  const showAll = () => {
    setMaxShown(Number.POSITIVE_INFINITY);
    // The pressed button is removed: the first card that it shows gets the focus.
    nextFocus.current = `li:nth-child(${maxShown + 1}) a`;
  };
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
        <span className={styles.count}>{entries.length}</span>
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
      <ul className={styles.cards}>
        {shown.map((image) => (
          <SavedCard
            key={image.reference}
            saved={image}
            isOffline={isOffline(image)}
            verb={text.one}
            onRemove={() => remove(image.reference)}
          />
        ))}
      </ul>
      {shown.length < entries.length ? (
        <button type="button" className={`${parts.button} ${styles.all}`} onClick={showAll}>
          {homeMessages.showAll(entries.length)}
        </button>
      ) : null}
    </section>
  );
}
