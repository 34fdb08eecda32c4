import type { RefObject } from 'react';
import type { PageAddress } from '../../api/index.ts';
import styles from '../kit/frame.module.css';
import { Mark } from '../kit/icons.tsx';
import { frameMessages } from '../messages/shell.ts';
import { AddressBox } from '../pages/AddressBox.tsx';
import { PaletteButton } from './PaletteButton.tsx';

/** The header: logo, address box, links to the app's pages, and the command palette. Home has an address box of its own. */
export function Header({
  address,
  input,
}: {
  readonly address: PageAddress;
  readonly input: RefObject<HTMLInputElement | null>;
}) {
  const isHome = address.kind === 'home';
  return (
    <header className={styles.header}>
      <a href="/#" className={styles.brand}>
        <Mark /> <b>{frameMessages.app}</b>
      </a>
      {isHome ? null : <AddressBox reference={address.kind === 'tree' ? address.reference : ''} input={input} />}
      <nav aria-label={frameMessages.navigation} className={styles.nav}>
        <a href="#view=registries">{frameMessages.registries}</a>
        <a href="#view=storage">{frameMessages.storage}</a>
        <a href="#view=requests">{frameMessages.requests}</a>
      </nav>
      <PaletteButton />
    </header>
  );
}
