import { useQuery } from '@tanstack/react-query';
import { readHosts } from '../../../client/index.ts';
import { CopyButton } from '../../kit/CopyButton.tsx';
import styles from '../../kit/commandList.module.css';
import { useCopy } from '../../kit/copy.ts';
import parts from '../../kit/parts.module.css';
import { commandMessages } from '../../messages/commandsView.ts';
import { useEnvironment } from '../../state/environment.ts';
import type { NodeProps } from '../paneProps.ts';
import type { Command, CommandGroup } from './command.ts';
import { commandSubjectOf } from './commandSubject.ts';
import { commandsOf } from './commands.ts';

const groups: readonly CommandGroup[] = ['pull', 'inspect', 'curl'];

/** Shows commands that fetch and inspect the selected node. Contacts no registry. */
export function CommandsView({ tree, selection }: NodeProps) {
  const { client, window } = useEnvironment();
  const { data: hosts } = useQuery({ queryKey: ['hosts'], queryFn: () => readHosts(client), staleTime: 0 });
  const subject = commandSubjectOf(tree, selection, window.location.origin, hosts);
  if (!subject) {
    return <p className={parts.muted}>{commandMessages.noRepository}</p>;
  }
  const commands = commandsOf(subject);
  if (commands.length === 0) return <p className={parts.muted}>{commandMessages.none}</p>;
  return groups.map((group) => <Group key={group} name={group} commands={commands} />);
}

function Group({ name, commands }: { readonly name: CommandGroup; readonly commands: readonly Command[] }) {
  const own = commands.filter(({ group }) => group === name);
  const titles = [...new Set(own.map(({ title }) => title))];
  if (titles.length === 0) return null;
  return (
    <section className={styles.group}>
      <h2>{commandMessages.groups[name]}</h2>
      {titles.map((title) => (
        <div key={title} className={styles.purpose}>
          <h3>{title}</h3>
          <ul>
            {own
              .filter((command) => command.title === title)
              .map((command) => (
                <CommandBox key={command.command} {...command} />
              ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

function CommandBox({ tool, title, command, note }: Command) {
  const [copied, copy] = useCopy();
  const prefix = command.startsWith(`${tool} `) ? tool : '';
  return (
    <li className={styles.command}>
      <code>
        <b>{prefix}</b>
        {command.slice(prefix.length)}
      </code>
      <span className={styles.copy}>
        <CopyButton
          quiet
          label={commandMessages.copy}
          what={commandMessages.copyWhat(tool, title)}
          copied={copied}
          onCopy={() => copy(command)}
        />
      </span>
      {note ? <p>{note}</p> : null}
    </li>
  );
}
