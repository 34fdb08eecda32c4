import { useEffect, useState } from 'react';
import { usePlatform } from './usePlatform.ts';

const shownForMs = 2000;

export type Copied = 'no' | 'copied' | 'refused';

/** Copies text and returns the result for two seconds. Plain HTTP has no clipboard API, so the old `copy` command is used. */
export function useCopy(): readonly [Copied, (text: string) => void] {
  const { window } = usePlatform();
  const [copied, setCopied] = useState<Copied>('no');
  useEffect(() => {
    if (copied === 'no') return;
    const timer = window.setTimeout(() => setCopied('no'), shownForMs);
    return () => window.clearTimeout(timer);
  }, [copied, window]);
  const copy = (text: string) => {
    copyText(window, text).then((done) => setCopied(done ? 'copied' : 'refused'));
  };
  return [copied, copy];
}

async function copyText(window: Window, text: string): Promise<boolean> {
  const { clipboard } = window.navigator;
  if (!clipboard) return copyByCommand(window.document, text);
  return clipboard.writeText(text).then(
    () => true,
    () => copyByCommand(window.document, text),
  );
}

/** Sets the text in a handler of the copy event, so nothing has to be selected or inserted. */
function copyByCommand(document: Document, text: string): boolean {
  let taken = false;
  const answer = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    taken = event.clipboardData !== null;
  };
  document.addEventListener('copy', answer, { once: true });
  const done = document.execCommand('copy');
  document.removeEventListener('copy', answer);
  return done && taken;
}
