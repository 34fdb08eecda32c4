import type { Descriptor } from '../../../oci/index.ts';
import type { NodeKind } from '../../tree/nodeKind.ts';

export type CommandGroup = 'pull' | 'inspect' | 'curl';

export type Tool = 'docker' | 'docker buildx' | 'crane' | 'skopeo' | 'oras' | 'regctl' | 'helm' | 'cosign' | 'curl';

/** One or two lines for a POSIX shell that fetch or inspect the selected node. */
export interface Command {
  readonly group: CommandGroup;
  /** Result of the command; commands with the same result have the same title and are shown together. */
  readonly title: string;
  readonly tool: Tool;
  readonly command: string;
  readonly note?: string;
}

/** A repository as command line tools address it. */
export interface CommandRepository {
  readonly host: string;
  readonly name: string;
  /** True if the registry uses plain HTTP under its own host. */
  readonly isPlainHttp: boolean;
  /** URL of the registry's API, without a trailing slash. */
  readonly base: string;
}

/** The node that commands are for, with the facts about its surroundings that commands need. */
export interface CommandSubject {
  readonly kind: NodeKind;
  readonly repository: CommandRepository;
  /** The node's descriptor; undefined for a group. */
  readonly descriptor: Descriptor | undefined;
  /** The manifest that lists the node: for a config, a layer or a group. */
  readonly owner: { readonly digest: string; readonly isImage: boolean } | undefined;
  /** The index that lists the node. */
  readonly indexDigest: string | undefined;
  /** As the index states it, `os/arch[/variant]`. */
  readonly platform: string | undefined;
  /** The tag that the image was opened by. */
  readonly tag: string | undefined;
  readonly artifactType: string | undefined;
  /** Media types of the manifest's children. */
  readonly contentTypes: readonly string[];
  /** Digest of the manifest's subject. */
  readonly subjectDigest: string | undefined;
  /** Annotations of the manifest, merged over those of its descriptor. */
  readonly annotations: Readonly<Record<string, string>>;
}
