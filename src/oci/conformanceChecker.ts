import { dottedPath } from './dottedPath.ts';
import { type Finding, maxFindings } from './finding.ts';
import type { JsonDocument } from './json.ts';
import { parseRfc3339 } from './rfc3339.ts';

const mediaTypePattern = /^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}\/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}$/;

/** Collects findings about one document. Each check that fails adds a finding and returns undefined. Keys match exactly. */
export class Checker {
  readonly document: JsonDocument;
  readonly findings: Finding[] = [];

  constructor(document: JsonDocument) {
    this.document = document;
  }

  /** Adds a broken rule. */
  add(rule: string, path: string, section: string): void {
    this.#push({ rule, path, section });
  }

  /** Adds something that is unusual and allowed. */
  note(rule: string, path: string, section: string): void {
    this.#push({ rule, path, section, severity: 'note' });
  }

  /** Reports duplicate names in any object, which I-JSON does not allow (RFC 7493 §2.3). */
  uniqueNames(report: (rule: string, path: string) => void): void {
    const { document } = this;
    for (let row = 0; row < document.count; row++) {
      const names = new Set<string>();
      for (const [name, value] of document.members(row)) {
        if (names.has(name)) {
          const rule = `${JSON.stringify(name.slice(0, 200))} occurs only once in its object`;
          report(rule, dottedPath(document, value));
        }
        if (this.isFull) return;
        names.add(name);
      }
    }
  }

  /** No more findings are added. */
  get isFull(): boolean {
    return this.findings.length >= maxFindings;
  }

  object(row: number, path: string, section: string): ReadonlyMap<string, number> | undefined {
    if (this.document.kind(row) === 'object') return new Map(this.document.members(row));
    this.add(`${nameOf(path)} is an object`, path, section);
    return undefined;
  }

  array(row: number, path: string, section: string): readonly number[] | undefined {
    if (this.document.kind(row) === 'array') return [...this.document.elements(row)];
    this.add(`${nameOf(path)} is an array`, path, section);
    return undefined;
  }

  string(row: number, path: string, section: string): string | undefined {
    const text = this.textOf(row);
    if (text === undefined) this.add(`${nameOf(path)} is a string`, path, section);
    return text;
  }

  strings(row: number, path: string, section: string): void {
    this.array(row, path, section)?.forEach((element, index) => {
      this.string(element, `${path}.${index}`, section);
    });
  }

  stringMap(row: number, path: string, section: string): void {
    for (const [name, value] of this.object(row, path, section) ?? []) this.string(value, `${path}.${name}`, section);
  }

  boolean(row: number, path: string, section: string): void {
    if (this.document.kind(row) !== 'bool') this.add(`${nameOf(path)} is true or false`, path, section);
  }

  mediaType(row: number, path: string, section: string): void {
    const text = this.string(row, path, section);
    if (text !== undefined && !mediaTypePattern.test(text)) {
      this.add(`${nameOf(path)} is a media type (RFC 6838)`, path, section);
    }
  }

  dateTime(row: number, path: string, section: string): void {
    const text = this.string(row, path, section);
    if (text !== undefined && parseRfc3339(text) === undefined)
      this.add(`${nameOf(path)} is an RFC 3339 time`, path, section);
  }

  required(members: ReadonlyMap<string, number>, name: string, parent: string, section: string): number | undefined {
    const row = members.get(name);
    const path = parent === '' ? name : `${parent}.${name}`;
    if (row === undefined) this.add(`${name} is required`, path, section);
    return row;
  }

  memberOf(row: number, name: string): number | undefined {
    return this.document.member(row, name);
  }

  textOf(row: number | undefined): string | undefined {
    return row !== undefined && this.document.kind(row) === 'string' ? this.document.string(row) : undefined;
  }

  /** Returns the exact value of an integer literal; undefined for anything else. */
  integer(row: number): bigint | undefined {
    if (this.document.kind(row) !== 'number') return undefined;
    const text = this.document.literal(row);
    return /^-?\d{1,19}$/.test(text) ? BigInt(text) : undefined;
  }

  #push(finding: Finding): void {
    if (!this.isFull) this.findings.push(finding);
  }
}

function nameOf(path: string): string {
  return path === '' ? 'the document' : path.slice(path.lastIndexOf('.') + 1);
}
