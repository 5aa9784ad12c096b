"""News become notices: for whom, by which channels, with which text, and when not."""

import itertools
import random
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from services.notifications.models import Delivery
from services.notifications.recipients import NobodyToTell
from services.notifications.standing import Standing
from services.notifications.tests.examples import FOLLOW_UP, JUAN, MONDAY, a_follow_up, bell_of, deliveries
from shared import clock
from shared.ids import new_id
from shared.inbox import apply
from shared.testing.fixtures import ANA, CENTRAL, LUIS, MARTA, NORA, NORTE, OLGA, PEOPLE, Bench, an_event


def test_an_overdue_follow_up_rings_the_bell_of_the_person_in_charge(bench: Bench) -> None:
    with clock.stopped(MONDAY):
        bench.hear("FollowUpOverdue", a_follow_up())

    [notice] = bell_of(bench, ANA)
    assert UUID(notice.pop("id"))
    assert notice == {
        "kind": "follow-up-overdue",
        "title": "Seguimiento vencido: Juan Pérez",
        "body": "Estaba previsto para el 20/11/2026. Teléfono: +525512345678.",
        "record": {"type": "follow_up", "id": str(FOLLOW_UP)},
        "created_at": "2026-11-23T15:00:00Z",
        "read_at": None,
        "version": 1,
    }
    assert bell_of(bench, LUIS) == []


def test_an_overdue_follow_up_makes_a_delivery_for_the_bell_and_one_by_mail(bench: Bench) -> None:
    with clock.stopped(MONDAY):
        bench.hear("FollowUpOverdue", a_follow_up())

    shown = {each["channel"]: each for each in deliveries(bench)}
    assert set(shown) == {"in_app", "email"}
    mail = shown["email"]
    assert UUID(mail.pop("id"))
    assert mail == {
        "channel": "email",
        "provider": "console",
        "recipient": {"type": "user", "id": str(ANA), "name": "Ana Ruiz"},
        "recipient_address": None,
        "template": "follow-up-overdue",
        "status": "queued",
        "attempts": 0,
        "error": None,
        "provider_id": None,
        "title": "Seguimiento vencido: Juan Pérez",
        "body": "Estaba previsto para el 20/11/2026. Teléfono: +525512345678.",
        "record": {"type": "follow_up", "id": str(FOLLOW_UP)},
        "client": JUAN | {"id": str(JUAN["id"])},
        "branch_id": str(CENTRAL),
        "created_at": "2026-11-23T15:00:00Z",
        "due_at": "2026-11-23T15:00:00Z",
        "sent_at": None,
        "version": 1,
    }
    bell = shown["in_app"]
    assert (bell["provider"], bell["status"], bell["sent_at"]) == ("in_app", "sent", "2026-11-23T15:00:00Z")


def test_a_notice_in_the_bell_is_published_as_sent(bench: Bench) -> None:
    bench.hear("FollowUpOverdue", a_follow_up())

    [sent] = bench.published()
    assert (sent.type, sent.sequence, sent.branch_id) == ("NotificationSent", 1, CENTRAL)
    assert sent.data["channel"] == "in_app"
    assert sent.data["recipient"] == {"type": "user", "id": str(ANA), "name": "Ana Ruiz"}
    assert str(sent.subject) == bell_of(bench, ANA)[0]["id"]


def test_a_reminder_has_its_own_text_with_the_time_of_day(bench: Bench) -> None:
    bench.hear("FollowUpReminderDue", a_follow_up(state="today", due_on="2026-11-23", due_time="10:30"))

    [notice] = bell_of(bench, ANA)
    assert notice["kind"] == "follow-up-reminder"
    assert notice["title"] == "Recordatorio: Juan Pérez"
    assert notice["body"] == "Seguimiento para el 23/11/2026 a las 10:30. Teléfono: +525512345678."


def test_a_client_without_name_and_phone_can_be_told_of(bench: Bench) -> None:
    bench.hear("FollowUpOverdue", a_follow_up(client=JUAN | {"name": None, "phone": None}))

    [notice] = bell_of(bench, ANA)
    assert notice["title"] == "Seguimiento vencido: cliente sin nombre"
    assert notice["body"].endswith("Teléfono: sin teléfono.")


def test_without_a_person_in_charge_the_managers_of_the_branch_are_told(bench: Bench) -> None:
    bench.hear("FollowUpOverdue", a_follow_up(assigned_to=None))

    assert len(bell_of(bench, MARTA)) == 1
    assert all(bell_of(bench, each) == [] for each in (ANA, LUIS, NORA, OLGA))


def test_in_a_branch_without_managers_the_admins_are_told(bench: Bench) -> None:
    bench.hear("FollowUpOverdue", a_follow_up(assigned_to=None, branch_id=NORTE))

    assert len(bell_of(bench, OLGA)) == 1
    assert bell_of(bench, MARTA) == []


def test_when_the_person_in_charge_has_left_the_managers_are_told(bench: Bench) -> None:
    bench.hear("UserUpdated", {"id": ANA, "active": False, **PEOPLE[ANA]}, sequence=2)

    bench.hear("FollowUpOverdue", a_follow_up())

    assert len(bell_of(bench, MARTA)) == 1
    assert bell_of(bench, ANA) == []


def test_when_they_left_their_work_to_somebody_that_one_is_told(bench: Bench) -> None:
    bench.hear("WorkHandedOver", {"from_id": ANA, "to_id": LUIS})
    bench.hear("UserUpdated", {"id": ANA, "active": False, **PEOPLE[ANA]}, sequence=2)

    bench.hear("FollowUpOverdue", a_follow_up())

    assert len(bell_of(bench, LUIS)) == 1
    assert bell_of(bench, MARTA) == bell_of(bench, ANA) == []


def test_a_person_not_known_yet_is_told_all_the_same(bench: Bench) -> None:
    nobody_yet = new_id()

    bench.hear("FollowUpOverdue", a_follow_up(assigned_to={"id": nobody_yet, "name": "Rosa Díaz"}))

    assert {each["recipient"]["id"] for each in deliveries(bench)} == {str(nobody_yet)}


def test_while_nobody_is_known_the_event_is_kept_for_later(bench: Bench) -> None:
    for id in (MARTA, OLGA):
        bench.hear("UserUpdated", {"id": id, "active": False, **PEOPLE[id]}, sequence=2)
    event = an_event("FollowUpOverdue", a_follow_up(assigned_to=None))

    with pytest.raises(NobodyToTell):
        apply(bench.service, [event])
    bench.hear("UserUpdated", {"id": OLGA, "active": True, **PEOPLE[OLGA]}, sequence=3)
    apply(bench.service, [event])

    assert len(bell_of(bench, OLGA)) == 1


def test_an_event_that_comes_twice_tells_once(bench: Bench) -> None:
    event = an_event("FollowUpOverdue", a_follow_up())

    for _ in range(3):
        apply(bench.service, [event, event])

    assert len(deliveries(bench)) == 2


def test_an_event_that_the_inbox_has_forgotten_still_tells_once(bench: Bench) -> None:
    event = an_event("FollowUpOverdue", a_follow_up())
    apply(bench.service, [event])
    with bench.app.app_context():
        bench.service.db.session.execute(sa.delete(bench.service.tables.inbox))
        bench.service.db.session.commit()

    apply(bench.service, [event])

    assert len(deliveries(bench)) == 2
    assert len(bench.published("NotificationSent")) == 1


def test_announced_notices_remind_nobody_again(bench: Bench) -> None:
    bench.hear("FollowUpOverdue", a_follow_up(), announced=True)

    assert bell_of(bench, ANA) == []


ATTENDED_TO = [
    ("FollowUpCompleted", {"state": "done"}),
    ("FollowUpCancelled", {"state": "cancelled"}),
    ("FollowUpRescheduled", {"state": "upcoming", "due_on": "2026-12-01"}),
]


@pytest.mark.parametrize(("kind", "change"), ATTENDED_TO)
def test_what_was_attended_to_meanwhile_is_told_no_more(bench: Bench, kind: str, change: dict[str, str]) -> None:
    bench.hear(kind, a_follow_up(**change), sequence=2)

    bench.hear("FollowUpOverdue", a_follow_up(), sequence=1)

    assert bell_of(bench, ANA) == []
    assert {(each["channel"], each["status"]) for each in deliveries(bench)} == {
        ("in_app", "suppressed"),
        ("email", "suppressed"),
    }
    assert bench.published("NotificationSent") == []


@pytest.mark.parametrize(("kind", "change"), ATTENDED_TO)
def test_what_was_attended_to_leaves_the_bell_unless_it_was_read(
    bench: Bench, kind: str, change: dict[str, str]
) -> None:
    bench.hear("FollowUpOverdue", a_follow_up(), sequence=1)
    bench.hear("FollowUpReminderDue", a_follow_up(), sequence=1)
    [read] = [each for each in bell_of(bench, ANA) if each["kind"] == "follow-up-reminder"]
    bench.as_(ANA).post(f"/notifications/{read['id']}/read")

    bench.hear(kind, a_follow_up(**change), sequence=2)

    assert [each["id"] for each in bell_of(bench, ANA)] == [read["id"]]


@pytest.mark.parametrize(("kind", "change"), ATTENDED_TO)
@pytest.mark.parametrize("order", list(itertools.permutations((1, 2, 3))))
def test_what_is_due_on_the_same_day_again_rings_once(
    bench: Bench, kind: str, change: dict[str, str], order: tuple[int, ...]
) -> None:
    history = {
        1: ("FollowUpOverdue", a_follow_up(), 1),
        2: (kind, a_follow_up(**change), 2),
        3: ("FollowUpReopened", a_follow_up(), 3),
    }

    for step in order:
        bench.hear(*history[step])

    assert [each["kind"] for each in bell_of(bench, ANA)] == ["follow-up-overdue"]
    assert len(bench.published("NotificationSent")) == 1
    bench.sweep(datetime.now(UTC))
    assert {each["status"] for each in deliveries(bench, channel="email")} == {"sent"}


def test_mail_held_back_is_sent_when_its_day_counts_again(bench: Bench) -> None:
    bench.hear("FollowUpOverdue", a_follow_up(), sequence=1)
    bench.hear("FollowUpRescheduled", a_follow_up(due_on="2026-12-01"), sequence=2)
    bench.sweep(datetime.now(UTC))
    assert [each["status"] for each in deliveries(bench, channel="email")] == ["suppressed"]

    bench.hear("FollowUpRescheduled", a_follow_up(), sequence=3)
    bench.sweep(datetime.now(UTC))

    assert [each["status"] for each in deliveries(bench, channel="email")] == ["sent"]


def test_what_was_claimed_meanwhile_is_still_told(bench: Bench) -> None:
    bench.hear("FollowUpClaimed", a_follow_up(), sequence=2)

    bench.hear("FollowUpOverdue", a_follow_up(), sequence=1)

    assert len(bell_of(bench, ANA)) == 1


def test_a_notice_newer_than_a_late_change_is_told(bench: Bench) -> None:
    bench.hear("FollowUpOverdue", a_follow_up(), sequence=3)

    bench.hear("FollowUpRescheduled", a_follow_up(due_on="2026-11-19"), sequence=2)
    bench.hear("FollowUpReminderDue", a_follow_up(), sequence=3)

    assert len(bell_of(bench, ANA)) == 2


# What can happen to a follow-up, what the sweep says of it on the way (each day that passes once), and the days that
# the bell tells of in the end.
STORIES: dict[str, tuple[list[tuple[str, dict[str, str], int]], list[str]]] = {
    "moved away and back": (
        [
            ("FollowUpScheduled", {}, 1),
            ("FollowUpOverdue", {}, 1),
            ("FollowUpRescheduled", {"due_on": "2026-12-01", "state": "upcoming"}, 2),
            ("FollowUpRescheduled", {}, 3),
        ],
        ["2026-11-20"],
    ),
    "moved to another day that passes": (
        [
            ("FollowUpOverdue", {}, 1),
            ("FollowUpRescheduled", {"due_on": "2026-11-21"}, 2),
            ("FollowUpOverdue", {"due_on": "2026-11-21"}, 2),
            ("FollowUpClaimed", {"due_on": "2026-11-21"}, 3),
        ],
        ["2026-11-21"],
    ),
    "completed and reopened": (
        [
            ("FollowUpOverdue", {"due_on": "2026-11-18"}, 1),
            ("FollowUpRescheduled", {}, 2),
            ("FollowUpOverdue", {}, 2),
            ("FollowUpCompleted", {"state": "done"}, 3),
            ("FollowUpReopened", {}, 4),
        ],
        ["2026-11-20"],
    ),
    "reminded and cancelled": (
        [
            ("FollowUpReminderDue", {}, 1),
            ("FollowUpOverdue", {}, 1),
            ("FollowUpUpdated", {}, 2),
            ("FollowUpCancelled", {"state": "cancelled"}, 3),
        ],
        [],
    ),
}


@pytest.mark.parametrize("story", STORIES)
def test_the_end_is_the_same_in_whatever_order_and_number_the_events_come(bench: Bench, story: str) -> None:
    told, days = STORIES[story]
    chance, ends = random.Random(7), set()
    for order in itertools.permutations(range(len(told))):
        fresh = new_id()
        history = [an_event(kind, a_follow_up(id=fresh, **change), version) for kind, change, version in told]
        for index in [*order, *chance.choices(order, k=2)]:
            apply(bench.service, [history[index]])
        ends.add(_end_of(bench, fresh))

    [(bell, mail)] = ends
    assert [day for _, day in bell] == days
    assert [day for _, day in mail] == days


def _end_of(bench: Bench, follow_up_id: UUID) -> tuple[tuple[Any, ...], ...]:
    """What people are told of a follow-up in the end: in the bell, and by mail once what is queued is sent."""
    with bench.app.app_context():
        rows = bench.service.db.session.scalars(
            sa.select(Delivery).where(Delivery.record_id == follow_up_id).order_by(Delivery.due)
        ).all()
        bell = [each for each in rows if each.channel == "in_app" and each.status == "sent"]
        mail = [
            each
            for each in rows
            if each.channel == "email" and each.status == "queued" and Standing.around([each])[each.id].holds
        ]
        return tuple(tuple((each.template, each.due) for each in told) for told in (bell, mail))


def _client(**fields: Any) -> dict[str, Any]:
    """Juan, as contacts tells of him."""
    return JUAN | {"version": 1, "type": "lead", "status": "active", "branch_id": CENTRAL} | fields


ERASED = {"name": "Persona eliminada", "phone": None, "erased_at": "2026-11-23T15:00:00Z"}
EVA = {"id": UUID("01900000-0000-7000-8000-00000000e002"), "name": "Eva Sol", "phone": "+525587654321"}


@pytest.mark.parametrize("merged_first", [True, False])
def test_what_is_told_about_a_duplicate_is_about_the_client_kept(bench: Bench, merged_first: bool) -> None:
    merge = partial(
        bench.hear, "ClientsMerged", _client(**EVA, kept_id=EVA["id"], duplicate_id=JUAN["id"]), sequence=2
    )
    tell = partial(bench.hear, "FollowUpOverdue", a_follow_up())

    for each in (merge, tell) if merged_first else (tell, merge):
        each()

    assert {each["client"]["id"] for each in deliveries(bench, client_id=str(EVA["id"]))} == {str(EVA["id"])}
    assert deliveries(bench, client_id=str(JUAN["id"])) == []


@pytest.mark.parametrize("erased_first", [True, False])
def test_nothing_is_told_about_an_erased_person(bench: Bench, erased_first: bool) -> None:
    erase = partial(bench.hear, "ClientErased", _client(**ERASED), sequence=2)
    tell = partial(bench.hear, "FollowUpOverdue", a_follow_up())

    for each in (erase, tell) if erased_first else (tell, erase):
        each()

    assert "Juan" not in str(bell_of(bench, ANA)) + str(deliveries(bench))
    assert "5512345678" not in str(deliveries(bench))
    bench.sweep(MONDAY)
    assert {each["status"] for each in deliveries(bench, channel="email")} <= {"suppressed"}
