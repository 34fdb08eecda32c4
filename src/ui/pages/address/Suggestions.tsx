import { type RefObject, useEffect } from 'react';
import { type TreeAddress, treeAddress } from '../../../api/index.ts';
import { isAppError } from '../../../errors/index.ts';
import { parseReference, type Repository } from '../../../oci/index.ts';
import type { Action } from '../../actions/actions.ts';
import { Results } from '../../actions/find/Results.tsx';
import { type FoundSection, findActions } from '../../actions/find/rank.ts';
import { savedActions } from '../../actions/find/savedActions.ts';
import { useChoice } from '../../actions/find/useChoice.ts';
import parts from '../../kit/parts.module.css';
import { suggestionMessages } from '../../messages/find/suggestions.ts';
import { isPinned, pins } from '../../saved/pins.ts';
import { recents, type SavedImage } from '../../saved/savedImages.ts';
import { useSavedList } from '../../saved/useSavedList.ts';
import { useNameList } from './nameLists.ts';
import styles from './Suggestions.module.css';
import { scopeOf, type TypedScope } from './typedScope.ts';

const listId = 'suggestions';
/** Maximum shown while nothing is typed. */
const maxIdle = 6;
const maxNames = 40;

export interface SuggestionsProps {
  readonly input: RefObject<HTMLInputElement | null>;
  /** '' lists the pinned and recent images. */
  readonly typed: string;
  readonly onOpen: (address: TreeAddress) => void;
  /** Called with a longer text, which has suggestions of its own. */
  readonly onComplete: (text: string) => void;
  readonly onClose: () => void;
}

/**
 * Lists what the typed text may become: pinned and recent images at once, then repositories or tags of the registry that is typed.
 * No option is active until an arrow key is pressed, so Enter opens the typed text, and Tab accepts nothing.
 */
export function Suggestions({ input, typed, onOpen, onComplete, onClose }: SuggestionsProps) {
  const [pinned] = useSavedList(pins);
  const [recent] = useSavedList(recents);
  const saved = [...pinned, ...recent.filter(({ reference }) => !isPinned(pinned, reference))];
  const typedScope = scopeOf(typed, (repository) => saved.some((image) => isIn(repository, image)));
  const names = useNameList(typedScope?.scope, typed);
  const local = findActions(
    [
      { title: suggestionMessages.pinned, actions: savedActions(saved.slice(0, pinned.length), onOpen), maxIdle },
      { title: suggestionMessages.recent, actions: savedActions(saved.slice(pinned.length), onOpen), maxIdle },
    ],
    typed,
  );
  const sections = [...local, ...(typedScope ? findNames(typedScope, names, { onOpen, onComplete }) : [])];
  const found = sections.flatMap((section) => section.found);
  const { chosen, choose } = useChoice(input, {
    found,
    listId,
    isOptional: true,
    onChoose: ({ action }) => action.run(),
  });
  useEscape(input, found.length > 0 ? onClose : undefined);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the input keeps the focus, also while the list is scrolled
    <div className={styles.popup} hidden={found.length === 0} onMouseDown={(event) => event.preventDefault()}>
      <Results
        sections={sections}
        listId={listId}
        label={suggestionMessages.list}
        className={styles.list}
        chosen={chosen}
        onPoint={choose}
        onRun={({ action }) => action.run()}
      />
      <p role="status" className={parts.hidden}>
        {found.length > 0 ? suggestionMessages.count(found.length) : ''}
      </p>
    </div>
  );
}

/** Returns the names of a list that match. A repository completes the text, so that its tags are suggested next. */
function findNames(
  { scope, prefix }: TypedScope,
  names: readonly string[],
  {
    onOpen,
    onComplete,
  }: { readonly onOpen: (address: TreeAddress) => void; readonly onComplete: (text: string) => void },
): readonly FoundSection[] {
  const toAction = (name: string): Action => {
    const text =
      scope.kind === 'repositories'
        ? `${scope.host}/${name}:`
        : `${scope.repository.host}/${scope.repository.name}:${name}`;
    const run = scope.kind === 'repositories' ? () => onComplete(text) : () => onOpen(treeAddress(text));
    return { id: name, name, icon: 'image', run };
  };
  const title =
    scope.kind === 'repositories'
      ? suggestionMessages.repositoriesOf(scope.host)
      : suggestionMessages.tagsOf(scope.repository.name);
  return findActions([{ title, actions: names.map(toAction), maxIdle: maxNames }], prefix);
}

/** Closes the list on Escape; the text stays. */
function useEscape(input: RefObject<HTMLInputElement | null>, close: (() => void) | undefined): void {
  useEffect(() => {
    const field = input.current;
    if (!field || !close) return;
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing) return;
      event.preventDefault();
      close();
    };
    field.addEventListener('keydown', press);
    return () => field.removeEventListener('keydown', press);
  }, [input, close]);
}

function isIn({ host, name }: Repository, { reference }: SavedImage): boolean {
  try {
    const parsed = parseReference(reference);
    return parsed.domain === host && parsed.path === name;
  } catch (error) {
    if (isAppError(error)) return false;
    throw error;
  }
}
