"""Who listens, and how the news reach them: nobody waits for anybody.

All of it happens in the thread of a loop. What is public may be called from others, unless it says otherwise.
"""

import asyncio
import random
import socket
from collections import Counter
from collections.abc import Hashable, Sequence
from time import perf_counter

from prometheus_client import Counter as Count
from prometheus_client import Gauge

from gateway.stream.frames import news_of
from gateway.stream.loop import Loop, room
from gateway.stream.ring import Ring
from shared.events import Event
from shared.telemetry import REGISTRY
from shared.tokens import ADMIN, User

HEARTBEAT_SECONDS = 15.0
MOST_OF_ONE = 20
# Bytes that wait for somebody who does not take them; then it is over with them.
MOST_WAITING = 256 * 1024
# Seconds that who was too slow has for taking the rest.
LAST_SECONDS = 10.0
# Between two rounds it rests for so many times as long as the last one took: with many listeners and much news,
# several news go out together, and others get to work.
REST = 4.0
# Milliseconds after which a client comes back; not all of them at the same moment.
COMES_BACK = (1_000, 4_000)

LISTENERS = Gauge("crm_stream_listeners", "Connections that hear the event stream.", registry=REGISTRY)
SENT = Count("crm_stream_news_total", "News that came to be streamed.", registry=REGISTRY)
RESETS = Count("crm_stream_resets_total", "Listeners told to look again.", ["reason"], registry=REGISTRY)


class Hub:
    """The listeners of one process."""

    def __init__(self) -> None:
        self._loop = Loop("stream")
        self._ring = Ring()
        self._listeners: set[Listener] = set()
        self._of_user: Counter[Hashable] = Counter()
        self._room = room(1)
        self._told = 0
        self._round: asyncio.TimerHandle | None = None
        self._rest_until = 0.0
        self._beating = False
        self.hears = False

    def begin(self) -> None:
        """From now on the news are complete; what was before may have been missed."""
        self._loop.call(self._begin)

    def hear(self, events: Sequence[Event]) -> None:
        """Tell of events to whoever may know."""
        self._loop.call(self._hear, events)

    def has_room(self, user: User | None = None) -> bool:
        """Whether somebody may listen; for a user, whether they may once more."""
        if user is not None:
            return self._of_user[user.id] < MOST_OF_ONE
        return len(self._listeners) < self._room

    def welcome(self, connection: socket.socket, head: bytes, user: User, seconds: float, place: str | None) -> None:
        """Let a user listen on a connection.

        :param head: what is sent first
        :param seconds: how long they may
        :param place: where they were before
        """
        self._loop.adopt(connection, Listener(self, user, seconds, head, place))

    def answer(self, user: User, place: str | None) -> bytes:
        """What a user has missed, for somebody who does not stay."""
        return self._loop.ask(self.opening, user, place)

    def stop(self) -> None:
        self._loop.ask(self._send_away)
        self._loop.stop()

    def opening(self, user: User, place: str | None) -> bytes:
        """How a stream begins; in the thread of the loop."""
        self._tell()
        retry = b"retry: %d\n" % random.randint(*COMES_BACK)  # noqa: S311 - not a secret
        place = place or self._ring.place
        missed = self._ring.missed(place, user)
        if missed is None:
            RESETS.labels("gone").inc()
            return retry + b"\n" + self.reset()
        return b"%bid: %b\n\n%b" % (retry, place.encode(), missed)

    def reset(self) -> bytes:
        """What somebody is told who has to look at everything again; in the thread of the loop."""
        return b"event: reset\nid: %b\ndata: {}\n\n" % self._ring.place.encode()

    def add(self, listener: "Listener") -> bool:
        """Keep a listener, if there is room for them; in the thread of the loop."""
        if not (self.has_room() and self.has_room(listener.user)):
            return False
        self._listeners.add(listener)
        self._of_user[listener.user.id] += 1
        LISTENERS.set(len(self._listeners))
        if not self._beating:
            self._beating = True
            self._loop.later(HEARTBEAT_SECONDS, self._beat)
        return True

    def remove(self, listener: "Listener") -> None:
        """Forget a listener; in the thread of the loop."""
        if listener in self._listeners:
            self._listeners.remove(listener)
            self._of_user[listener.user.id] -= 1
            if not self._of_user[listener.user.id]:
                del self._of_user[listener.user.id]
            LISTENERS.set(len(self._listeners))

    def later(self, seconds: float, listener: "Listener") -> asyncio.TimerHandle:
        """End a listener's stream after a time; in the thread of the loop."""
        return self._loop.later(seconds, listener.end)

    def _begin(self) -> None:
        self._ring.begin()
        self._told = 0
        self.hears = True
        for listener in tuple(self._listeners):
            RESETS.labels("interrupted").inc()
            listener.send(self.reset())

    def _hear(self, events: Sequence[Event]) -> None:
        for event in events:
            for news in news_of(event):
                self._ring.add(news)
                SENT.inc()
        if self._round is None and self._told < self._ring.number:
            self._round = self._loop.later(max(0.0, self._rest_until - perf_counter()), self._tell)

    def _tell(self) -> None:
        """Tell everybody what they have not heard yet."""
        if self._round is not None:
            self._round.cancel()
            self._round = None
        if self._told == self._ring.number:
            return
        began = perf_counter()
        fresh = self._ring.after(self._told)
        self._told = self._ring.number
        addressed = {news.recipient_id for _, news in fresh if news.recipient_id}
        written: dict[Hashable, bytes] = {}
        for listener in tuple(self._listeners):
            # Who sees the same branches is told the same.
            audience = listener.user.id if listener.user.id in addressed else listener.audience
            if audience not in written:
                written[audience] = self._ring.written(fresh, listener.user)
            if written[audience]:
                listener.send(written[audience])
        now = perf_counter()
        self._rest_until = now + REST * (now - began)

    def _beat(self) -> None:
        """Show that the connections live, and how far everybody has heard."""
        self._tell()
        beat = b":\nid: %b\n\n" % self._ring.place.encode()
        for listener in tuple(self._listeners):
            listener.send(beat)
        self._beating = bool(self._listeners)
        if self._beating:
            self._loop.later(HEARTBEAT_SECONDS, self._beat)

    def _send_away(self) -> None:
        for listener in tuple(self._listeners):
            listener.end()


class Listener(asyncio.Protocol):
    """One connection of a user who listens."""

    __slots__ = ("_end", "_head", "_hub", "_place", "_seconds", "_transport", "audience", "user")

    def __init__(self, hub: Hub, user: User, seconds: float, head: bytes, place: str | None) -> None:
        self._hub, self._seconds, self._head, self._place = hub, seconds, head, place
        self._end: asyncio.TimerHandle | None = None
        self._transport: asyncio.Transport
        self.user = user
        self.audience = ADMIN if user.role == ADMIN else frozenset(user.branch_ids)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(self._head + self._hub.opening(self.user, self._place))
        if not self._hub.add(self):
            transport.close()  # somebody was quicker
            return
        self._end = self._hub.later(self._seconds, self)

    def send(self, raw: bytes) -> None:
        """Send without waiting; who does not take what is sent is sent away."""
        if self._transport.get_write_buffer_size() <= MOST_WAITING:
            self._transport.write(raw)
            return
        RESETS.labels("slow").inc()
        self._transport.write(self._hub.reset())
        self.end()

    def end(self) -> None:
        """End the stream once all is sent."""
        self._hub.remove(self)
        self._transport.close()
        if self._end:
            self._end.cancel()
        if self._transport.get_write_buffer_size():
            asyncio.get_running_loop().call_later(LAST_SECONDS, self._transport.abort)

    def connection_lost(self, error: Exception | None) -> None:
        self._hub.remove(self)
        if self._end:
            self._end.cancel()
