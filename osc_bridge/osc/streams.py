"""Streams: the tape as a picture and the sound as it is played -> packets for the clients that subscribed.

/vamen/stream/tape   i b     first column, 0..511; uint8 levels of the columns from there on, ROWS each from low to high
                             frequencies, 0 for -100 dB to 255 for 0 dB; columns that changed, whole sixteenths
/vamen/stream/sound  i i b   rate in Hz; number of the first sample; interleaved stereo int16, little-endian

They are for clients with a connection only: the sender of a datagram may be forged, and would be flooded. A client that
has no room gets a later picture, and loses sound, which it sees by the numbers.
"""

import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Floats, Tape
from engine.spec import SPEC
from osc_bridge.lifecycle import Service

from .addresses import STREAM_ROOT
from .request import Client
from .sending_thread import SendingThread
from .tape_picture import ROWS, tape_picture

TAPE_STREAM, SOUND_STREAM = f"{STREAM_ROOT}/tape", f"{STREAM_ROOT}/sound"
SOUND_INTERVAL_S = 0.01  # between two packets of sound
TAPE_INTERVAL_S = 1 / 30  # between two pictures
MAX_SOUND_SAMPLES = 4096  # of a packet; more than that at once are late, and only the newest are sent
MAX_NUMBER = 1 << 31  # the numbers of samples begin anew there, as OSC's integers end


class StreamSource(Protocol):
    """What streams are made of; a Session is one."""

    @property
    def tape(self) -> Tape | None:
        """The last decoded tape."""

    def sound_since(self, clock: int) -> tuple[int, Floats | None]:
        """Return the number of the next sample, and those (n, 2) from `clock` on, None when they are lost."""


@dataclass
class _Subscriber:
    expires: dict[str, float] = field(default_factory=dict)  # stream -> seconds of the clock
    picture: NDArray[np.uint8] | None = None  # that the client has


class Streams(Service):
    """The clients of both streams, and the thread that sends to them. Any thread may call its methods."""

    def __init__(
        self,
        source: StreamSource | None = None,
        clock: Callable[[], float] = time.perf_counter,
        failed: Callable[[str, BaseException | None], object] = lambda sentence, cause: None,
    ) -> None:
        """Begin without clients.

        Args:
            source: what is sent; None for nothing.
            clock: seconds.
            failed: takes a sentence, and the error if sending fails.
        """
        self._source, self._clock = source, clock
        self._clients: dict[Client, _Subscriber] = {}
        self._lock = threading.Lock()
        self._thread = SendingThread("streams", self.send, failed)
        self._sent = 0  # the sound up to this sample
        self._shown: Tape | None = None  # the tape that the picture is of
        self._picture: NDArray[np.uint8] = np.zeros((SPEC.frames, ROWS), np.uint8)
        self._next_picture = -float("inf")

    def subscribe(self, client: Client, stream: str, duration: float) -> None:
        """Send a stream to a client with a connection for `duration` seconds, from now on; a picture begins whole."""
        with self._lock:
            subscriber = self._clients.setdefault(client, _Subscriber())
            if stream == TAPE_STREAM:
                subscriber.picture = None
            subscriber.expires[stream] = self._clock() + duration
        self._thread.wake()

    def unsubscribe(self, client: Client, stream: str) -> None:
        """Stop sending a stream to a client; it need not be subscribed."""
        with self._lock:
            if client in self._clients:
                self._clients[client].expires.pop(stream, None)

    def forget(self, client: Client) -> None:
        """Stop sending to a client."""
        with self._lock:
            self._clients.pop(client, None)

    def start(self) -> None:
        """Start the thread that sends."""
        self._thread.start()

    def stop(self) -> None:
        """Drop all clients and end the thread."""
        self._thread.stop()
        with self._lock:
            self._clients.clear()

    def send(self) -> float:
        """Send what is due to all clients; return the seconds until the next call."""
        now = self._clock()
        with self._lock:
            for client, subscriber in list(self._clients.items()):
                subscriber.expires = {path: end for path, end in subscriber.expires.items() if end > now}
                if not subscriber.expires:
                    del self._clients[client]
            clients = dict(self._clients)
            if not clients:
                self._thread.rest()
        listening = [client for client, subscriber in clients.items() if SOUND_STREAM in subscriber.expires]
        if listening:
            self._send_sound(listening)
        if now >= self._next_picture and any(TAPE_STREAM in one.expires for one in clients.values()):
            self._next_picture = now + TAPE_INTERVAL_S
            self._send_pictures(clients)
        return SOUND_INTERVAL_S if listening else TAPE_INTERVAL_S

    def _send_sound(self, clients: list[Client]) -> None:
        if self._source is None:
            return
        end, samples = self._source.sound_since(self._sent)
        first = self._sent
        if samples is None or end < first:
            first, samples = end, None  # it is lost, or another player counts from 0
        elif len(samples) > MAX_SOUND_SAMPLES:
            samples = samples[-MAX_SOUND_SAMPLES:]
            first = end - len(samples)
        self._sent = end
        if samples is None or not len(samples):
            return
        packet = sound_packet(first, samples)
        for client in clients:
            if client.has_room:
                client.send(packet)

    def _send_pictures(self, clients: Mapping[Client, _Subscriber]) -> None:
        tape = self._source.tape if self._source else None
        if tape is not None and tape is not self._shown:
            self._shown, self._picture = tape, tape_picture(tape)
        for client, subscriber in clients.items():
            if TAPE_STREAM not in subscriber.expires or subscriber.picture is self._picture or not client.has_room:
                continue
            with self._lock:  # it may subscribe again meanwhile
                before, subscriber.picture = subscriber.picture, self._picture
            for first, columns in changed_columns(before, self._picture):
                client.send(picture_packet(first, columns))


def changed_columns(
    before: NDArray[np.uint8] | None, picture: NDArray[np.uint8]
) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    """Yield the first column and the columns (n, ROWS) of each part of a picture that changed, in whole sixteenths."""
    if before is None:
        yield 0, picture
        return
    changed = (before != picture).reshape(SPEC.steps, -1).any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], changed, [False]])))
    for first, end in edges.reshape(-1, 2) * SPEC.step_frames:
        yield int(first), picture[first:end]


def picture_packet(first: int, columns: NDArray[np.uint8]) -> bytes:
    """Return the message with columns (n, ROWS) of the picture."""
    return _header(TAPE_STREAM, ",ib") + struct.pack(">i", first) + _blob(columns.tobytes())


def sound_packet(first: int, samples: Floats) -> bytes:
    """Return the message with samples (n, 2), -1..1, of which the first has the number `first`."""
    pcm = np.rint(np.clip(samples, -1, 1) * np.float32(32767)).astype("<i2")
    return _header(SOUND_STREAM, ",iib") + struct.pack(">ii", SPEC.rate, first % MAX_NUMBER) + _blob(pcm.tobytes())


def _header(address: str, tags: str) -> bytes:
    return b"".join(text + bytes(4 - len(text) % 4) for text in (address.encode(), tags.encode()))


def _blob(data: bytes) -> bytes:
    return struct.pack(">i", len(data)) + data + bytes(-len(data) % 4)
