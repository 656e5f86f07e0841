// Asks vamen, listens, hands the answers to the patch: node.script vamen-replies.js HOST PORT PANEL_PORT
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
const PORT = Number(process.argv[3] || 7770);
const PANEL_PORT = Number(process.argv[4] || 7771);
const LISTENED = [["/vamen/tempo", "/vamen/speed", "/vamen/freeze", "/vamen/reverse", "/vamen/stutter", "/vamen/level", "/vamen/width", "/vamen/drive", "/vamen/ramp", "/vamen/halftime", "/vamen/scratch", "/vamen/swing", "/vamen/shuffle/chance", "/vamen/shuffle/seed", "/vamen/slices/mode", "/vamen/slices/onsets"], ["/vamen/mute/kick", "/vamen/mute/snare", "/vamen/mute/hats", "/vamen/mono", "/vamen/filter/low", "/vamen/filter/high", "/vamen/filter/resonance", "/vamen/crush/bits", "/vamen/crush/rate", "/vamen/punch", "/vamen/room", "/vamen/bypass/filter", "/vamen/bypass/drive", "/vamen/bypass/crush", "/vamen/bypass/punch", "/vamen/bypass/room"], ["/vamen/texture", "/vamen/seed", "/vamen/quantise/slices", "/vamen/quantise/presets", "/vamen/quantise/latents", "/vamen/quantise/random", "/vamen/quantise/effects", "/vamen/fill/chance", "/vamen/fill/bars", "/vamen/vary/chance", "/vamen/vary/bars", "/vamen/wildness", "/vamen/drift/amount", "/vamen/drift/beats", "/vamen/chance/seed", "/vamen/lfo/1/beats"], ["/vamen/lfo/1/depth", "/vamen/lfo/1/shape", "/vamen/lfo/2/beats", "/vamen/lfo/2/depth", "/vamen/lfo/2/shape", "/vamen/lfo/3/beats", "/vamen/lfo/3/depth", "/vamen/lfo/3/shape", "/vamen/lfo/4/beats", "/vamen/lfo/4/depth", "/vamen/lfo/4/shape", "/vamen/safe", "/vamen/lock/latent/0", "/vamen/lock/latent/1", "/vamen/lock/latent/2", "/vamen/lock/latent/3"], ["/vamen/lock/latent/4", "/vamen/lock/latent/5", "/vamen/lock/latent/6", "/vamen/lock/latent/7", "/vamen/lock/latent/8", "/vamen/lock/latent/9", "/vamen/lock/latent/10", "/vamen/lock/latent/11", "/vamen/lock/latent/12", "/vamen/lock/latent/13", "/vamen/lock/latent/14", "/vamen/lock/latent/15", "/vamen/latent/0", "/vamen/latent/1", "/vamen/latent/2", "/vamen/latent/3"], ["/vamen/latent/4", "/vamen/latent/5", "/vamen/latent/6", "/vamen/latent/7", "/vamen/latent/8", "/vamen/latent/9", "/vamen/latent/10", "/vamen/latent/11", "/vamen/latent/12", "/vamen/latent/13", "/vamen/latent/14", "/vamen/latent/15", "/vamen/meter/playing", "/vamen/meter/beat", "/vamen/meter/frame", "/vamen/meter/peak"], ["/vamen/meter/limiter", "/vamen/meter/load", "/vamen/meter/underruns", "/vamen/meter/latency", "/vamen/report/output", "/vamen/report/provider", "/vamen/report/decode", "/vamen/report/model", "/vamen/report/models", "/vamen/report/clock", "/vamen/report/midi", "/vamen/report/presets", "/vamen/report/preset", "/vamen/report/locks", "/vamen/report/scenes", "/vamen/report/scene"], ["/vamen/report/recording", "/vamen/report/queued", "/vamen/report/gesture", "/vamen/report/lfos", "/vamen/report/moved", "/vamen/report/learning", "/vamen/report/note", "/vamen/step/0/kick", "/vamen/step/0/snare", "/vamen/step/0/hats", "/vamen/step/0/mute", "/vamen/step/0/shift", "/vamen/step/0/lock", "/vamen/step/1/kick", "/vamen/step/1/snare", "/vamen/step/1/hats"], ["/vamen/step/1/mute", "/vamen/step/1/shift", "/vamen/step/1/lock", "/vamen/step/2/kick", "/vamen/step/2/snare", "/vamen/step/2/hats", "/vamen/step/2/mute", "/vamen/step/2/shift", "/vamen/step/2/lock", "/vamen/step/3/kick", "/vamen/step/3/snare", "/vamen/step/3/hats", "/vamen/step/3/mute", "/vamen/step/3/shift", "/vamen/step/3/lock", "/vamen/step/4/kick"], ["/vamen/step/4/snare", "/vamen/step/4/hats", "/vamen/step/4/mute", "/vamen/step/4/shift", "/vamen/step/4/lock", "/vamen/step/5/kick", "/vamen/step/5/snare", "/vamen/step/5/hats", "/vamen/step/5/mute", "/vamen/step/5/shift", "/vamen/step/5/lock", "/vamen/step/6/kick", "/vamen/step/6/snare", "/vamen/step/6/hats", "/vamen/step/6/mute", "/vamen/step/6/shift"], ["/vamen/step/6/lock", "/vamen/step/7/kick", "/vamen/step/7/snare", "/vamen/step/7/hats", "/vamen/step/7/mute", "/vamen/step/7/shift", "/vamen/step/7/lock", "/vamen/step/8/kick", "/vamen/step/8/snare", "/vamen/step/8/hats", "/vamen/step/8/mute", "/vamen/step/8/shift", "/vamen/step/8/lock", "/vamen/step/9/kick", "/vamen/step/9/snare", "/vamen/step/9/hats"], ["/vamen/step/9/mute", "/vamen/step/9/shift", "/vamen/step/9/lock", "/vamen/step/10/kick", "/vamen/step/10/snare", "/vamen/step/10/hats", "/vamen/step/10/mute", "/vamen/step/10/shift", "/vamen/step/10/lock", "/vamen/step/11/kick", "/vamen/step/11/snare", "/vamen/step/11/hats", "/vamen/step/11/mute", "/vamen/step/11/shift", "/vamen/step/11/lock", "/vamen/step/12/kick"], ["/vamen/step/12/snare", "/vamen/step/12/hats", "/vamen/step/12/mute", "/vamen/step/12/shift", "/vamen/step/12/lock", "/vamen/step/13/kick", "/vamen/step/13/snare", "/vamen/step/13/hats", "/vamen/step/13/mute", "/vamen/step/13/shift", "/vamen/step/13/lock", "/vamen/step/14/kick", "/vamen/step/14/snare", "/vamen/step/14/hats", "/vamen/step/14/mute", "/vamen/step/14/shift"], ["/vamen/step/14/lock", "/vamen/step/15/kick", "/vamen/step/15/snare", "/vamen/step/15/hats", "/vamen/step/15/mute", "/vamen/step/15/shift", "/vamen/step/15/lock", "/vamen/step/16/kick", "/vamen/step/16/snare", "/vamen/step/16/hats", "/vamen/step/16/mute", "/vamen/step/16/shift", "/vamen/step/16/lock", "/vamen/step/17/kick", "/vamen/step/17/snare", "/vamen/step/17/hats"], ["/vamen/step/17/mute", "/vamen/step/17/shift", "/vamen/step/17/lock", "/vamen/step/18/kick", "/vamen/step/18/snare", "/vamen/step/18/hats", "/vamen/step/18/mute", "/vamen/step/18/shift", "/vamen/step/18/lock", "/vamen/step/19/kick", "/vamen/step/19/snare", "/vamen/step/19/hats", "/vamen/step/19/mute", "/vamen/step/19/shift", "/vamen/step/19/lock", "/vamen/step/20/kick"], ["/vamen/step/20/snare", "/vamen/step/20/hats", "/vamen/step/20/mute", "/vamen/step/20/shift", "/vamen/step/20/lock", "/vamen/step/21/kick", "/vamen/step/21/snare", "/vamen/step/21/hats", "/vamen/step/21/mute", "/vamen/step/21/shift", "/vamen/step/21/lock", "/vamen/step/22/kick", "/vamen/step/22/snare", "/vamen/step/22/hats", "/vamen/step/22/mute", "/vamen/step/22/shift"], ["/vamen/step/22/lock", "/vamen/step/23/kick", "/vamen/step/23/snare", "/vamen/step/23/hats", "/vamen/step/23/mute", "/vamen/step/23/shift", "/vamen/step/23/lock", "/vamen/step/24/kick", "/vamen/step/24/snare", "/vamen/step/24/hats", "/vamen/step/24/mute", "/vamen/step/24/shift", "/vamen/step/24/lock", "/vamen/step/25/kick", "/vamen/step/25/snare", "/vamen/step/25/hats"], ["/vamen/step/25/mute", "/vamen/step/25/shift", "/vamen/step/25/lock", "/vamen/step/26/kick", "/vamen/step/26/snare", "/vamen/step/26/hats", "/vamen/step/26/mute", "/vamen/step/26/shift", "/vamen/step/26/lock", "/vamen/step/27/kick", "/vamen/step/27/snare", "/vamen/step/27/hats", "/vamen/step/27/mute", "/vamen/step/27/shift", "/vamen/step/27/lock", "/vamen/step/28/kick"], ["/vamen/step/28/snare", "/vamen/step/28/hats", "/vamen/step/28/mute", "/vamen/step/28/shift", "/vamen/step/28/lock", "/vamen/step/29/kick", "/vamen/step/29/snare", "/vamen/step/29/hats", "/vamen/step/29/mute", "/vamen/step/29/shift", "/vamen/step/29/lock", "/vamen/step/30/kick", "/vamen/step/30/snare", "/vamen/step/30/hats", "/vamen/step/30/mute", "/vamen/step/30/shift"], ["/vamen/step/30/lock", "/vamen/step/31/kick", "/vamen/step/31/snare", "/vamen/step/31/hats", "/vamen/step/31/mute", "/vamen/step/31/shift", "/vamen/step/31/lock"]];
const FOLLOWED = new Set(LISTENED.flat());
const AGAIN = 30000; // milliseconds between two requests to listen
const MENUS = {"/vamen/report/presets": 2, "/vamen/report/scenes": 2, "/vamen/report/models": 1}; // reports of names: address -> values of an entry
const ROWS = {"kick": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], "snare": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], "hats": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], "mute": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], "shift": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], "lock": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]}; // values of all sixteenths by name
const STEP = new RegExp("^/vamen/step/([0-9]+)/([a-z_]+)$");
const LOOPS = path.join(os.homedir(), "Music", "vamen"); // folder of committed loops

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
  for (const addresses of LISTENED) send("/vamen/listen", ...addresses);
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
    send(`/vamen/step/${step}/${name}`, value);
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
  const fail = (sentence) => max.outlet("reply", "/vamen/error", sentence);
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
  if (address === "/vamen/confirm") return send(address, ...values); // another machine gets little until it does
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
  send("/vamen/ping", "vamen");
  listen();
  setInterval(listen, AGAIN);
});
