import styles from '../kit/frame.module.css';

export const incompleteWords = {
  title: 'Part of this app didn’t load',
  next: 'Reload the page. If this keeps happening, check your network connection and whether something blocks scripts.',
} as const;

/** Returns the reason that the notice states. */
export function incompleteReason({ navigator }: Window): 'offline' | 'unreachable' {
  return navigator.onLine === false ? 'offline' : 'unreachable';
}

/** Creates the notice without the part of the app that would draw it. */
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
  add('h2', incompleteWords.title);
  add('p', incompleteWords.next);
  add('button', 'Reload').addEventListener('click', () => window.location.reload());
  return notice;
}
