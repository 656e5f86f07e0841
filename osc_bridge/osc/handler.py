"""How a packet is handled: its bytes and the client that sent it -> changes of the controls, and replies to the client.

decode     packets: bytes -> messages, grouped by their time tags
validate   interpret: a message -> a Request; PacketQuota bounds what a packet may ask
apply      commands, then one `Controls.write` and one `Controls.write_steps`, then events
answer     values, subscriptions and refusals; long replies go through the ReplyQueue

UDP, TCP and WebSocket use the same handler. A bundle dated in the future waits in the scheduler until LEAD_S before its
time; then its values, mutes, events and presets are passed to the controls, which apply them at that time. Its other
changes of single sixteenths, other commands and queries wait for the time itself. A message that is refused is counted,
logged at most once a second, and answered with /vamen/error; the other messages of its bundle take effect.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial

from engine.controls import Action, Controls, Event
from engine.errors import BadParameter, VamenError
from engine.sync.scheduler import Scheduler
from osc_bridge.error_log import RateLimitedLog

from . import packets, replies
from .address_space import AddressSpace, fill_pattern_caches
from .addresses import CONFIRM_PATH, DONE_PATH, ERROR_PATH, PONG_PATH, STARTUP_PATH
from .command_arguments import PRESET
from .command_registry import CommandRegistry
from .interpret import interpret
from .latent_names import NO_NAMES, LatentNames
from .messages import Message
from .reply_maker import ReplyMaker
from .reply_queue import ReplyQueue
from .reports import Movement
from .request import Client, PacketQuota, Request, with_address
from .sender_clock import SenderClocks, read_clocks
from .streams import StreamSource

LEAD_S = 0.25  # before its time at which a dated bundle is passed to the controls
MAX_DATED = 1024  # waiting bundles; four times as many take the garbage collector 40 ms to visit
MAX_ERROR_REPLIES = 8  # to one group of messages
# an error in reply to a reply could go on for ever
REPLY_PATHS = (CONFIRM_PATH, PONG_PATH, ERROR_PATH, DONE_PATH, STARTUP_PATH)

Batch = Sequence[tuple[Message, Request]]

_logger = logging.getLogger(__name__)


class OscHandler:
    """Decodes, validates, applies and answers packets from any transport, in any thread."""

    def __init__(
        self,
        controls: Controls,
        *,
        clock: Callable[[], float] = time.perf_counter,
        wall: Callable[[], float] = time.time,
        lock: AbstractContextManager[bool] | None = None,
        commands: CommandRegistry | None = None,
        scheduler: Scheduler | None = None,
        latents: LatentNames = NO_NAMES,
        streams: StreamSource | None = None,
    ) -> None:
        """Handle packets for these controls.

        Args:
            controls: the instrument that the messages change.
            clock: seconds of `time.perf_counter`, by which the controls are told when something is due.
            wall: seconds since the Unix epoch, by which time tags are read.
            lock: held while the controls are used, the same for all bridges of these controls; None for one of its own.
            commands: the commands that messages can call, with the lock held; None for no commands.
            scheduler: where dated bundles wait, by the same clock; that of the session, None without a session.
            latents: the names of the model's latents.
            streams: where pictures and sound for clients come from; None for none.
        """
        self.controls, self.lock, self.space = controls, lock or threading.Lock(), AddressSpace(latents)
        self.movement = Movement(latents, controls.read)
        self.scheduler = Scheduler(clock) if scheduler is None else scheduler  # an empty one is false
        self._clock, self._wall = clock, wall
        self._commands, self._sender_clocks = commands or CommandRegistry(), SenderClocks()
        self._slices: dict[Client, Event] = {}  # the last one of each client with a connection, or its release
        self._log = RateLimitedLog(_logger, clock)
        self._reply_maker = ReplyMaker(
            controls, self.lock, clock, self._log.add, self.space, streams, lambda: self._commands.choices(PRESET)
        )
        self.reports, self.subscriptions = self._reply_maker.reports, self._reply_maker.subscriptions
        self.reports.text("moved", lambda: str(self.movement))
        self._replies = ReplyQueue(self.lock, self._log.add)
        fill_pattern_caches()

    @property
    def refused(self) -> int:
        """Packets and messages refused since the start, by any transport."""
        return self._log.count

    def start(self) -> None:
        """Start the threads for dated bundles, subscriptions and long replies."""
        self.scheduler.start()
        self._reply_maker.start()
        self._replies.start()

    def stop(self) -> None:
        """Drop waiting bundles and replies, and end the threads."""
        self.scheduler.stop()
        self._reply_maker.stop()
        self._replies.stop()

    def handle(self, packet: bytes, client: Client, at: float | None = None) -> None:
        """Apply one packet. Never raises, whatever is in it.

        Args:
            packet: one OSC packet, or any other bytes.
            client: the sender; replies go to it, also later.
            at: time of receipt, seconds of `time.perf_counter`; None is now.
        """
        try:
            groups = packets.read(packet)
        except BadParameter as refusal:
            # a peer that does not send OSC could not read a reply
            self.refuse(str(refusal), client if packet.startswith((b"/", packets.BUNDLE)) else None)
            return
        quota = PacketQuota()
        for group in groups:
            batch = self._validate(group.messages, client, quota)
            if group.when is None:
                self._apply(batch, client, at)
            else:
                self._schedule(batch, client, group.when, at)

    def submit(self, request: Request, client: Client) -> None:
        """Apply a request that did not come as an OSC message, such as a WebSocket's text frame."""
        self._apply([(Message("", (), b""), request)], client)

    def refuse(self, sentence: str, client: Client | None = None) -> None:
        """Count and log a refusal; with a client, send it the sentence as /vamen/error."""
        self._log.add(sentence, shown=client is not None and client.shows_refusals)
        if client is not None:
            client.send(replies.error(sentence))

    def forget(self, client: Client) -> None:
        """Drop the replies and subscriptions of a client that has disconnected, and release the slice that it holds."""
        self._replies.forget(client)
        with self.lock:
            self._reply_maker.forget(client)
            if (last := self._slices.pop(client, None)) and last.action is Action.SLICE:
                self.controls.trigger(replace(last, action=Action.RELEASE), self._clock())

    def _validate(self, messages: Sequence[Message], client: Client, quota: PacketQuota) -> Batch:
        batch, refused = list[tuple[Message, Request]](), list[str]()
        for message in messages:
            if quota.exhausted:
                break
            try:
                quota.check(message)
                suggesting = len(refused) < MAX_ERROR_REPLIES
                request = interpret(message.address, message.params, self.space, suggesting=suggesting)
            except BadParameter as refusal:
                if message.address in REPLY_PATHS:
                    self.refuse(str(refusal))
                else:
                    refused.append(with_address(message.address, str(refusal)))
                continue
            quota.spend(request)
            self._log.remark(request.remarks)
            batch.append((message, request))
        self._refuse_all(refused, client)
        return batch

    def _schedule(self, batch: Batch, client: Client, when: float, at: float | None) -> None:
        now, wall = read_clocks(self._clock, self._wall)
        came = now if at is None else at
        due = self._sender_clocks.due(client, when, wall - (now - came), came)
        if due <= now:
            self._apply(batch, client, at)
            return
        early = [one for one in batch if one[1].schedulable]
        exact = [one for one in batch if not one[1].schedulable]
        if early and due - LEAD_S > now:
            self._wait(due - LEAD_S, partial(self._hand_over, early, exact, client, due), client)
        else:
            self._hand_over(early, exact, client, due)

    def _hand_over(self, early: Batch, exact: Batch, client: Client, due: float) -> None:
        """Pass `early` to the controls now, with its time `due`; apply `exact` at `due` itself, after `early`."""
        if early:
            self._apply(early, client, due=due)
        if exact:
            self._wait(due, partial(self._apply, exact, client), client)

    def _wait(self, due: float, task: Callable[[], None], client: Client) -> None:
        if len(self.scheduler) >= MAX_DATED or not self.scheduler.add(due, task):
            self.refuse("too many bundles wait for their time; send them later", client)

    def _apply(self, batch: Batch, client: Client, at: float | None = None, due: float | None = None) -> None:
        """Apply and answer requests that came at `at`, None is now; if `due` is given, their effect begins then."""
        asked = any(request.has_reply for _, request in batch)
        answers = self._reply_maker.packets(batch, client, self.refused) if asked else None
        try:
            with self.lock:
                is_echo = self.subscriptions.is_echo
                requests = [request for message, request in batch if not is_echo(client, message, request, due)]
                refused = self._call_commands(requests, client, at if due is None else due)
                self._write(requests, client, at, due)
                first, more = self._replies.first_turn(client, answers) if answers else ((), False)
        except VamenError as refusal:  # the model cannot be loaded, so the set is about to end
            client.send(replies.error(str(refusal)))
            return
        except Exception as defect:  # the thread must outlive a defect behind the controls
            self._log.add(f"the controls failed: {defect}", defect)
            return
        self._refuse_all(refused, client)
        for packet in first:
            client.send(packet)
        if answers and more and not self._replies.add(client, answers):
            self.refuse("too many questions wait for their answers; ask again when they have come", client)

    def _call_commands(self, requests: Sequence[Request], client: Client, at: float | None) -> list[str]:
        """Call the commands, given at `at`, before values are written; returns the refusals."""
        refused = []
        for call in (call for request in requests for call in request.commands):
            try:
                unfinished = self._commands.call(call.name, call.arguments, self._clock() if at is None else at)
            except VamenError as refusal:
                refused.append(str(refusal))
            else:
                self._replies.answer_when_done(client, unfinished)
        return refused

    def _write(self, requests: Sequence[Request], client: Client, at: float | None, due: float | None) -> None:
        values = {id: value for request in requests for id, value in request.values.items()}
        cells = {cell: value for request in requests for cell, value in request.cells.items()}
        if values:
            self.movement.note(client.name, self.controls.write(values, due))
        if cells:
            self.controls.write_steps(cells, due)
        for event in (event for request in requests for event in request.events):
            if event.action in (Action.SLICE, Action.RELEASE) and not client.host:
                self._slices[client] = event
            self.controls.trigger(event, at, due)

    def _refuse_all(self, sentences: Sequence[str], client: Client) -> None:
        for number, sentence in enumerate(sentences):
            self.refuse(sentence, client if number < MAX_ERROR_REPLIES else None)
        if (more := len(sentences) - MAX_ERROR_REPLIES) > 0:
            client.send(replies.error(f"{more} more messages of this packet were refused; mend the first ones"))
