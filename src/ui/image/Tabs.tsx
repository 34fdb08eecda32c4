import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useActions } from '../actions/useActions.ts';
import { useKeys } from '../kit/keys.ts';
import { paneMessages } from '../messages/pane.ts';
import frame from '../summary/Summary.module.css';

interface Tab {
  readonly name: string;
  readonly label: string;
}

/** Shows the tabs of the pane. Arrow keys move between them, `[` and `]` from anywhere on the page. */
export function Tabs({
  tabs,
  current,
  onTab,
}: {
  readonly tabs: readonly Tab[];
  readonly current: string;
  readonly onTab: (name: string) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  const step = (by: number) => {
    const index = tabs.findIndex(({ name }) => name === current);
    const next = tabs[(index + by + tabs.length) % tabs.length];
    if (next) onTab(next.name);
    return next;
  };
  // On a narrow page a link may select a tab that is scrolled out of view. The observer reports after layout; measuring here would
  // force a layout of the page.
  useEffect(() => {
    const tab = list.current?.querySelector(`#tab-${current}`);
    if (!tab) return;
    const observer = new IntersectionObserver(
      ([seen]) => {
        observer.disconnect();
        if (seen && seen.intersectionRatio < 1) tab.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      },
      { root: list.current },
    );
    observer.observe(tab);
    return () => observer.disconnect();
  }, [current]);
  useKeys({ '[': () => void step(-1), ']': () => void step(1) });
  const others = tabs.filter(({ name }) => name !== current);
  useActions(
    others.map(({ name, label }) => ({ id: `tab ${name}`, name: paneMessages.showTab(label), run: () => onTab(name) })),
  );
  const press = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const next = step(by);
    if (next) list.current?.querySelector<HTMLElement>(`#tab-${next.name}`)?.focus();
  };
  return (
    <div role="tablist" aria-label={paneMessages.views} className={frame.tabs} ref={list} onKeyDown={press}>
      {tabs.map(({ name, label }) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          aria-selected={name === current}
          aria-controls="tabpanel"
          tabIndex={name === current ? 0 : -1}
          onClick={() => onTab(name)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
