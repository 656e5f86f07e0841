/**
 * OSC packets as bytes: address, type tags and arguments -> Uint8Array, and back (bundles come out flattened).
 *
 * Tags written: i (whole number), f (32 bits), d (64 bits), s (text), b (Uint8Array), T and F (no argument).
 * Tags read: these and h (64 bits, as a number), N and I (null), S (as s), c (one character), t and r (as numbers).
 */

const writer = new TextEncoder();
const reader = new TextDecoder();
const padded = (size) => (size + 3) & ~3;

/** @typedef {{address: string, args: Array<number | string | boolean | null | Uint8Array>}} Message */

/** @returns {Uint8Array} the bytes of one message; there is an argument for each tag but T, F and N. */
export function encode(address, tags = "", ...args) {
  const texts = [writer.encode(address), writer.encode("," + tags)];
  const values = [];
  let next = 0;
  let size = padded(texts[0].length + 1) + padded(texts[1].length + 1);
  for (const tag of tags) {
    if (tag === "T" || tag === "F" || tag === "N") continue;
    const value = tag === "s" ? writer.encode(String(args[next++])) : args[next++];
    values.push([tag, value]);
    size += tag === "s" ? padded(value.length + 1) : tag === "b" ? 4 + padded(value.length) : tag === "d" ? 8 : 4;
  }
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const text of texts) {
    bytes.set(text, at);
    at += padded(text.length + 1);
  }
  for (const [tag, value] of values) {
    if (tag === "i") view.setInt32(at, Math.round(value));
    else if (tag === "f") view.setFloat32(at, value);
    else if (tag === "d") view.setFloat64(at, value);
    else if (tag === "s") bytes.set(value, at);
    else if (tag === "b") {
      view.setInt32(at, value.length);
      bytes.set(value, at + 4);
    } else throw new TypeError(`OSC type tag ${tag} cannot be written; use i f d s b T F`);
    at += tag === "s" ? padded(value.length + 1) : tag === "b" ? 4 + padded(value.length) : tag === "d" ? 8 : 4;
  }
  return bytes;
}

/** @returns {Message[]} the messages of a packet; a RangeError when it is damaged. */
export function decode(bytes) {
  if (bytes[0] !== 35) return [message(bytes)]; // "#" begins a bundle
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = [];
  for (let at = 16; at < bytes.length; ) {
    const size = view.getInt32(at);
    if (size <= 0 || at + 4 + size > bytes.length) throw new RangeError("an OSC bundle is shorter than it says");
    found.push(...decode(bytes.subarray(at + 4, at + 4 + size)));
    at += 4 + size;
  }
  return found;
}

/** Text that ends with a zero byte at `at` or later, and where the next element begins. */
function text(bytes, at) {
  const end = bytes.indexOf(0, at);
  if (end < 0) throw new RangeError("an OSC text has no end");
  return [reader.decode(bytes.subarray(at, end)), at + padded(end - at + 1)];
}

function message(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let [address, at] = text(bytes, 0);
  let tags = ",";
  if (at < bytes.length) [tags, at] = text(bytes, at);
  const args = [];
  for (const tag of tags.slice(1)) {
    if (tag === "f") args.push(view.getFloat32(at));
    else if (tag === "i") args.push(view.getInt32(at));
    else if (tag === "d") args.push(view.getFloat64(at));
    else if (tag === "h") args.push(Number(view.getBigInt64(at)));
    else if (tag === "t") args.push(view.getUint32(at) + view.getUint32(at + 4) / 2 ** 32);
    else if (tag === "r" || tag === "m") args.push(view.getUint32(at));
    else if (tag === "c") args.push(String.fromCodePoint(view.getUint32(at)));
    else if (tag === "T" || tag === "F") args.push(tag === "T");
    else if (tag === "N" || tag === "I") args.push(null);
    else if (tag === "b") {
      const size = view.getInt32(at);
      if (size < 0 || at + 4 + size > bytes.length) throw new RangeError("an OSC blob is shorter than it says");
      args.push(bytes.subarray(at + 4, at + 4 + size));
      at += padded(size);
    } else if (tag === "s" || tag === "S") {
      const [value, next] = text(bytes, at);
      args.push(value);
      at = next - 4; // 4 are added below
    } else throw new RangeError(`OSC type tag ${tag} is not known`);
    at += "TFNI".includes(tag) ? 0 : "dht".includes(tag) ? 8 : 4;
  }
  return { address, args };
}
