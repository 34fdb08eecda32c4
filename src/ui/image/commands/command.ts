import type { Descriptor } from '../../../oci/index.ts';
import type { NodeKind } from '../../tree/nodeKind.ts';

export type CommandGroup = 'Pull' | 'Look at it' | 'By HTTP';

export type Tool = 'docker' | 'docker buildx' | 'crane' | 'skopeo' | 'oras' | 'regctl' | 'helm' | 'cosign' | 'curl';

/** A line or two for a POSIX shell that give what the page shows. */
export interface Command {
  readonly group: CommandGroup;
  /** What it gives, in plain words; commands that give the same have the same title and stand together. */
  readonly title: string;
  readonly tool: Tool;
  readonly command: string;
  readonly note?: string;
}

/** A repository as command line tools are told of it. */
export interface Repository {
  readonly host: string;
  readonly name: string;
  /** The registry speaks plain http under its own host. */
  readonly isPlainHttp: boolean;
  /** Where its API is requested, without a slash at its end. */
  readonly base: string;
}

/** What commands are for: a node, and what of its surroundings commands have to name. */
export interface CommandSubject {
  readonly kind: NodeKind;
  readonly repository: Repository;
  /** Of the node; of a group that is no content, undefined. */
  readonly descriptor: Descriptor | undefined;
  /** The manifest that the node stands in: of a config, a layer, a group. */
  readonly owner: { readonly digest: string; readonly isImage: boolean } | undefined;
  /** The index that lists it. */
  readonly indexDigest: string | undefined;
  /** As the index states it, `os/arch[/variant]`. */
  readonly platform: string | undefined;
  /** The tag it was opened by. */
  readonly tag: string | undefined;
  readonly artifactType: string | undefined;
  /** Media types of what it holds. */
  readonly contentTypes: readonly string[];
  /** The digest of what it refers to. */
  readonly subjectDigest: string | undefined;
  /** The manifest's own annotations and, where it has none of a name, its descriptor's. */
  readonly annotations: Readonly<Record<string, string>>;
}
