import { ByteStringTable } from './byteStrings.ts';
import { ByteColumn, F64Column, RareColumn, U32Column } from './columns.ts';
import { encodeXattrs, type LayerEntry } from './layerEntry.ts';
import { LayerFindings } from './layerFinding.ts';
import {
  contentHashBytes,
  type EntryColumns,
  entryFlags,
  hasContent,
  type LayerIndex,
  type OwnerColumns,
} from './layerIndex.ts';
import { maxEntries, maxNameBytes, maxPathBytes, maxTableBytes } from './layerLimits.ts';
import { decodeName } from './nameText.ts';
import { PathTable, rootNode } from './pathTable.ts';

const blockBytes = 512;
const slash = 0x2f;
const dot = 0x2e;
const noHash = new Uint8Array(contentHashBytes);
const maxInt32 = 2 ** 31 - 1;

/** Collects the entries of a layer into columns. */
export class IndexBuilder {
  readonly findings = new LayerFindings();
  readonly names = new ByteStringTable();
  hasGlobalHeader = false;
  /** An entry was left out, so that the list is incomplete. */
  isCut = false;
  private readonly paths = new PathTable();
  /** Length of each node's path. */
  private readonly pathLengths = new U32Column();
  private readonly nodes = new U32Column();
  private readonly types = new ByteColumn();
  private readonly flags = new ByteColumn();
  private readonly modes = new U32Column();
  private readonly owners = new U32Column();
  private readonly sizes = new U32Column();
  private readonly blocks = new U32Column();
  private readonly times = new U32Column();
  private readonly links = new U32Column();
  private readonly hashes = new ByteColumn();
  private readonly ownerRows = new Map<string, number>();
  private readonly uids = new F64Column();
  private readonly gids = new F64Column();
  private readonly users = new U32Column(8);
  private readonly groups = new U32Column(8);
  private readonly largeSizes = new RareColumn();
  private readonly storedSizes = new RareColumn();
  private readonly headerSizes = new RareColumn();
  private readonly largeTimes = new RareColumn();
  private readonly nanoseconds = new RareColumn();
  private readonly majors = new RareColumn();
  private readonly minors = new RareColumn();
  private readonly stepsAbove = new RareColumn();
  private readonly xattrs = new RareColumn();
  private readonly sparseMaps = new RareColumn();
  private lastOwner: { uid: number; gid: number; user: Uint8Array; group: Uint8Array; row: number } | undefined;
  /** Set by `walkPath`. */
  private above = 0;

  constructor(private readonly limit = maxEntries) {
    this.pathLengths.push(0);
  }

  get count(): number {
    return this.nodes.length;
  }

  /** Adds an entry and returns its row, or undefined if it is beyond a limit; a finding says so. */
  add(entry: LayerEntry): number | undefined {
    const path = () => decodeName(entry.name.subarray(0, maxPathBytes));
    if (this.count >= this.limit || this.names.size > maxTableBytes) {
      this.isCut = true;
      this.findings.add('too_many_entries', path);
      return undefined;
    }
    const node = this.walkPath(entry.name);
    if (node === undefined) {
      this.isCut = true;
      this.findings.add('path_too_long', path);
      return undefined;
    }
    const row = this.count;
    const isAbsolute = entry.name[0] === slash;
    if (isAbsolute) this.findings.add('path_absolute', path);
    const content = hasContent(entry.type);
    this.nodes.push(node);
    this.types.push(entry.type);
    this.flags.push(
      (isAbsolute ? entryFlags.absolute : 0) |
        (entry.name.at(-1) === slash ? entryFlags.trailingSlash : 0) |
        ((entry.mode & ~0o7777) === 0o40000 ? entryFlags.directoryMode : 0) |
        (entry.sparseMap ? entryFlags.sparse : 0),
    );
    this.modes.push(entry.mode & 0o7777);
    this.owners.push(this.ownerRow(entry));
    const size = content ? entry.size : 0;
    this.sizes.push(size);
    if (size > 0xffffffff) this.largeSizes.set(row, size);
    if (content && entry.storedSize !== size) this.storedSizes.set(row, entry.storedSize);
    if (!content && entry.size !== 0) this.headerSizes.set(row, entry.size);
    this.blocks.push(Math.floor(entry.contentAt / blockBytes));
    this.times.push(entry.mtime);
    if (Math.abs(entry.mtime) > maxInt32) this.largeTimes.set(row, entry.mtime);
    if (entry.nanoseconds !== 0) this.nanoseconds.set(row, entry.nanoseconds);
    this.links.push(entry.link.length > 0 ? this.names.intern(entry.link) : 0);
    this.hashes.append(noHash);
    if (entry.major !== 0) this.majors.set(row, entry.major);
    if (entry.minor !== 0) this.minors.set(row, entry.minor);
    if (this.above > 0) this.stepsAbove.set(row, this.above);
    if (entry.xattrs) this.xattrs.set(row, this.names.intern(encodeXattrs(entry.xattrs)));
    if (entry.sparseMap) this.sparseMaps.set(row, this.names.intern(entry.sparseMap));
    return row;
  }

  /** Sets the hash of an entry's content. */
  setHash(row: number, hash: Uint8Array): void {
    this.hashes.array.set(hash.subarray(0, contentHashBytes), row * contentHashBytes);
    this.flags.array[row] = (this.flags.array[row] ?? 0) | entryFlags.hashed;
  }

  /** Returns the columns, at exactly their size. */
  finish(): Pick<LayerIndex, 'names' | 'paths' | 'owners' | 'entries' | 'findings' | 'findingCounts'> {
    const entries: EntryColumns = {
      count: this.count,
      paths: this.nodes.trimmed(),
      types: this.types.trimmed(),
      flags: this.flags.trimmed(),
      modes: Uint16Array.from(this.modes.trimmed()),
      owners: this.owners.trimmed(),
      sizes: this.sizes.trimmed(),
      blocks: this.blocks.trimmed(),
      times: new Int32Array(this.times.trimmed().buffer),
      links: this.links.trimmed(),
      hashes: this.hashes.trimmed(),
      rare: {
        largeSizes: this.largeSizes.trimmed(),
        storedSizes: this.storedSizes.trimmed(),
        headerSizes: this.headerSizes.trimmed(),
        largeTimes: this.largeTimes.trimmed(),
        nanoseconds: this.nanoseconds.trimmed(),
        majors: this.majors.trimmed(),
        minors: this.minors.trimmed(),
        stepsAbove: this.stepsAbove.trimmed(),
        xattrs: this.xattrs.trimmed(),
        sparseMaps: this.sparseMaps.trimmed(),
      },
    };
    const owners: OwnerColumns = {
      uids: this.uids.trimmed(),
      gids: this.gids.trimmed(),
      users: this.users.trimmed(),
      groups: this.groups.trimmed(),
    };
    return {
      names: this.names.trimmed(),
      paths: { parents: this.paths.parents.trimmed(), names: this.paths.names.trimmed() },
      owners,
      entries,
      findings: this.findings.list,
      findingCounts: this.findings.counts,
    };
  }

  /** Returns the node of a path, normalised; undefined if it is too long. Sets `above`. */
  private walkPath(name: Uint8Array): number | undefined {
    let node = rootNode;
    this.above = 0;
    if (name.length > 2 * maxPathBytes) return undefined;
    const path = () => decodeName(name.subarray(0, maxPathBytes));
    let hasLongName = false;
    let hasDotDot = false;
    for (let from = 0; from <= name.length; ) {
      let to = from;
      while (to < name.length && name[to] !== slash) to++;
      const length = to - from;
      if (length === 2 && name[from] === dot && name[from + 1] === dot) {
        if (node !== rootNode) node = this.paths.parents.at(node);
        else if (name[0] !== slash) this.above++;
        hasDotDot = true;
      } else if (length > 1 || (length === 1 && name[from] !== dot)) {
        hasLongName ||= length > maxNameBytes;
        const pathLength = this.pathLengths.at(node) + length + (node === rootNode ? 0 : 1);
        if (pathLength > maxPathBytes) return undefined;
        node = this.paths.enter(node, this.names.intern(name, from, to));
        if (node === this.pathLengths.length) this.pathLengths.push(pathLength);
      }
      from = to + 1;
    }
    if (hasLongName) this.findings.add('name_too_long', path);
    if (hasDotDot) this.findings.add('path_dot_dot', path);
    return node;
  }

  private ownerRow({ uid, gid, user, group }: LayerEntry): number {
    const last = this.lastOwner;
    if (last && last.uid === uid && last.gid === gid && sameBytes(last.user, user) && sameBytes(last.group, group)) {
      return last.row;
    }
    const [userId, groupId] = [this.names.intern(user), this.names.intern(group)];
    const key = `${uid} ${gid} ${userId} ${groupId}`;
    let row = this.ownerRows.get(key);
    if (row === undefined) {
      row = this.uids.length;
      this.ownerRows.set(key, row);
      this.uids.push(uid);
      this.gids.push(gid);
      this.users.push(userId);
      this.groups.push(groupId);
    }
    this.lastOwner = { uid, gid, user: user.slice(), group: group.slice(), row };
    return row;
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}
