import { paletteMessages } from '../../messages/find/palette.ts';
import styles from './find.module.css';
import { Option } from './Option.tsx';
import type { Found, FoundSection } from './rank.ts';
import { optionId } from './useChoice.ts';

/** The listbox of the results, by section. The input beside it keeps the focus. */
export function Results({
  sections,
  listId,
  label,
  className,
  chosen,
  onPoint,
  onRun,
}: {
  readonly sections: readonly FoundSection[];
  readonly listId: string;
  readonly label: string;
  /** Class of the listbox. */
  readonly className?: string | undefined;
  readonly chosen: Found | undefined;
  /** Called with the identifier of the result below the pointer. */
  readonly onPoint: (id: string) => void;
  readonly onRun: (found: Found) => void;
}) {
  const places = new Map(sections.flatMap((section) => section.found).map((one, index) => [one, index]));
  return (
    <div role="listbox" id={listId} aria-label={label} className={className}>
      {sections.map(({ title, found, more }) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is not a group of options
        <div key={title} role="group" aria-label={title}>
          <div aria-hidden="true" className={styles.heading}>
            {title}
          </div>
          {found.map((one) => (
            <Option
              key={one.id}
              found={one}
              id={optionId(listId, places.get(one) ?? 0)}
              isChosen={one === chosen}
              onPoint={() => onPoint(one.id)}
              onRun={() => onRun(one)}
            />
          ))}
          {more > 0 ? (
            <div aria-hidden="true" className={styles.more}>
              {paletteMessages.more(more)}
            </div>
          ) : null}
        </div>
      ))}
    </div>
  );
}
