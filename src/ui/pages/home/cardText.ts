import { isAppError } from '../../../errors/index.ts';
import { parseReference } from '../../../oci/index.ts';
import { shortDigest } from '../../kit/format.ts';
import { homeMessages } from '../../messages/home.ts';
import type { SavedImage } from '../../saved/savedImages.ts';

/** Text of a saved image's card. */
export interface CardText {
  /** `library/alpine:3.22`, `team/app@4de221eb…479`; the shortened digest if there is no repository. */
  readonly name: string;
  /** '' if there is no repository. */
  readonly host: string;
  /** `Index for amd64, arm64`, `Helm chart`; '' if unknown. */
  readonly kind: string;
  /** The platform that the size is of; '' if the card is of one platform. */
  readonly sizedPlatform: string;
}

/** Indexes of more platforms are described by their number. */
const maxNamed = 3;
const linux = 'linux/';

export function cardText(saved: SavedImage): CardText {
  const { title = '', icon, platforms = [], sizedPlatform = '' } = saved;
  const isNamed = icon === 'index' && /^Index of /.test(title) && platforms.length > 0 && platforms.length <= maxNamed;
  return {
    ...nameOf(saved),
    kind: isNamed ? homeMessages.indexFor(platforms.map((each) => withoutLinux(each, platforms)).join(', ')) : title,
    sizedPlatform: platforms.length > 1 ? withoutLinux(sizedPlatform, platforms) : '',
  };
}

/** Returns a platform without its OS if all platforms are of Linux. */
function withoutLinux(platform: string, platforms: readonly string[]): string {
  return platforms.every((each) => each.startsWith(linux)) ? platform.slice(linux.length) : platform;
}

/** Shows text that is not a reference unchanged. */
function nameOf({ reference }: SavedImage): Pick<CardText, 'name' | 'host'> {
  try {
    const parsed = parseReference(reference);
    if (parsed.domain === undefined) return { name: shortDigest(parsed.digest), host: '' };
    const { domain, path, tag, digest } = parsed;
    const version = `${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${shortDigest(digest)}`}`;
    return { name: `${path}${version}`, host: domain };
  } catch (error) {
    if (isAppError(error)) return { name: reference, host: '' };
    throw error;
  }
}
