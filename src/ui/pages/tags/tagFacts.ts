import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { type AppError, asAppError } from '../../../errors/index.ts';
import {
  type Descriptor,
  formatPlatform,
  type ImageConfig,
  type Manifest,
  type Platform,
  type Repository,
  totalSize,
} from '../../../oci/index.ts';
import { contentQuery, type ManifestDocument, manifestQuery } from '../../state/documents.ts';
import { type Environment, useEnvironment } from '../../state/environment.ts';
import type { HostPlatforms } from '../../state/hostPlatforms.ts';
import { readCache } from '../../state/pendingQueries.ts';
import { readConfig } from '../../tree/layerNotes.ts';
import { hasImageConfig, isAttestation, layersOf } from '../../tree/nodes.ts';
import { platformOfConfig } from '../../tree/platformFact.ts';
import { choosePlatform } from '../../tree/platformVector.ts';

/** The facts of a tag, as far as its documents are loaded. */
export interface TagFacts {
  readonly digest: string | undefined;
  /** As the config states it. */
  readonly created: string | undefined;
  /** Total size of the layers in bytes; of an index, that of this device's platform, else of the first. */
  readonly bytes: bigint | undefined;
  readonly platforms: readonly string[];
  readonly isLoading: boolean;
  readonly error: AppError | undefined;
}

const restMs = 150;

/** Calls back when an element has been in view for a moment, so that rows that are scrolled past request nothing. */
export function useRestInView(element: HTMLElement | null, onRest: (() => void) | undefined): void {
  const { window } = useEnvironment();
  const latest = useRef(onRest);
  latest.current = onRest;
  const isWatched = onRest !== undefined;
  useEffect(() => {
    if (!element || !isWatched) return;
    let timer = 0;
    const observer = new IntersectionObserver(([entry]) => {
      window.clearTimeout(timer);
      if (entry?.isIntersecting) timer = window.setTimeout(() => latest.current?.(), restMs);
    });
    observer.observe(element);
    return () => {
      window.clearTimeout(timer);
      observer.disconnect();
    };
  }, [window, element, isWatched]);
}

/** Returns the facts of a tag. Requests its manifest, that of a platform and a config if `isWanted`. */
export function useTagFacts(
  repository: Repository,
  tag: string,
  host: HostPlatforms | undefined,
  isWanted: boolean,
): TagFacts {
  const environment = useEnvironment();
  const root = useQuery({ ...manifestQuery(environment, repository, tag), enabled: isWanted });
  const entry = root.data && entryOf(root.data.manifest, host);
  const child = useQuery({
    ...manifestQuery(environment, repository, entry?.digest ?? ''),
    enabled: isWanted && entry !== undefined,
  });
  const image = imageOf(root.data?.manifest, child.data?.manifest);
  const config = useQuery({
    ...contentQuery(environment, repository, image && configOf(image)),
    enabled: isWanted && image !== undefined && configOf(image) !== undefined,
  });
  const read = config.data && readConfig(config.data);
  const facts = factsOf(root.data, image, read && 'config' in read ? read.config : undefined);
  const failed = root.error ?? child.error ?? config.error;
  return {
    ...facts,
    isLoading: root.isFetching || child.isFetching || config.isFetching,
    error: failed ? asAppError(failed) : undefined,
  };
}

/** Returns the digest and the time of creation of a tag if its documents are loaded, without a request. */
export function loadedFacts(
  environment: Environment,
  repository: Repository,
  tag: string,
  host: HostPlatforms | undefined,
): Pick<TagFacts, 'digest' | 'created'> {
  const loaded = <Value>(queryKey: readonly unknown[]): Value | undefined => {
    const state = readCache<Value>(environment, queryKey);
    return state?.state === 'ready' ? state.value : undefined;
  };
  const root = loaded<ManifestDocument>(manifestQuery(environment, repository, tag).queryKey);
  const entry = root && entryOf(root.manifest, host);
  const child = entry && loaded<ManifestDocument>(manifestQuery(environment, repository, entry.digest).queryKey);
  const image = imageOf(root?.manifest, child?.manifest);
  const blob =
    image && loaded<ManifestDocument['fetched']>(contentQuery(environment, repository, configOf(image)).queryKey);
  const read = blob && readConfig(blob);
  return factsOf(root, image, read && 'config' in read ? read.config : undefined);
}

function factsOf(root: ManifestDocument | undefined, image: Manifest | undefined, config: ImageConfig | undefined) {
  const own = platformOfConfig(config);
  const stated = root?.manifest.kind === 'index' ? entriesOf(root.manifest).map(({ platform }) => platform) : [own];
  return {
    digest: root?.fetched.digest,
    created: config?.created,
    bytes: image && totalSize(layersOf(image)),
    platforms: stated.filter((platform) => platform !== undefined).map(shortPlatform),
  };
}

/** Returns `amd64` for Linux, which most images run on, and the whole platform for another system. */
function shortPlatform(platform: Platform): string {
  return formatPlatform(platform).replace(/^linux\//, '');
}

function entriesOf(manifest: Manifest): readonly Descriptor[] {
  if (manifest.kind !== 'index') return [];
  return manifest.manifests.filter((entry) => !isAttestation(entry) && entry.platform !== undefined);
}

function entryOf(manifest: Manifest, host: HostPlatforms | undefined): Descriptor | undefined {
  const entries = entriesOf(manifest);
  const own = choosePlatform(
    entries.map(({ platform }) => platform),
    host?.platforms ?? [],
  );
  return entries[Math.max(0, own)];
}

function imageOf(root: Manifest | undefined, child: Manifest | undefined): Manifest | undefined {
  return root?.kind === 'index' ? child : root;
}

function configOf(image: Manifest): Descriptor | undefined {
  return hasImageConfig(image) && image.config.digest !== '' ? image.config : undefined;
}
