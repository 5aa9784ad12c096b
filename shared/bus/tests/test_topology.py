"""The queues of a service."""

import pytest
from amqp.exceptions import PreconditionFailed

from shared.bus.broker import connected
from shared.bus.topology import declare, parked_queue_of, queue_of, retry_queue_of
from shared.events import EXCHANGE
from shared.service import Service

pytestmark = pytest.mark.servers


def test_declaring_again_changes_nothing(service: Service):
    declare(service.settings, service)


def test_every_queue_is_there(service: Service):
    retries = [retry_queue_of("counters", seconds) for seconds in (1, 10, 60)]
    with connected(service.settings.amqp_url) as connection:
        channel = connection.channel()
        for name in (queue_of("counters"), parked_queue_of("counters"), *retries):
            assert channel.queue_declare(name, passive=True).queue == name


def test_a_queue_with_other_arguments_is_refused_rather_than_used(service: Service):
    with connected(service.settings.amqp_url) as connection, pytest.raises(PreconditionFailed):
        connection.channel().queue_declare(queue_of("counters"), durable=True, auto_delete=False)


def test_only_events_that_are_handled_reach_the_queue(service: Service):
    with connected(service.settings.amqp_url) as connection:
        channel = connection.channel()
        returned = []
        channel.events["basic_return"].add(lambda *what: returned.append(what[2]))
        for kind in ("CounterMoved", "CounterUnheard"):
            message = channel.prepare_message(b"{}")
            channel.basic_publish(message, EXCHANGE, f"counters.{kind}", mandatory=True)
        arrived = channel.queue_declare(queue_of("counters"), passive=True)

    assert arrived.message_count <= 1  # a quorum queue counts a little later
    assert returned == ["counters.CounterUnheard"]
