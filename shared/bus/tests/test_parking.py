"""What stands at the broker because nobody could handle it."""

from typing import Any

import orjson
import pytest

from shared import clock
from shared.bus import parking
from shared.bus.broker import Publisher, connected
from shared.bus.topology import parked_queue_of
from shared.erasing import blank_parked
from shared.ids import new_id
from shared.service import Service

pytestmark = pytest.mark.servers


def park(service: Service, *bodies: bytes) -> None:
    with connected(service.settings.amqp_url) as connection:
        publisher = Publisher(connection)
        for body in bodies:
            publisher.publish(parked_queue_of("counters"), body, headers={"x-attempt": 5, "x-error": "Boom"})
        publisher.settle()


def bodies(service: Service) -> list[Any]:
    with connected(service.settings.amqp_url) as connection, connection.channel() as channel:
        channel.auto_decode = False
        found = []
        while message := channel.basic_get(parked_queue_of("counters")):
            found.append(orjson.loads(message.body))
        return found


def test_a_parked_event_tells_nothing_of_a_person_who_was_erased(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, here = new_id(), new_id()
    told = [
        {"data": {"client": {"id": str(id), "name": "Eva", "phone": "+52"}, "notes": "Vino"}} for id in (gone, here)
    ]
    park(service, *(orjson.dumps(each) for each in told))
    monkeypatch.setattr(service.handlers, "erased_among", lambda ids: {gone} & set(ids))

    with service.app.app_context():
        assert [blank_parked(clock.now()), blank_parked(clock.now())] == [1, 0]

    nobody = {"id": str(gone), "name": "Persona eliminada", "phone": None}
    blank = {"data": {"client": nobody, "notes": ""}}
    assert sorted(map(str, bodies(service))) == sorted(map(str, [blank, told[1]]))
    left = parking.parked_at_broker(service.settings.amqp_url, "counters")
    assert {(each.attempts, each.error) for each in left} == {(5, "Boom")}
