"""Whom the news about tasks reaches, when, and what takes it back."""

import itertools
import random
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from services.notifications.models import Delivery
from services.notifications.standing import Standing
from services.notifications.tests.examples import MONDAY, bell_of, deliveries, reference
from services.notifications.tests.tasks import TASK, URGENT, a_task
from shared import clock
from shared.ids import new_id
from shared.inbox import apply
from shared.testing.fixtures import ANA, CENTRAL, LUIS, MARTA, NORA, NORTE, OLGA, PEOPLE, Bench, an_event

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _monday(bench: Bench) -> Any:
    with clock.stopped(MONDAY):
        yield


def kinds(bench: Bench, user_id: UUID) -> list[str]:
    return sorted(each["kind"] for each in bell_of(bench, user_id))


def test_a_reminder_of_a_task_rings_for_its_operator(bench: Bench) -> None:
    bench.hear("TaskReminderDue", a_task())

    [notice] = bell_of(bench, ANA)
    assert notice["kind"] == "task-reminder"
    assert notice["title"] == "Recordatorio: Confirmar presupuesto"
    assert notice["body"] == ("Llamada para el 25/11/2026 a las 10:00. Cliente: Juan Pérez. Teléfono: +525512345678.")
    assert notice["record"] == {"type": "task", "id": str(TASK)}
    assert {each["channel"] for each in deliveries(bench)} == {"in_app", "email"}


def test_an_overdue_task_for_a_day_and_without_a_client_can_be_told_of(bench: Bench) -> None:
    bench.hear("TaskOverdue", a_task(planned_at=None, due_on="2026-11-20", client=None))

    [notice] = bell_of(bench, ANA)
    assert notice["title"] == "Tarea vencida: Confirmar presupuesto"
    assert notice["body"] == "Llamada prevista para el 20/11/2026. Cliente: sin cliente. Teléfono: sin teléfono."


def test_a_task_without_an_operator_is_told_to_who_has_taken_it(bench: Bench) -> None:
    bench.hear("TaskOverdue", a_task(operator=None, claimed_by=reference(LUIS)))

    assert kinds(bench, LUIS) == ["task-overdue"]
    assert kinds(bench, ANA) == []


def test_a_task_of_a_team_is_told_to_its_members_and_of_nobody_to_the_managers(bench: Bench) -> None:
    team = new_id()
    bench.hear("TeamUpdated", {"id": team, "name": "Recepción", "branch_id": CENTRAL, "member_ids": [LUIS, NORA]})

    bench.hear("TaskOverdue", a_task(operator=None, team_id=team))
    bench.hear("TaskOverdue", a_task(id=new_id(), operator=None))

    assert kinds(bench, LUIS) == ["task-overdue"]
    assert kinds(bench, MARTA) == ["task-overdue"]
    assert kinds(bench, NORA) == kinds(bench, ANA) == []


def test_a_task_that_somebody_else_assigns_rings(bench: Bench) -> None:
    bench.hear("TaskPlanned", a_task(), actor_id=LUIS)

    [notice] = bell_of(bench, ANA)
    assert notice["title"] == "Tarea nueva: Confirmar presupuesto"
    assert notice["body"].startswith("Luis Vega se la asignó.")


def test_a_task_of_ones_own_does_not_ring(bench: Bench) -> None:
    bench.hear("TaskPlanned", a_task(), actor_id=ANA)
    bench.hear("TaskUpdated", a_task(description="Otra"), sequence=2, actor_id=LUIS)

    assert bell_of(bench, ANA) == []


def test_a_task_given_on_rings_for_the_next_and_leaves_the_bell_of_the_first(bench: Bench) -> None:
    bench.hear("TaskPlanned", a_task(), actor_id=MARTA)
    bench.hear("TaskUpdated", a_task(operator=reference(LUIS)), sequence=2, actor_id=MARTA)

    assert kinds(bench, LUIS) == ["task-assigned"]
    assert kinds(bench, ANA) == []


def test_an_urgent_task_that_nobody_takes_is_told_to_everybody_after_a_quarter_of_an_hour(bench: Bench) -> None:
    bench.hear("TaskPlanned", a_task(type=URGENT, operator=None), actor_id=ANA)

    bench.sweep(MONDAY + 14 * MINUTE)
    early = [kinds(bench, each) for each in (ANA, LUIS, MARTA)]
    bench.sweep(MONDAY + 15 * MINUTE)

    assert early == [[], [], []]
    assert [kinds(bench, each) for each in (ANA, LUIS, MARTA)] == [["task-unclaimed"]] * 3
    assert kinds(bench, NORA) == kinds(bench, OLGA) == []
    assert len(bench.published("NotificationSent")) == 3


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("TaskClaimed", {"claimed_by": reference(LUIS)}),
        ("TaskUpdated", {"operator": reference(LUIS)}),
        ("TaskUpdated", {"type": URGENT | {"priority": False}}),
        ("TaskClosed", {"status": "cancelled"}),
    ],
)
def test_an_urgent_task_that_was_taken_in_time_is_not_told_of(
    bench: Bench, kind: str, change: dict[str, Any]
) -> None:
    bench.hear("TaskPlanned", a_task(type=URGENT, operator=None), actor_id=ANA)
    bench.hear(kind, a_task(**{"type": URGENT, "operator": None, **change}), sequence=2, actor_id=LUIS)

    bench.sweep(MONDAY + 15 * MINUTE)

    assert kinds(bench, ANA) == kinds(bench, LUIS) == []


def test_an_urgent_task_that_is_released_again_is_told_of(bench: Bench) -> None:
    urgent = a_task(type=URGENT, operator=None)
    bench.hear("TaskPlanned", urgent, actor_id=ANA)
    bench.hear("TaskClaimed", urgent | {"claimed_by": reference(LUIS)}, sequence=2)
    bench.sweep(MONDAY + 20 * MINUTE)

    with clock.stopped(MONDAY + 21 * MINUTE):
        bench.hear("TaskReleased", urgent, sequence=3)

    assert kinds(bench, ANA) == ["task-unclaimed"]


def test_announced_tasks_are_told_to_nobody(bench: Bench) -> None:
    bench.hear("TaskPlanned", a_task(type=URGENT, operator=None), announced=True)
    bench.hear("TaskUpdated", a_task(id=new_id()), announced=True, actor_id=LUIS)

    bench.sweep(MONDAY + timedelta(days=3))

    assert {each["template"] for each in deliveries(bench, upcoming=True)} <= {"digest"}


def test_of_another_branch_only_its_own_people_are_told(bench: Bench) -> None:
    bench.hear("TaskPlanned", a_task(type=URGENT, operator=None, branch_id=NORTE), actor_id=NORA)

    bench.sweep(MONDAY + 15 * MINUTE)

    assert kinds(bench, NORA) == ["task-unclaimed"]
    assert kinds(bench, ANA) == kinds(bench, MARTA) == []


def test_who_has_left_is_not_told(bench: Bench) -> None:
    bench.hear("TaskPlanned", a_task(type=URGENT, operator=None), actor_id=LUIS)
    bench.hear("UserUpdated", {"id": ANA, "active": False, **PEOPLE[ANA]}, sequence=2)

    bench.sweep(MONDAY + 15 * MINUTE)

    assert kinds(bench, ANA) == []
    assert kinds(bench, LUIS) == ["task-unclaimed"]


# --- in any order -----------------------------------------------------------------------------------------

FREE: dict[str, Any] = {"type": URGENT, "operator": None}
THURSDAY = {"planned_at": "2026-11-26T16:00:00Z"}
STORIES: dict[str, list[tuple[str, dict[str, Any], UUID]]] = {
    "planned by somebody else, given on and back": [
        ("TaskPlanned", {}, MARTA),
        ("TaskUpdated", {"operator": reference(LUIS)}, ANA),
        ("TaskUpdated", {}, MARTA),
        ("TaskUpdated", {"description": "Otra"}, LUIS),
    ],
    "one's own, changed by others": [
        ("TaskPlanned", {}, ANA),
        ("TaskUpdated", {"description": "Otra"}, LUIS),
        ("TaskClaimed", {"claimed_by": reference(LUIS)}, LUIS),
        ("TaskReleased", {}, LUIS),
    ],
    "urgent, claimed and released": [
        ("TaskPlanned", FREE, ANA),
        ("TaskClaimed", FREE | {"claimed_by": reference(LUIS)}, LUIS),
        ("TaskReleased", FREE, LUIS),
    ],
    "urgent, given to somebody": [
        ("TaskPlanned", FREE, ANA),
        ("TaskUpdated", FREE | {"description": "Otra"}, ANA),
        ("TaskUpdated", FREE | {"operator": reference(LUIS)}, ANA),
    ],
    "closed in the end": [
        ("TaskPlanned", {}, MARTA),
        ("TaskOverdue", {}, ANA),
        ("TaskUpdated", THURSDAY, ANA),
        ("TaskClosed", {"status": "done"} | THURSDAY, ANA),
    ],
}
# Notices make no version of their own.
NOTICES = {"TaskOverdue", "TaskReminderDue"}


@pytest.mark.parametrize("story", STORIES)
def test_the_end_is_the_same_in_whatever_order_and_number_the_events_come(bench: Bench, story: str) -> None:
    chance, ends = random.Random(7), set()
    for order in itertools.permutations(range(len(STORIES[story]))):
        fresh = new_id()
        history = list(_history(story, fresh))
        for index in [*order, *chance.choices(order, k=2)]:
            apply(bench.service, [history[index]])
        ends.add(_end_of(bench, fresh))

    assert len(ends) == 1


def test_in_the_right_order_it_is_told_as_it_should_be(bench: Bench) -> None:
    wanted = {
        "planned by somebody else, given on and back": {("task-assigned", ANA)},
        "one's own, changed by others": set(),
        "urgent, claimed and released": {("task-unclaimed", each) for each in (ANA, LUIS, MARTA)},
        "urgent, given to somebody": {("task-assigned", LUIS)},
        "closed in the end": set(),
    }
    for story, told in wanted.items():
        fresh = new_id()
        apply(bench.service, list(_history(story, fresh)))

        assert {(template, recipient) for template, recipient, _ in _end_of(bench, fresh)} == told, story


def _history(story: str, task_id: UUID) -> Any:
    version = 0
    for kind, change, actor in STORIES[story]:
        version += kind not in NOTICES
        yield an_event(kind, a_task(id=task_id, **change), version, actor_id=actor)


def _end_of(bench: Bench, task_id: UUID) -> tuple[tuple[str, UUID, str], ...]:
    """What people are told of a task in the end: in the bell, and once what waits is due."""
    with bench.app.app_context():
        rows = bench.service.db.session.scalars(
            sa.select(Delivery)
            .where(Delivery.record_id == task_id)
            .order_by(Delivery.occasion, Delivery.recipient_id)
        ).all()
        told = [
            each
            for each in rows
            if each.status == "sent" or (each.status == "queued" and Standing.around([each])[each.id].holds)
        ]
        return tuple((each.template, each.recipient_id, each.due) for each in told)
