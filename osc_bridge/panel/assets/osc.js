/**
 * OSC messages as bytes: address, type tags and arguments -> Uint8Array, and back.
 *
 * Tags are those that the instrument takes, i (whole number), f (32 bits) and s (text), and sends: these and b (Uint8Array).
 */

const writer = new TextEncoder();
const reader = new TextDecoder();
const padded = (size) => (size + 3) & ~3;

/** @typedef {{address: string, args: Array<number | string | Uint8Array>}} Message */

/** @returns {Uint8Array} the bytes of one message; `tags` has a letter for each argument. */
export function encode(address, tags = "", ...args) {
  const texts = (text) => writer.encode(text + "\0".repeat(4 - (writer.encode(text).length % 4)));
  const parts = [texts(address), texts(`,${tags}`)];
  [...tags].forEach((tag, at) => {
    if (tag === "s") return parts.push(texts(String(args[at])));
    const view = new DataView(new ArrayBuffer(4));
    if (tag === "i") view.setInt32(0, Math.round(args[at]));
    else if (tag === "f") view.setFloat32(0, args[at]);
    else throw new TypeError(`OSC type tag ${tag} cannot be written; use i, f or s`);
    parts.push(new Uint8Array(view.buffer));
  });
  const bytes = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let end = 0;
  for (const part of parts) {
    bytes.set(part, end);
    end += part.length;
  }
  return bytes;
}

/** @returns {Message} the message of a packet; a RangeError when it is damaged. */
export function decode(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const skip = (size) => (at += size) - size;
  const text = () => {
    const end = bytes.indexOf(0, at);
    if (end < 0) throw new RangeError("an OSC text has no end");
    return reader.decode(bytes.subarray(skip(padded(end + 1) - at), end));
  };
  const blob = () => {
    const size = view.getInt32(skip(4));
    if (size < 0 || at + size > bytes.length) throw new RangeError("an OSC blob is shorter than it says");
    const start = skip(padded(size));
    return bytes.subarray(start, start + size);
  };
  const kinds = {
    i: () => view.getInt32(skip(4)),
    f: () => view.getFloat32(skip(4)),
    s: text,
    b: blob,
  };
  const address = text();
  const tags = at < bytes.length ? text().slice(1) : "";
  const args = [...tags].map((tag) => {
    if (!Object.hasOwn(kinds, tag)) throw new RangeError(`OSC type tag ${tag} is not known`);
    return kinds[tag]();
  });
  return { address, args };
}
