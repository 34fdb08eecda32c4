import styles from '../kit/frame.module.css';
import { incompleteMessages } from '../messages/start.ts';

/** Returns the reason why the script failed to load. */
export function incompleteReason({ navigator }: Window): 'offline' | 'unreachable' {
  return navigator.onLine === false ? 'offline' : 'unreachable';
}

/** Creates the notice as a plain element, since the part of the app that renders pages is not loaded. */
export function createIncompleteNotice(window: Window): HTMLElement {
  const notice = window.document.createElement('div');
  const add = (name: string, text: string) => {
    const element = window.document.createElement(name);
    element.append(text);
    notice.append(element);
    return element;
  };
  notice.role = 'alert';
  notice.dataset.reason = incompleteReason(window);
  notice.className = styles.own ?? '';
  add('h2', incompleteMessages.title);
  add('p', incompleteMessages.next);
  add('button', incompleteMessages.reload).addEventListener('click', () => window.location.reload());
  return notice;
}
