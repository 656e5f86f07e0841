"""What a client asked for: requests in, the packets of values, subscriptions and streams out.

The packets of a long answer are made one by one, while the lock of the controls is held, so that each has its present
value (see reply_queue).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager

from engine.controls import Controls
from osc_bridge.lifecycle import Service

from . import replies
from .address_space import STREAMS, AddressSpace
from .addresses import PRESETS_PATH
from .messages import Message
from .reports import Reports
from .request import Client, Request
from .streams import Streams, StreamSource
from .subscriptions import Subscriptions


class ReplyMaker(Service):
    """Makes the replies to queries, and begins and ends subscriptions.

    The lock must be held for all methods but `start` and `stop`.
    """

    def __init__(
        self,
        controls: Controls,
        lock: AbstractContextManager[bool],
        clock: Callable[[], float],
        failed: Callable[[str, BaseException | None], None],
        space: AddressSpace,
        streams: StreamSource | None,
        presets: Callable[[], Mapping[int, str]],
    ) -> None:
        """Reply for an instrument.

        Args:
            controls: the instrument.
            lock: held while the controls are read.
            clock: seconds.
            failed: counts a refusal, a sentence; with the error if sending fails.
            space: the addresses of the instrument.
            streams: where pictures and sound come from.
            presets: returns the numbers and names of the presets.
        """
        self._controls, self._failed, self._space, self._presets = controls, failed, space, presets
        self.reports = Reports()
        self.reports.add("presets", lambda: [one for pair in presets().items() for one in pair])
        self.subscriptions = Subscriptions(controls, lock, clock, failed, space, self.reports)
        self._streams = Streams(streams, clock, failed)

    def start(self) -> None:
        """Start the threads that send to subscribers."""
        self.subscriptions.start()
        self._streams.start()

    def stop(self) -> None:
        """End all subscriptions and the threads."""
        self.subscriptions.stop()
        self._streams.stop()

    def forget(self, client: Client) -> None:
        """End all subscriptions of a client."""
        self.subscriptions.forget(client)
        self._streams.forget(client)

    def packets(self, batch: Sequence[tuple[Message, Request]], client: Client, refused: int) -> Iterator[bytes]:
        """Yield the packets for a client. `refused`: messages refused so far."""
        for message, request in batch:
            self._unsubscribe(client, request.unsubscribe)
            values = [path for path in request.subscribe if path not in STREAMS]
            if values:
                yield from self.subscriptions.subscribe(client, values, request.duration)
            if len(values) < len(request.subscribe):
                streams = [path for path in request.subscribe if path in STREAMS]
                yield from self._subscribe_streams(client, streams, request.duration)
            for query in request.queries:
                if query == PRESETS_PATH:
                    yield replies.presets(self._presets())
                else:
                    yield replies.answer(query, message, self._controls, refused, self._space, self.reports)

    def _unsubscribe(self, client: Client, paths: Sequence[str]) -> None:
        if paths:
            self.subscriptions.unsubscribe(client, paths)
            for stream in STREAMS:
                if stream in paths:
                    self._streams.unsubscribe(client, stream)

    def _subscribe_streams(self, client: Client, streams: Sequence[str], duration: float) -> Iterator[bytes]:
        if client.host:  # no connection, so that the sender may be forged
            sentence = f"{streams[0]} is sent over a connection only; use OSC over TCP or a WebSocket"
            self._failed(sentence, None)
            yield replies.error(sentence)
            return
        for stream in streams:
            self._streams.subscribe(client, stream, duration)
