import { useContext } from 'react';
import { type PageAddress, treeAddress } from '../../../api/index.ts';
import { type Action, ActionsContext, type OpenImage } from '../../actions/actions.ts';
import { useOpenDialog } from '../../actions/dialogs.ts';
import { useStore } from '../../kit/createStore.ts';
import { shortDigest } from '../../kit/format.ts';
import { isPinned, pins } from '../../saved/pins.ts';
import { recents } from '../../saved/recent.ts';
import type { SavedImage } from '../../saved/savedImages.ts';
import { usePin } from '../../saved/usePin.ts';
import { useSavedList } from '../../saved/useSavedList.ts';
import { useEnvironment } from '../../state/environment.ts';
import { useNavigation } from '../../state/navigation.ts';
import { fileActions } from './fileActions.ts';
import { imageActions, imageNodes, nodeActions, prefixesOf } from './imageActions.ts';
import type { Section } from './rank.ts';
import { typedSection } from './typedAction.ts';

/** Of each kind where nothing is typed: the actions are to be seen too. */
const few = { nodes: 5, images: 3 };
const pages: readonly (readonly [string, PageAddress])[] = [
  ['Home', { kind: 'home' }],
  ['Registries', { kind: 'other', name: 'view', value: 'registries' }],
  ['Import', { kind: 'other', name: 'view', value: 'import' }],
  ['Storage', { kind: 'other', name: 'view', value: 'storage' }],
  ['Requests', { kind: 'other', name: 'view', value: 'requests' }],
];

/** All that the palette can find now: it is drawn anew when the page offers something else. */
export function useSections(typed: string): readonly Section[] {
  const { window } = useEnvironment();
  const openDialog = useOpenDialog();
  const offers = useContext(ActionsContext);
  const { go } = useNavigation();
  const sources = useStore(offers.sources);
  const image = useStore(offers.image);
  const nodes = image ? imageNodes(image) : [];
  // Where one is, is no news.
  const elsewhere = nodes.filter(({ node }) => typed !== '' || node.path !== image?.selected?.path);
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
      title: 'In this image',
      offers: image ? nodeActions(elsewhere, (path) => jump(image, path)) : [],
      most: few.nodes,
    },
    { title: 'Pinned', offers: pinned.filter(others).map(toAction), most: few.images },
    {
      title: 'Recent',
      offers: recent.filter((one) => others(one) && !isPinned(pinned, one.reference)).map(toAction),
      most: few.images,
    },
    {
      title: 'Actions',
      offers: [
        ...[...sources].flatMap((read) => read()),
        ...pin,
        ...(image ? imageActions(nodes, image, go, fileActions(openDialog, window.location.origin, image)) : []),
        ...pages.map(([name, address]) => ({ id: `go ${name}`, name: `Go to ${name}`, run: () => go(address) })),
      ],
      most: Number.POSITIVE_INFINITY,
    },
  ];
}

function usePinAction(opened: SavedImage | undefined): readonly Action[] {
  const { isPinned, problem, toggle } = usePin(opened);
  if (!opened) return [];
  const name = isPinned ? 'Unpin this image' : 'Pin this image';
  return [{ id: 'pin', name, fact: problem || (isPinned ? 'pinned' : ''), staysOpen: true, run: toggle }];
}
