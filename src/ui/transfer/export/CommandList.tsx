import { CopyButton } from '../../kit/CopyButton.tsx';
import commands from '../../kit/commandList.module.css';
import { useCopy } from '../../kit/copy.ts';
import type { ReadCommand } from './readCommands.ts';

export function CommandList({ list }: { readonly list: readonly ReadCommand[] }) {
  return (
    <div className={commands.purpose}>
      <ul>
        {list.map((command) => (
          <Line key={command.tool} {...command} />
        ))}
      </ul>
    </div>
  );
}

function Line({ tool, command, note }: ReadCommand) {
  const [copied, copy] = useCopy();
  return (
    <li className={commands.command}>
      <code>{command}</code>
      <CopyButton quiet label="Copy" what={`${tool} command`} copied={copied} onCopy={() => copy(command)} />
      {note === undefined ? null : <p>{note}</p>}
    </li>
  );
}
