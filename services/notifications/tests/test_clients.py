"""Clients are reminded of their appointments: in time, once, only by the channels they have agreed to."""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.notifications.channels import DeliveryError
from services.notifications.models import Delivery
from services.notifications.preparing import MOST_A_DAY
from services.notifications.tests.examples import JUAN, MONDAY, Provider, a_client, deliveries
from services.notifications.tests.tasks import CALL, a_task, an_appointment
from shared import clock
from shared.ids import new_id
from shared.inbox import apply
from shared.testing.fixtures import ANA, CENTRAL, Bench, an_event

HOUR = timedelta(hours=1)
# The appointment is on Wednesday at 10:00 in Mexico City.
WEDNESDAY = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
THURSDAY = {"planned_at": "2026-11-26T16:00:00Z"}


@pytest.fixture(autouse=True)
def _monday(bench: Bench) -> Iterator[None]:
    with clock.stopped(MONDAY):
        bench.hear("ClientCreated", a_client())
        bench.as_(ANA).put("/preferences", {"digest_at": None})
        yield


@pytest.fixture
def providers(bench: Bench) -> dict[str, Provider]:
    """Providers outside, by channel."""
    found = {name: Provider() for name in ("email", "sms", "whatsapp")}
    bench.app.extensions["channels"].update(found)
    return found


def agree(bench: Bench, *channels: str) -> None:
    answer = bench.as_(ANA).put(f"/consents/{JUAN['id']}", dict.fromkeys(channels, "granted"))
    assert answer.status_code == 200, answer.text


def plan(bench: Bench, **changes: Any) -> None:
    bench.hear("TaskPlanned", an_appointment(**changes), actor_id=ANA)


def sent(providers: dict[str, Provider]) -> dict[str, int]:
    return {name: len(each.asked) for name, each in providers.items() if each.asked}


def to_juan(bench: Bench, **params: Any) -> list[dict[str, Any]]:
    return deliveries(bench, client_id=str(JUAN["id"]), upcoming=True, **params)


def test_a_client_is_reminded_a_day_and_two_hours_before(bench: Bench, providers: dict[str, Provider]) -> None:
    agree(bench, "whatsapp", "sms")
    plan(bench)

    counts = []
    for at in (WEDNESDAY - 25 * HOUR, WEDNESDAY - 24 * HOUR, WEDNESDAY - 3 * HOUR, WEDNESDAY - 2 * HOUR, WEDNESDAY):
        bench.sweep(at)
        counts.append(len(providers["whatsapp"].asked))

    assert counts == [0, 1, 1, 2, 2]
    message = providers["whatsapp"].asked[0]
    assert message.address == JUAN["phone"]
    assert message.title == "Recordatorio de su cita"
    assert message.body.startswith(
        "Hola, Juan Pérez. Le recordamos su cita (Cita) en Central: 25/11/2026, a las 10:00."
    )
    assert sent(providers) == {"whatsapp": 2}


def test_an_approved_template_gets_its_name_and_the_variables_in_their_order(bench: Bench) -> None:
    agree(bench, "whatsapp")
    plan(bench)

    with bench.app.app_context():
        rows = bench.service.db.session.query(Delivery).filter_by(channel="whatsapp").all()
        assert {each.whatsapp_name for each in rows} == {"appointment_reminder"}
        assert rows[0].parameters == ["Juan Pérez", "Cita", "Central", "25/11/2026", "10:00"]


def test_the_delivery_is_the_clients_own(bench: Bench) -> None:
    agree(bench, "whatsapp")
    plan(bench)
    bench.sweep(WEDNESDAY - 2 * HOUR)

    [first, _] = to_juan(bench, status="sent")
    assert first["recipient"] == {"type": "client", "id": str(JUAN["id"]), "name": "Juan Pérez"}
    assert first["recipient_address"] == "***78"
    assert first["client"]["id"] == str(JUAN["id"])


def test_an_announced_appointment_is_reminded_of_in_what_is_still_to_come(
    bench: Bench, providers: dict[str, Provider]
) -> None:
    """As after all that notifications knew was lost."""
    agree(bench, "whatsapp")

    with clock.stopped(WEDNESDAY - 20 * HOUR):
        bench.hear("TaskUpdated", an_appointment(), announced=True)
    bench.sweep(WEDNESDAY - 3 * HOUR)
    assert sent(providers) == {}
    bench.sweep(WEDNESDAY - 2 * HOUR)

    assert sent(providers) == {"whatsapp": 1}


def test_an_appointment_announced_again_is_told_once(bench: Bench, providers: dict[str, Provider]) -> None:
    agree(bench, "whatsapp")
    plan(bench)

    bench.hear("TaskUpdated", an_appointment(), announced=True)
    bench.sweep(WEDNESDAY - 24 * HOUR)

    assert sent(providers) == {"whatsapp": 1}


def test_what_is_past_when_it_is_planned_is_not_told(bench: Bench, providers: dict[str, Provider]) -> None:
    agree(bench, "whatsapp")
    plan(bench, planned_at="2026-11-23T20:00:00Z")

    bench.sweep(MONDAY + 3 * HOUR)

    assert sent(providers) == {"whatsapp": 1}


def test_without_consent_nothing_goes_out_and_everybody_can_see_why(
    bench: Bench, providers: dict[str, Provider]
) -> None:
    plan(bench)

    for hours in (24, 23, 2, 1):
        bench.sweep(WEDNESDAY - hours * HOUR)

    assert sent(providers) == {}
    assert {(each["channel"], each["status"], each["error"]) for each in to_juan(bench)} == {
        (channel, "suppressed", "El cliente no ha dado permiso para este canal.")
        for channel in ("whatsapp", "sms", "email")
    }


@pytest.mark.parametrize(
    ("agreed", "used"),
    [(("whatsapp", "sms", "email"), "whatsapp"), (("sms", "email"), "sms"), (("email",), "email")],
)
def test_the_next_channel_that_is_agreed_to_is_used(
    bench: Bench, providers: dict[str, Provider], agreed: tuple[str, ...], used: str
) -> None:
    agree(bench, *agreed)
    plan(bench)

    bench.sweep(WEDNESDAY - 24 * HOUR)

    assert sent(providers) == {used: 1}


def test_a_client_without_a_phone_is_written_to(bench: Bench, providers: dict[str, Provider]) -> None:
    bench.hear("ClientUpdated", a_client(phone=None), sequence=2)
    agree(bench, "whatsapp", "sms", "email")
    plan(bench)

    bench.sweep(WEDNESDAY - 24 * HOUR)

    assert sent(providers) == {"email": 1}
    assert providers["email"].asked[0].address == "juan@perez.example"


def test_what_a_provider_refuses_for_good_goes_by_the_next_channel(
    bench: Bench, providers: dict[str, Provider]
) -> None:
    agree(bench, "whatsapp", "email")
    providers["whatsapp"].errors = [DeliveryError("unexpected", permanent=True)]
    plan(bench)

    bench.sweep(WEDNESDAY - 24 * HOUR)

    assert sent(providers) == {"whatsapp": 1, "email": 1}
    assert {each["channel"]: each["status"] for each in to_juan(bench) if each["status"] != "queued"} == {
        "whatsapp": "failed",
        "sms": "suppressed",
        "email": "sent",
    }


def test_a_delivery_falls_back_once_however_often_it_is_asked(bench: Bench) -> None:
    agree(bench, "sms")
    plan(bench)
    bench.sweep(WEDNESDAY - 24 * HOUR)

    with bench.app.app_context():
        rows = bench.service.db.session.query(Delivery).filter_by(channel="whatsapp", status="suppressed").all()
        for each in rows * 2:
            each.fall_back(WEDNESDAY)
        bench.service.db.session.commit()

    assert len(to_juan(bench, channel="sms")) == 1


def test_what_only_goes_to_the_log_does_not_come_before_what_is_sent(bench: Bench) -> None:
    provider = Provider()
    bench.app.extensions["channels"]["email"] = provider
    agree(bench, "whatsapp", "email")
    plan(bench)

    bench.sweep(WEDNESDAY - 24 * HOUR)

    assert len(provider.asked) == 1
    assert to_juan(bench, channel="whatsapp") == []


MOVED = [
    ("TaskUpdated", {"planned_at": "2026-11-27T16:00:00Z"}),
    ("TaskUpdated", {"type": CALL}),
    ("TaskUpdated", {"client": None}),
    ("TaskUpdated", {"client": JUAN | {"id": new_id(), "name": "Eva"}}),
    ("TaskClosed", {"status": "cancelled"}),
    ("TaskClosed", {"status": "done"}),
]


@pytest.mark.parametrize(("kind", "change"), MOVED)
def test_of_what_was_moved_or_closed_nobody_is_reminded(
    bench: Bench, providers: dict[str, Provider], kind: str, change: dict[str, Any]
) -> None:
    agree(bench, "whatsapp")
    plan(bench)
    bench.hear(kind, an_appointment(**change), sequence=2)

    for hours in (24, 2):
        bench.sweep(WEDNESDAY - hours * HOUR)

    assert sent(providers) == {}


def test_an_appointment_that_was_moved_is_reminded_of_for_its_new_time(
    bench: Bench, providers: dict[str, Provider]
) -> None:
    agree(bench, "whatsapp")
    plan(bench)
    bench.hear("TaskUpdated", an_appointment(**THURSDAY), sequence=2)

    for hours in (24, 2, 0, -22):
        bench.sweep(WEDNESDAY - hours * HOUR)

    assert [("26/11/2026" in each.body) for each in providers["whatsapp"].asked] == [True, True]


def test_a_task_of_another_type_reminds_no_client(bench: Bench, providers: dict[str, Provider]) -> None:
    agree(bench, "whatsapp")
    bench.hear("TaskPlanned", a_task(), actor_id=ANA)

    bench.sweep(WEDNESDAY - HOUR)

    assert sent(providers) == {}


def test_a_reminder_that_comes_too_late_is_of_no_use(bench: Bench, providers: dict[str, Provider]) -> None:
    agree(bench, "whatsapp")
    plan(bench)

    bench.sweep(WEDNESDAY)

    assert sent(providers) == {}
    assert {each["error"] for each in to_juan(bench)} == {"Ya no servía: pasó el momento."}


def test_a_consent_revoked_in_the_meantime_counts(bench: Bench, providers: dict[str, Provider]) -> None:
    agree(bench, "whatsapp")
    plan(bench)
    bench.sweep(WEDNESDAY - 24 * HOUR)
    bench.as_(ANA).put(f"/consents/{JUAN['id']}", {"whatsapp": "revoked"})

    bench.sweep(WEDNESDAY - 2 * HOUR)

    assert sent(providers) == {"whatsapp": 1}


def test_a_client_gets_only_so_many_messages_a_day(bench: Bench, providers: dict[str, Provider]) -> None:
    agree(bench, "whatsapp", "sms")
    for _ in range(20):
        plan(bench, id=new_id())

    bench.sweep(WEDNESDAY - 24 * HOUR)
    today = sent(providers)
    plan(bench, id=new_id(), **THURSDAY)
    bench.sweep(WEDNESDAY)

    assert today == {"whatsapp": MOST_A_DAY}
    held_back = to_juan(bench, status="suppressed", limit=200)
    assert {each["error"] for each in held_back} >= {
        "El cliente ya recibió todos los mensajes que se le pueden enviar en un día."
    }
    assert sent(providers) == {"whatsapp": MOST_A_DAY + 1}


def test_an_erased_client_gets_nothing(bench: Bench, providers: dict[str, Provider]) -> None:
    agree(bench, "whatsapp")
    plan(bench)
    gone = a_client(name="Persona eliminada", phone=None, email=None, erased_at="2026-11-23T15:00:00Z")
    bench.hear("ClientErased", gone, sequence=2)
    plan(bench, id=new_id())

    bench.sweep(WEDNESDAY - HOUR)

    assert sent(providers) == {}
    assert "Juan" not in str(to_juan(bench))


EVA = {"id": UUID("01900000-0000-7000-8000-00000000e002"), "name": "Eva Sol", "phone": "+525587654321"}


def test_the_appointment_of_a_duplicate_reminds_the_client_kept(bench: Bench, providers: dict[str, Provider]) -> None:
    bench.hear("ClientCreated", a_client(**EVA))
    agree(bench, "whatsapp")
    plan(bench)

    bench.hear("ClientsMerged", a_client(**EVA, kept_id=EVA["id"], duplicate_id=JUAN["id"]), sequence=2)
    bench.sweep(WEDNESDAY - 24 * HOUR)

    assert [each.address for each in providers["whatsapp"].asked] == [EVA["phone"]]


@pytest.mark.parametrize("agreed", [JUAN, EVA])
def test_an_appointment_given_to_the_client_kept_before_the_merge_reminds_them_once(
    bench: Bench, providers: dict[str, Provider], agreed: dict[str, Any]
) -> None:
    bench.hear("ClientCreated", a_client(**EVA))
    bench.as_(ANA).put(f"/consents/{agreed['id']}", {"whatsapp": "granted"})
    plan(bench)
    bench.hear("TaskUpdated", an_appointment(client=EVA), sequence=2, actor_id=ANA)

    bench.hear("ClientsMerged", a_client(**EVA, kept_id=EVA["id"], duplicate_id=JUAN["id"]), sequence=2)
    for hours in (24, 2):
        bench.sweep(WEDNESDAY - hours * HOUR)

    assert [each.address for each in providers["whatsapp"].asked] == [EVA["phone"]] * 2


HISTORY = [
    ("TaskPlanned", {}, 1),
    ("TaskUpdated", THURSDAY, 2),
    ("TaskUpdated", {}, 3),
    ("TaskUpdated", {"description": "Otra"}, 4),
]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_in_whatever_order_the_events_come_each_reminder_goes_out_once(
    bench: Bench, providers: dict[str, Provider], order: tuple[int, ...]
) -> None:
    agree(bench, "whatsapp")
    events = [an_event(kind, an_appointment(**change), version, actor_id=ANA) for kind, change, version in HISTORY]

    for index in [*order, *order[:2]]:
        apply(bench.service, [events[index]])
    for hours in (24, 2, 0, -22):
        bench.sweep(WEDNESDAY - hours * HOUR)

    assert ["25/11/2026" in each.body for each in providers["whatsapp"].asked] == [True, True]


def test_the_branch_of_the_client_is_the_reminders(bench: Bench) -> None:
    agree(bench, "whatsapp")
    plan(bench)

    assert {each["branch_id"] for each in to_juan(bench)} == {str(CENTRAL)}
