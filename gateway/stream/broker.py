"""Hears the exchange through a queue of its own, which is gone with the connection."""

import secrets
import threading

import amqp

from gateway.stream.frames import KINDS
from gateway.stream.hub import Hub
from shared.bus.broker import BackOff, connected, drain, rebuilding
from shared.bus.consumer import read
from shared.events import CATALOGUE, EXCHANGE, Event, Unreadable
from shared.telemetry import cause, log

# Events that are handed over together.
BATCH = 200
# Seconds until it is looked whether to stop.
POLL = 1.0


class Broker:
    """Brings events from RabbitMQ to a hub.

    Nothing is acknowledged: when the connection breaks the queue is gone, and listeners are told to look again.
    """

    def __init__(self, amqp_url: str, hub: Hub) -> None:
        self._amqp_url, self._hub = amqp_url, hub

    def run(self, stop: threading.Event) -> None:
        """Hear until told to stop."""
        rebuilding(self._hear, stop, service="stream", part="consumer")

    def _hear(self, back_off: BackOff, stop: threading.Event) -> None:
        with connected(self._amqp_url) as connection:
            waiting: list[amqp.Message] = []
            channel = connection.channel()
            channel.auto_decode = False
            queue = f"stream.{secrets.token_hex(8)}"
            channel.queue_declare(queue, exclusive=True, auto_delete=True)
            for kind in KINDS:
                channel.queue_bind(queue, EXCHANGE, CATALOGUE[kind].routing_key)
            channel.basic_consume(queue, no_ack=True, callback=waiting.append)
            self._hub.begin()
            back_off.reset()
            while not stop.is_set():
                connection.heartbeat_tick()
                while len(waiting) < BATCH and drain(connection, 0 if waiting else POLL):
                    """The messages arrive in `waiting`."""
                if waiting:
                    self._hub.hear([event for event in map(_event_in, waiting) if event])
                    waiting.clear()


def _event_in(message: amqp.Message) -> Event | None:
    try:
        return read(message)
    except Unreadable as error:
        log.warning("event unreadable", service="stream", error=cause(error))
        return None
