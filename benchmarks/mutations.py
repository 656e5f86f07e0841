"""Hostile input for the network ports, from a seed: mutated datagrams, cut streams for TCP, HTTP and WebSocket.

All of it begins as valid messages to every address, so that it reaches further than random bytes.
"""

import base64
import random
import struct
import time
from collections.abc import Iterator

from osc_bridge.osc.addresses import endpoints
from tests.tiny_client import AT_ONCE, bundle, pack, tag_at

NUMBERS = [0.0, 1.0, -1.0, 1e30, -1e30, float("inf"), float("-inf"), float("nan"), 5e-324, 2**31 - 1]
TEXTS = [
    "",
    "/vamen/*",
    "/vamen/*/*",
    "x" * 3000,
    "latent/0",
    "\x1b[2J",
    "../../etc/passwd",
    "kick",
    "factory",
    "?" * 300,
]
UPGRADE = b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\n"
HEADERS = [
    b"Host: 127.0.0.1\r\n",
    b"Host: evil.example\r\n",
    b"Connection: close\r\n",
    b"Origin: http://evil.example\r\n",
]
HEADERS += [
    b"Content-Length: 99999999\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Expect: 100-continue\r\n",
    b"a: " + b"b" * 9000,
]
HEADERS += [b"\r\n", b"Content-Length: -1\r\n", b"\0: \xff\r\n", b"Upgrade: h2c\r\n", b"name" * 500 + b": x\r\n"]
LONG_SLIP = b"/vamen/tempo" * 8000


def message(rng: random.Random) -> bytes:
    """Return a message to any address, with plausible or extreme arguments."""
    endpoint = rng.choice(endpoints())
    extreme = rng.random() < 0.3
    arguments: list[object] = []
    for tag in endpoint.tags:
        if tag == "s":
            arguments.append(rng.choice(TEXTS))
        elif extreme:
            arguments.append(rng.choice(NUMBERS))
        else:
            arguments.append(rng.randrange(8) if tag == "i" else rng.uniform(-1, 1))
    if rng.random() < 0.1:
        arguments = arguments * 3 + [rng.choice(TEXTS)]
    path = endpoint.path if rng.random() < 0.9 else endpoint.path[: rng.randrange(1, len(endpoint.path))] + "*"
    return pack(path, *arguments)


def crafted(rng: random.Random) -> bytes:
    """Return a packet that asks for as much work as it can."""
    now = time.time()
    nested = pack("/vamen/tempo", 90.0)
    for _ in range(rng.randrange(200)):
        nested = bundle(nested)
    kinds = [
        lambda: nested,
        lambda: bytes(60_000),
        lambda: pack("/vamen/*/*", "x" * 16_000),
        lambda: pack("/vamen/" + "*a" * 60, 1.0),
        lambda: pack("/vamen/" + "{step,norm,}" * 10, 1.0),
        lambda: pack("/vamen/" + "[!x]*" * 24, 1.0),
        lambda: bundle(*[pack("/vamen/*/*/*", 0.5)] * 500),
        lambda: bundle(*[pack("/vamen/step/clear")] * 500),
        lambda: bundle(*[pack(rng.choice(["/*", "/a", "/vamen/status", "/vamen/presets"]))] * 500),
        lambda: bundle(*[pack(f"/vamen/{number:03d}" + "[!x]*" * 22, 1.0) for number in range(110)]),
        lambda: bundle(*[bundle(message(rng), tag=tag_at(now + number / 100)) for number in range(300)]),
        lambda: pack("/vamen/listen", "/vamen/*", "/vamen/*/*", "/vamen/*/*/*"),
        lambda: b"/a\0\0," + b"[" * 8000 + b"]" * 8000 + b"\0\0\0",
        lambda: bundle(message(rng), tag=2**64 - 1),
    ]
    return rng.choice(kinds)()


def mutated(rng: random.Random, data: bytes) -> bytes:
    """Return bytes with a few changes: bits, lengths, a cut, a piece twice."""
    changed = bytearray(data)
    for _ in range(rng.randrange(1, 5)):
        at = rng.randrange(len(changed) + 1)
        kind = rng.randrange(5)
        if kind == 0:
            del changed[at:]
        elif kind == 1:
            changed[at : at + 4] = struct.pack(">i", rng.choice([-1, 0, 1, 2**31 - 1, -(2**31), len(data)]))
        elif kind == 2:
            changed[at:at] = changed[: rng.randrange(1, 64)]
        else:
            changed[at : at + 1] = rng.randbytes(1)
    return bytes(changed)


def datagrams(seed: int, count: int) -> Iterator[bytes]:
    """Yield hostile datagrams: mutated messages and bundles, some valid, some random, one in fifty heavy."""
    rng = random.Random(seed)
    for _ in range(count):
        kind = rng.random()
        if kind < 0.02:
            yield crafted(rng)
        elif kind < 0.05:
            yield rng.randbytes(rng.randrange(200))
        elif kind < 0.15:
            yield message(rng)
        elif kind < 0.35:
            tag = rng.choice([AT_ONCE, tag_at(time.time() + rng.uniform(-1, 9)), rng.getrandbits(64)])
            yield mutated(rng, bundle(*[message(rng) for _ in range(rng.randrange(1, 5))], tag=tag))
        else:
            yield mutated(rng, message(rng))


def streams(seed: int, count: int) -> Iterator[bytes]:
    """Yield what is sent over one TCP connection: whole packets, and one that is cut or changed."""
    rng = random.Random(seed)
    for _ in range(count):
        packets = [message(rng) for _ in range(rng.randrange(1, 4))]
        framed = b"".join(struct.pack(">I", len(packet)) + packet for packet in packets)
        if rng.random() < 0.4:
            framed = b"".join(b"\xc0" + packet + b"\xc0" for packet in packets)
        yield rng.choice([framed[: rng.randrange(len(framed))], mutated(rng, framed), framed, b"", LONG_SLIP])


def requests(seed: int, count: int) -> Iterator[bytes]:
    """Yield what is sent over one connection of the OSCQuery port: a request, or a WebSocket and its frames."""
    rng = random.Random(seed)
    for _ in range(count):
        path = rng.choice(endpoints()).path.encode() + rng.choice([b"", b"?VALUE", b"?HOST_INFO", b"?x", b"/.."])
        method = rng.choice([b"GET", b"POST", b"HEAD", b"OPTIONS", b"x" * 100])
        head = b"%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n" % (method, path)
        if rng.random() < 0.5:
            upgrade = UPGRADE % base64.b64encode(rng.randbytes(16))
            frames = b"".join(frame(rng) for _ in range(rng.randrange(5)))
            sent = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + upgrade + b"\r\n" + frames
        else:
            sent = (
                head + b"".join(rng.choices(HEADERS, k=rng.randrange(4))) + b"\r\n" + rng.randbytes(rng.randrange(2000))
            )
        yield rng.choice([sent, sent, sent[: rng.randrange(len(sent) + 1)], mutated(rng, sent)])


def frame(rng: random.Random) -> bytes:
    """Return a masked WebSocket frame: OSC, JSON, a piece, a ping, or one that announces more than it has."""
    texts = [b'{"COMMAND": "LISTEN", "DATA": "/vamen/tempo"}', b'{"COMMAND": ' + b"[" * 3000, b"\xff\xfe", b"null"]
    data = rng.choice([message(rng), mutated(rng, message(rng)), rng.choice(texts), rng.randbytes(rng.randrange(126))])
    first = rng.choice([0x82, 0x82, 0x81, 0x01, 0x02, 0x00, 0x80, 0x89, 0x8A, 0x88, 0xF2])
    size = len(data) if rng.random() < 0.9 else rng.choice([65_535, 2**40])
    if size < 126:
        length = bytes([0x80 | size])
    else:
        length = b"\xfe" + struct.pack(">H", size) if size < 1 << 16 else b"\xff" + struct.pack(">Q", size)
    return bytes([first]) + length + bytes(4) + data
