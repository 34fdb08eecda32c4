import { useContext } from 'react';
import { type PageAddress, treeAddress } from '../../../api/index.ts';
import type { Repository } from '../../../oci/index.ts';
import { type Action, ActionsContext, type OpenImage } from '../../actions/actions.ts';
import { useOpenDialog } from '../../actions/dialogs.ts';
import type { Section } from '../../actions/find/rank.ts';
import { savedActions } from '../../actions/find/savedActions.ts';
import { useStore } from '../../kit/createStore.ts';
import { paletteMessages } from '../../messages/find/palette.ts';
import { useNameList } from '../../pages/address/nameLists.ts';
import { isPinned, pins } from '../../saved/pins.ts';
import type { SavedImage } from '../../saved/savedImages.ts';
import { recents } from '../../saved/savedImages.ts';
import { usePin } from '../../saved/usePin.ts';
import { useSavedList } from '../../saved/useSavedList.ts';
import { useEnvironment } from '../../state/environment.ts';
import { useNavigation } from '../../state/navigation.ts';
import { type ConfigActions, configActions } from './configActions.ts';
import { fileActions } from './fileActions.ts';
import { imageActions, imageNodes, nodeActions } from './imageActions.ts';
import { typedSection } from './typedAction.ts';

/** Maximum per section while nothing is typed, so that the actions stay visible. */
const nothing: ConfigActions = { variables: [], labels: [], fields: [] };
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
  const showConfig = (path: string) => {
    image?.select(path, 'config');
    window.document.getElementById('title')?.focus();
  };
  const { variables, labels, fields } = image ? configActions(nodes, image, showConfig) : nothing;
  const repository = typed.trim() === '' ? undefined : image?.repository;
  const tags = useNameList(repository && { kind: 'tags', repository }, typed);
  const others = ({ reference }: SavedImage) => reference !== image?.saved.reference;
  return [
    typedSection(typed, go),
    {
      title: paletteMessages.inThisImage,
      actions: image ? nodeActions(otherNodes, (path) => jump(image, path)) : [],
      maxIdle: maxIdle.nodes,
    },
    { title: paletteMessages.variables, actions: variables, maxIdle: 0 },
    { title: paletteMessages.labels, actions: labels, maxIdle: 0 },
    { title: paletteMessages.config, actions: fields, maxIdle: 0 },
    { title: paletteMessages.pinned, actions: savedActions(pinned.filter(others), go), maxIdle: maxIdle.images },
    {
      title: paletteMessages.recent,
      actions: savedActions(
        recent.filter((one) => others(one) && !isPinned(pinned, one.reference)),
        go,
      ),
      maxIdle: maxIdle.images,
    },
    ...(repository
      ? [{ title: paletteMessages.tagsOf(repository.name), actions: tagActions(repository, tags, go), maxIdle: 0 }]
      : []),
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
    { title: paletteMessages.settings, actions: settingActions(go), maxIdle: 0 },
  ];
}

function tagActions(
  { host, name }: Repository,
  tags: readonly string[],
  go: (address: PageAddress) => void,
): readonly Action[] {
  return tags.map((tag) => ({
    id: tag,
    name: tag,
    icon: 'image',
    run: () => go(treeAddress(`${host}/${name}:${tag}`)),
  }));
}

/** Returns an action for each setting that opens its page. */
function settingActions(go: (address: PageAddress) => void): readonly Action[] {
  return Object.entries(paletteMessages.settingsOf).flatMap(([page, settings]) =>
    settings.map(([name, fact]) => ({
      id: name,
      name,
      fact,
      run: () => go({ kind: 'other', name: 'view', value: page }),
    })),
  );
}

function usePinAction(opened: SavedImage | undefined): readonly Action[] {
  const { isPinned, problem, toggle } = usePin(opened);
  if (!opened) return [];
  const name = isPinned ? paletteMessages.unpin : paletteMessages.pin;
  return [
    { id: 'pin', name, fact: problem || (isPinned ? paletteMessages.isPinned : ''), staysOpen: true, run: toggle },
  ];
}
