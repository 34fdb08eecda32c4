/** Numbers of a seed, the same each time (mulberry32). */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const blockBytes = 512;

/** Bytes with one thing or a few wrong with them: bits, blocks, ends, headers with a right checksum, text. */
export function mutate(bytes: Uint8Array, random: (below: number) => number): Uint8Array<ArrayBuffer> {
  let mutated = new Uint8Array(bytes);
  for (let times = 1 + random(3); times > 0; times--) mutated = mutateOnce(mutated, random);
  return mutated;
}

function mutateOnce(bytes: Uint8Array<ArrayBuffer>, random: (below: number) => number): Uint8Array<ArrayBuffer> {
  if (bytes.length < 2 * blockBytes) return bytes;
  const blocks = Math.floor(bytes.length / blockBytes);
  const at = random(blocks) * blockBytes;
  switch (random(7)) {
    case 0:
      return bytes.slice(0, random(bytes.length));
    case 1:
      bytes[random(bytes.length)] = random(256);
      return bytes;
    case 2:
      bytes.fill(random(2) === 0 ? 0 : 0xff, at, at + blockBytes);
      return bytes;
    case 3:
      return join(bytes.subarray(0, at), bytes.subarray(at + blockBytes));
    case 4:
      return join(bytes.subarray(0, at), bytes.subarray(at, at + blockBytes), bytes.subarray(at));
    case 5:
      return bendHeader(bytes, random);
    default:
      return bendText(bytes, random);
  }
}

/** A header that says something else, and is right by its checksum. */
function bendHeader(bytes: Uint8Array<ArrayBuffer>, random: (below: number) => number): Uint8Array<ArrayBuffer> {
  const headers = [];
  for (let at = 0; at < bytes.length; at += blockBytes) {
    if (new TextDecoder().decode(bytes.subarray(at + 257, at + 262)) === 'ustar') headers.push(at);
  }
  const at = headers[random(headers.length || 1)];
  if (at === undefined) return bytes;
  const header = bytes.subarray(at, at + blockBytes);
  const place = [random(100), 124 + random(11), 156, 345 + random(20)][random(4)] ?? 0;
  header[place] = '0123456789LKxgS./\\\0'.charCodeAt(random(19));
  header.fill(0x20, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
  return bytes;
}

/** A document that says something else. */
function bendText(bytes: Uint8Array<ArrayBuffer>, random: (below: number) => number): Uint8Array<ArrayBuffer> {
  const places = [];
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === 0x22) places.push(at);
  const at = places[random(places.length || 1)] ?? 0;
  const character = '"{}[],:0a'.charCodeAt(random(9));
  bytes[Math.min(bytes.length - 1, at + random(12))] = character;
  return bytes;
}

function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
