"""Bugs that a test plants into a process of the product, to see that the harness finds them."""

from typing import Any


def shorten_rests() -> None:
    """No bug: a failed event rests some seconds in all instead of more than a minute."""
    from datetime import timedelta

    from shared.bus import local, parking, topology

    topology.RESTS = parking.RESTS = (1, 1, 1, 1)
    local.back_off = lambda attempts: timedelta(seconds=0.3)


def small_batches() -> None:
    """No bug: a sweep leaves more of what is due to the others."""
    from shared import due

    due.BATCH = 50


def break_on_poison() -> None:
    """The handlers of followups cannot take an event that says «veneno»."""
    from shared import inbox

    dispatch = inbox.Handlers.dispatch

    def broken(self: Any, events: Any) -> None:
        of_followups = "InteractionUpdated" in self.kinds
        if of_followups and any(b"veneno" in event.raw for event in events):
            raise ValueError("veneno")
        dispatch(self, events)

    inbox.Handlers.dispatch = broken  # type: ignore[method-assign]


def mark_before_publish() -> None:
    """The relay forgets the events before the broker has them."""
    from shared.bus import relay
    from shared.crash import crash_point

    def pass_on(self: Any, database: Any, publisher: Any) -> int:
        with database.transaction():
            rows = database.execute(relay._NEXT, (relay.BATCH,), binary=True).fetchall()
            database.execute(relay._DONE, ([seq for seq, *_ in rows],))
        if rows:
            crash_point("relay.before_publish")
            self._publish(rows, publisher)
        return len(rows)

    relay.Relay._pass_on = pass_on  # type: ignore[method-assign]


def ack_before_commit() -> None:
    """The consumer says that it is done before it is."""
    from shared.bus import consumer

    def take(self: Any, channel: Any) -> None:
        batch = self._waiting[: consumer.BATCH]
        channel.basic_ack(batch[-1].delivery_tag, multiple=True)
        del self._waiting[: len(batch)]
        self._apply([consumer.read(message) for message in batch])

    consumer.Consumer._take = take  # type: ignore[method-assign]


def no_inbox() -> None:
    """Nobody notes which events were seen."""
    from shared import inbox

    inbox._not_seen = lambda service, events: [each for each in events if each.type in service.handlers.kinds]
