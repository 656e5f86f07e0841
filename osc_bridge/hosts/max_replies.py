"""The script that receives for Max: PatchTarget in, the text of vamen-replies.js out.

vamen replies to the port that a request came from, and Max's udpsend and udpreceive have different ports. So a
node.script with its own socket queries and subscribes: it takes `ask ADDRESS ARGUMENTS...` from the patch, and returns
values as `ADDRESS VALUE` and everything else, such as pong, status and errors, as `reply ADDRESS ARGUMENTS...`.
"""

import json

from osc_bridge.osc.addresses import ROOT

from .layout import listened
from .patch_target import PatchTarget

REPLIES_FILE = "vamen-replies.js"
SUBSCRIBE_INTERVAL = 30  # seconds; a subscription expires after 60

REPLIES_SCRIPT = """// Asks vamen, listens to it, and hands the answers to the patch: node.script %(name)s HOST PORT
// in:  ask ADDRESS ARGUMENTS...      out:  ADDRESS VALUE   or   reply ADDRESS ARGUMENTS...
const dgram = require("dgram");
const max = require("max-api");

const HOST = process.argv[2] || "127.0.0.1";
const PORT = Number(process.argv[3] || %(port)d);
const FOLLOWED = new Set(%(followed)s);
const AGAIN = %(again)d; // milliseconds between two requests to listen

const socket = dgram.createSocket(HOST.includes(":") ? "udp6" : "udp4");

function text(word) {
  const bytes = Buffer.from(word + "\\0", "utf8");
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length %% 4)) %% 4)]);
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
    at = end + 4 - (end %% 4);
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
  for (const address of FOLLOWED) send("%(root)s/listen", address);
}

socket.on("message", (bytes) => {
  const [address, values] = unpacked(bytes);
  if (address === "%(root)s/confirm") return send(address, ...values); // another machine gets little until it does
  max.outlet(...(FOLLOWED.has(address) ? [address, ...values] : ["reply", address, ...values]));
});
socket.on("error", (error) => max.post(`vamen: ${error.message}`));
socket.bind(0, () => {
  max.addHandler("ask", send);
  send("%(root)s/ping", "vamen");
  listen();
  setInterval(listen, AGAIN);
});
"""


def max_replies(target: PatchTarget) -> bytes:
    """Return vamen-replies.js, a script in a Max patch that queries vamen at `target` and passes on its replies."""
    fields = {
        "name": REPLIES_FILE,
        "port": target.port,
        "followed": json.dumps(listened()),
        "again": SUBSCRIBE_INTERVAL * 1000,
        "root": ROOT,
    }
    return (REPLIES_SCRIPT % fields).encode()
