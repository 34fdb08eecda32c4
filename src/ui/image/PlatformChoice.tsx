import { formatPlatform } from '../../oci/index.ts';
import parts from '../kit/parts.module.css';
import { detailMessages } from '../messages/pane.ts';
import frame from '../summary/Summary.module.css';
import { platformNote } from './entries/indexEntries.ts';
import type { ShownPlatform } from './useShownPlatform.ts';

/** Chooses the platform of an index whose summary is shown. */
export function PlatformChoice({ shown: { entry, entries, own, choose } }: { readonly shown: ShownPlatform }) {
  return (
    <>
      <select
        className={frame.choice}
        aria-label={detailMessages.choosePlatform}
        value={entry.node.path}
        onChange={({ target }) => choose(target.value)}
      >
        {entries.map(({ node }) => (
          <option key={node.path} value={node.path}>
            {[node.platform && formatPlatform(node.platform), platformNote(node)].filter(Boolean).join(' ')}
          </option>
        ))}
      </select>
      {own?.path === entry.node.path ? (
        <span className={`${parts.muted} ${frame.wide}`}>
          {' '}
          {own.isSure ? detailMessages.own : detailMessages.probablyOwn}
        </span>
      ) : null}
    </>
  );
}
