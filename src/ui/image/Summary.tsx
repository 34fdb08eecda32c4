import { useLayoutEffect, useRef } from 'react';
import { useEnvironment } from '../state/environment.ts';
import { summaryElement } from '../summary/summaryElement.ts';
import { type SummarySource, summaryOf } from '../summary/summaryOf.ts';

/** Shows what an image runs and where it comes from. It is drawn without the framework, as before the page's scripts have run. */
export function Summary({ source }: { readonly source: Omit<SummarySource, 'nowMs'> }) {
  const { window, now } = useEnvironment();
  const host = useRef<HTMLDivElement>(null);
  const { manifest, config, descriptor, statedBy, configHref } = source;
  useLayoutEffect(() => {
    const sections = summaryOf({ manifest, config, descriptor, statedBy, configHref, nowMs: now() });
    host.current?.replaceChildren(summaryElement(window.document, sections));
  }, [window, now, manifest, config, descriptor, statedBy, configHref]);
  return <div ref={host} />;
}
