import type { RefObject } from 'react';
import type { PageAddress } from '../../api/index.ts';
import styles from '../kit/frame.module.css';
import { Mark } from '../kit/icons.tsx';
import { AddressBox } from '../pages/AddressBox.tsx';
import { PaletteButton } from './PaletteButton.tsx';

/** The mark, the address box, the app's own pages, and the command palette. Home has a larger box of its own. */
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
        <Mark /> <b>ociscope</b>
      </a>
      {isHome ? null : <AddressBox reference={address.kind === 'tree' ? address.reference : ''} input={input} />}
      <nav aria-label="App" className={styles.nav}>
        <a href="#view=registries">Registries</a>
        <a href="#view=storage">Storage</a>
        <a href="#view=requests">Requests</a>
      </nav>
      <PaletteButton />
    </header>
  );
}
