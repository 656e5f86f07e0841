"""The script that receives for Max: PatchTarget in, the text of vamen-replies.js out.

vamen replies to the port that a request came from, and Max's udpsend and udpreceive have different ports. So a
node.script with its own socket queries and subscribes: it takes `ask ADDRESS ARGUMENTS...` from the patch, and returns
values as `ADDRESS VALUE` and everything else, such as pong, status and errors, as `reply ADDRESS ARGUMENTS...`. Reports
of names fill menus, sixteenths are rows of values, and `commit BARS` fetches what was played last over HTTP.
"""

import json

from engine.spec import SPEC
from osc_bridge.osc.addresses import ROOT, STEP_ROOT
from osc_bridge.osc.addresses import by_path as addresses

from .forms import step_rows
from .layout import all_fields, subscriptions
from .patch_target import PatchTarget

REPLIES_FILE = "vamen-replies.js"
SUBSCRIBE_INTERVAL = 30  # seconds; a subscription expires after 60

REPLIES_SCRIPT = """// Asks vamen, listens, hands the answers to the patch: node.script %(name)s HOST PORT PANEL_PORT
// in:  ask ADDRESS ARGUMENTS...   steps NAME VALUES...   commit BARS
// out: ADDRESS VALUES...   steps NAME VALUES...   menu ADDRESS clear   menu ADDRESS append NUMBER NAME
//      committed FILE BARS   reply ADDRESS ARGUMENTS...
const dgram = require("dgram");
const fs = require("fs");
const http = require("http");
const os = require("os");
const path = require("path");
const max = require("max-api");

const HOST = process.argv[2] || "127.0.0.1";
const PORT = Number(process.argv[3] || %(port)d);
const PANEL_PORT = Number(process.argv[4] || %(panel_port)d);
const LISTENED = %(listened)s;
const FOLLOWED = new Set(LISTENED.flat());
const AGAIN = %(again)d; // milliseconds between two requests to listen
const MENUS = %(menus)s; // reports of names: address -> values of an entry
const ROWS = %(rows)s; // values of all sixteenths by name
const STEP = new RegExp("^%(steps)s/([0-9]+)/([a-z_]+)$");
const LOOPS = path.join(os.homedir(), "Music", "vamen"); // folder of committed loops

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
  for (const addresses of LISTENED) send("%(root)s/listen", ...addresses);
}

function fill(address, values) {
  const size = MENUS[address];
  max.outlet("menu", address, "clear");
  for (let first = 0; first + size <= values.length; first += size) {
    if (values[first] !== "") max.outlet("menu", address, "append", ...values.slice(first, first + size));
  }
}

function moved(name, ...values) {
  const row = ROWS[name];
  values.forEach((value, step) => {
    if (value === row[step]) return;
    row[step] = value;
    send(`%(steps)s/${step}/${name}`, value);
  });
}

function keep(content, bars) {
  const now = new Date();
  const digits = (value, size = 2) => String(value).padStart(size, "0");
  const day = [digits(now.getFullYear(), 4), digits(now.getMonth() + 1), digits(now.getDate())].join("-");
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map((value) => digits(value)).join("");
  fs.mkdirSync(LOOPS, { recursive: true });
  let file;
  for (let count = 1; !file || fs.existsSync(file); count += 1) {
    file = path.join(LOOPS, `vamen-${day}-${time}-${bars}-bars${count > 1 ? `-${count}` : ""}.wav`);
  }
  fs.writeFileSync(file + ".part", content);
  fs.renameSync(file + ".part", file); // whole or not at all
  return file;
}

function commit(bars) {
  const fail = (sentence) => max.outlet("reply", "%(root)s/error", sentence);
  const request = { host: HOST, port: PANEL_PORT, path: `/panel/loop.wav?bars=${Number(bars)}` };
  const asked = http.get(request, (response) => {
    const parts = [];
    response.on("data", (part) => parts.push(part));
    response.on("end", () => {
      const content = Buffer.concat(parts);
      if (response.statusCode !== 200) return fail(content.toString("utf8"));
      try {
        max.outlet("committed", keep(content, Number(bars)), Number(bars));
      } catch (error) {
        fail(`the loop cannot be written: ${error.message}`);
      }
    });
  });
  asked.on("error", (error) => fail(`the panel at ${HOST} port ${PANEL_PORT} does not answer: ${error.message}`));
}

socket.on("message", (bytes) => {
  const [address, values] = unpacked(bytes);
  if (address === "%(root)s/confirm") return send(address, ...values); // another machine gets little until it does
  const cell = STEP.exec(address);
  if (address in MENUS) return fill(address, values);
  if (cell && cell[2] in ROWS) {
    ROWS[cell[2]][Number(cell[1])] = values[0];
    return max.outlet("steps", cell[2], ...ROWS[cell[2]]);
  }
  max.outlet(...(FOLLOWED.has(address) ? [address, ...values] : ["reply", address, ...values]));
});
socket.on("error", (error) => max.post(`vamen: ${error.message}`));
socket.bind(0, () => {
  max.addHandler("ask", send);
  max.addHandler("steps", moved);
  max.addHandler("commit", commit);
  send("%(root)s/ping", "vamen");
  listen();
  setInterval(listen, AGAIN);
});
"""


def max_replies(target: PatchTarget) -> bytes:
    """Return vamen-replies.js, a script in a Max patch that queries vamen at `target` and passes on its replies."""
    lists = {field.report: len(addresses()[field.report].tags) for field in all_fields(target) if field.report}
    fields = {
        "name": REPLIES_FILE,
        "port": target.port,
        "panel_port": target.panel_port,
        "listened": json.dumps(subscriptions()),
        "menus": json.dumps(lists),
        "rows": json.dumps({name: [0] * SPEC.steps for name in step_rows()}),
        "again": SUBSCRIBE_INTERVAL * 1000,
        "steps": STEP_ROOT,
        "root": ROOT,
    }
    return (REPLIES_SCRIPT % fields).encode()
