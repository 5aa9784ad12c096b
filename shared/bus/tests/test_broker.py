"""The connection to the broker: few system calls, whatever the size of the messages."""

import pytest

from shared.bus.broker import Publisher, connected, drain
from shared.bus.topology import queue_of
from shared.service import Service
from shared.testing.waiting import until

pytestmark = pytest.mark.servers

BODIES = [b"x" * size for size in (1, 100, 16_384, 300_000)] * 25


def test_many_messages_leave_as_one_and_are_taken_many_at_a_time(service: Service) -> None:
    with connected(service.settings.amqp_url) as connection:
        publisher = Publisher(connection)
        sent: list[int] = []
        write = connection.transport.write
        connection.transport.write = lambda packed: sent.append(len(packed)) or write(packed)
        for body in BODIES:
            publisher.publish(queue_of("counters"), body, headers={})
        publisher.settle()

    with connected(service.settings.amqp_url) as connection:
        taken: list[int] = []
        receive = connection.transport._quick_recv
        connection.transport._quick_recv = lambda size: taken.append(size) or receive(size)
        messages = []
        connection.channel().basic_consume(queue_of("counters"), callback=messages.append)
        until(lambda: drain(connection, 0.1) and len(messages) == len(BODIES))

    assert [
        message.body if isinstance(message.body, bytes) else message.body.encode() for message in messages
    ] == BODIES
    assert [size for size in sent if size > 1000] == [sum(sent) - sum(size for size in sent if size <= 1000)]
    # Each of a message's three frames is of three parts.
    assert len(taken) < 9 * len(BODIES)
