import { useContext } from 'react';
import { type PageAddress, treeAddress } from '../../../api/index.ts';
import { type Action, ActionsContext, type OpenImage } from '../../actions/actions.ts';
import { useOpenDialog } from '../../actions/dialogs.ts';
import { useStore } from '../../kit/createStore.ts';
import { shortDigest } from '../../kit/format.ts';
import { paletteMessages } from '../../messages/shell.ts';
import { isPinned, pins } from '../../saved/pins.ts';
import type { SavedImage } from '../../saved/savedImages.ts';
import { recents } from '../../saved/savedImages.ts';
import { usePin } from '../../saved/usePin.ts';
import { useSavedList } from '../../saved/useSavedList.ts';
import { useEnvironment } from '../../state/environment.ts';
import { useNavigation } from '../../state/navigation.ts';
import { fileActions } from './fileActions.ts';
import { imageActions, imageNodes, nodeActions, prefixesOf } from './imageActions.ts';
import type { Section } from './rank.ts';
import { typedSection } from './typedAction.ts';

/** Maximum per section while nothing is typed, so that the actions stay visible. */
const maxIdle = { nodes: 5, images: 3 };
const pages: readonly (readonly [string, PageAddress])[] = [
  [paletteMessages.pages.home, { kind: 'home' }],
  [paletteMessages.pages.registries, { kind: 'other', name: 'view', value: 'registries' }],
  [paletteMessages.pages.import, { kind: 'other', name: 'view', value: 'import' }],
  [paletteMessages.pages.storage, { kind: 'other', name: 'view', value: 'storage' }],
  [paletteMessages.pages.requests, { kind: 'other', name: 'view', value: 'requests' }],
];

/** Returns everything the palette can find now; renders again when the page offers other actions. */
export function useSections(typed: string): readonly Section[] {
  const { window } = useEnvironment();
  const openDialog = useOpenDialog();
  const actions = useContext(ActionsContext);
  const { go } = useNavigation();
  const sources = useStore(actions.sources);
  const image = useStore(actions.image);
  const nodes = image ? imageNodes(image) : [];
  // Leave out the selected node while nothing is typed.
  const otherNodes = nodes.filter(({ node }) => typed !== '' || node.path !== image?.selected?.path);
  const [pinned] = useSavedList(pins);
  const [recent] = useSavedList(recents);
  const pin = usePinAction(image?.saved);
  const jump = ({ select }: OpenImage, path: string) => {
    select(path);
    window.document.getElementById('title')?.focus();
  };
  const toAction = ({ reference, title = '', digest, icon = 'image' }: SavedImage): Action => ({
    id: reference,
    name: reference.replace(/@.*/, ''),
    fact: [reference.includes('@') ? shortDigest(digest ?? '') : '', title].filter(Boolean).join(' · '),
    icon,
    prefixes: [reference, ...prefixesOf(digest)],
    run: () => go(treeAddress(reference)),
  });
  const others = ({ reference }: SavedImage) => reference !== image?.saved.reference;
  return [
    typedSection(typed, go),
    {
      title: paletteMessages.inThisImage,
      actions: image ? nodeActions(otherNodes, (path) => jump(image, path)) : [],
      maxIdle: maxIdle.nodes,
    },
    { title: paletteMessages.pinned, actions: pinned.filter(others).map(toAction), maxIdle: maxIdle.images },
    {
      title: paletteMessages.recent,
      actions: recent.filter((one) => others(one) && !isPinned(pinned, one.reference)).map(toAction),
      maxIdle: maxIdle.images,
    },
    {
      title: paletteMessages.actions,
      actions: [
        ...[...sources].flatMap((read) => read()),
        ...pin,
        ...(image ? imageActions(nodes, image, go, fileActions(openDialog, window.location.origin, image)) : []),
        ...pages.map(([name, address]) => ({
          id: `go ${name}`,
          name: paletteMessages.goTo(name),
          run: () => go(address),
        })),
      ],
      maxIdle: Number.POSITIVE_INFINITY,
    },
  ];
}

function usePinAction(opened: SavedImage | undefined): readonly Action[] {
  const { isPinned, problem, toggle } = usePin(opened);
  if (!opened) return [];
  const name = isPinned ? paletteMessages.unpin : paletteMessages.pin;
  return [
    { id: 'pin', name, fact: problem || (isPinned ? paletteMessages.isPinned : ''), staysOpen: true, run: toggle },
  ];
}
