// Asks vamen, listens to it, and hands the answers to the patch: node.script vamen-replies.js HOST PORT
// in:  ask ADDRESS ARGUMENTS...      out:  ADDRESS VALUE   or   reply ADDRESS ARGUMENTS...
const dgram = require("dgram");
const max = require("max-api");

const HOST = process.argv[2] || "127.0.0.1";
const PORT = Number(process.argv[3] || 7770);
const FOLLOWED = new Set(["/vamen/tempo", "/vamen/speed", "/vamen/freeze", "/vamen/reverse", "/vamen/stutter", "/vamen/level", "/vamen/width", "/vamen/drive", "/vamen/texture", "/vamen/seed", "/vamen/latent/0", "/vamen/latent/1", "/vamen/latent/2", "/vamen/latent/3", "/vamen/latent/4", "/vamen/latent/5", "/vamen/latent/6", "/vamen/latent/7", "/vamen/latent/8", "/vamen/latent/9", "/vamen/latent/10", "/vamen/latent/11", "/vamen/latent/12", "/vamen/latent/13", "/vamen/latent/14", "/vamen/latent/15", "/vamen/meter/playing", "/vamen/meter/beat", "/vamen/meter/frame", "/vamen/meter/peak", "/vamen/meter/limiter", "/vamen/meter/load", "/vamen/meter/underruns", "/vamen/meter/latency"]);
const AGAIN = 30000; // milliseconds between two requests to listen

const socket = dgram.createSocket(HOST.includes(":") ? "udp6" : "udp4");

function text(word) {
  const bytes = Buffer.from(word + "\0", "utf8");
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

function number(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatBE(value);
  return bytes;
}

function packed(address, values) {
  const tags = values.map((value) => (typeof value === "number" ? "f" : "s")).join("");
  const bodies = values.map((value) => (typeof value === "number" ? number(value) : text(String(value))));
  return Buffer.concat([text(address), text("," + tags), ...bodies]);
}

function unpacked(bytes) {
  let at = 0;
  const word = () => {
    const end = bytes.indexOf(0, at);
    const found = bytes.toString("utf8", at, end);
    at = end + 4 - (end % 4);
    return found;
  };
  const address = word();
  const values = [];
  for (const tag of word().slice(1)) {
    if (tag === "s") {
      values.push(word());
    } else if (tag === "i" || tag === "f") {
      values.push(tag === "i" ? bytes.readInt32BE(at) : bytes.readFloatBE(at));
      at += 4;
    } else {
      break; // vamen sends no others
    }
  }
  return [address, values];
}

function send(address, ...values) {
  socket.send(packed(address, values), PORT, HOST, (error) => error && max.post(`vamen: ${error.message}`));
}

function listen() {
  for (const address of FOLLOWED) send("/vamen/listen", address);
}

socket.on("message", (bytes) => {
  const [address, values] = unpacked(bytes);
  if (address === "/vamen/confirm") return send(address, ...values); // another machine gets little until it does
  max.outlet(...(FOLLOWED.has(address) ? [address, ...values] : ["reply", address, ...values]));
});
socket.on("error", (error) => max.post(`vamen: ${error.message}`));
socket.bind(0, () => {
  max.addHandler("ask", send);
  send("/vamen/ping", "vamen");
  listen();
  setInterval(listen, AGAIN);
});
