"""Tasks as they are planned, changed and shown."""

from datetime import timedelta
from typing import Any

import pytest

from services.tasks.tests.people import (
    CITA,
    LLAMADA,
    MANOLO,
    NADIA,
    NOON,
    NORTH,
    OTRO,
    SALES,
    done,
    hear_of_the_house,
    planned,
    prioritized,
)
from shared import clock
from shared.ids import new_id
from shared.testing.fixtures import ANA, CENTRAL, LUIS, MARTA, NORA, NORTE, OLGA, PEOPLE, Bench


@pytest.fixture(autouse=True)
def _others_are_known(bench: Bench) -> None:
    hear_of_the_house(bench)


def shown(bench: Bench, task: dict[str, Any], by: Any = ANA, at: Any = NOON) -> dict[str, Any]:
    with clock.stopped(at):
        return bench.as_(by).get(f"/tasks/{task['id']}").json


class TestPlanning:
    @pytest.mark.requirement("T1", "T3", "T19")
    def test_an_appointment_has_what_its_form_asks_for(self, bench: Bench) -> None:
        task = planned(
            bench, description="  Cita con Manolo ", type_id=CITA, client_id=MANOLO, tags=["Suscripción", "venta"],
            planned_at="2026-03-10T10:00:00-06:00", operator_id=LUIS, team_id=SALES,
            reminders=["2026-03-10T15:00:00Z"],
        )  # fmt: skip

        assert task | {
            "description": "Cita con Manolo",
            "client": {"id": str(MANOLO), "name": "Manolo Ríos", "phone": "+525512345678"},
            "tags": ["Suscripción", "venta"],
            "planned_at": "2026-03-10T16:00:00Z", "due_on": None, "duration_minutes": 60,
            "operator": {"id": str(LUIS), "name": "Luis Vega"}, "team_id": str(SALES),
            "status": "planned", "overdue": False, "color": None, "claimed_by": None,
            "reminders": ["2026-03-10T15:00:00Z"], "conflicts": [], "parent_id": None, "root_id": task["id"],
            "created_by": {"id": str(ANA), "name": "Ana Ruiz"}, "created_at": "2026-03-09T18:00:00Z",
            "branch_id": str(CENTRAL), "version": 1,
        } == task  # fmt: skip
        assert task["type"]["name"] == "Cita"

    @pytest.mark.requirement("T13")
    def test_a_task_of_a_day_is_planned_unless_somebody_says_otherwise(self, bench: Bench) -> None:
        task = planned(bench, description="Enviar propuesta de precios", due_on="2026-03-12", client_id=MANOLO)

        assert (task["due_on"], task["planned_at"], task["status"]) == ("2026-03-12", None, "planned")
        assert (task["type"]["id"], task["duration_minutes"], task["operator"]) == (str(OTRO), 30, None)

    def test_it_answers_where_it_is_and_publishes_what_it_shows(self, bench: Bench) -> None:
        with clock.stopped(NOON):
            answer = bench.as_(ANA).post("/tasks", {"description": "Abrir", "due_on": "2026-03-10"})

        assert answer.headers["Location"] == f"/api/v1/tasks/{answer.json['id']}"
        assert answer.headers["ETag"] == '"1"'
        (event,) = bench.published("TaskPlanned")
        assert event.data | {"conflicts": []} == answer.json
        assert (event.branch_id, event.sequence) == (CENTRAL, 1)

    def test_its_length_is_the_types_unless_given(self, bench: Bench) -> None:
        assert planned(bench, type_id=LLAMADA)["duration_minutes"] == 15
        assert planned(bench, type_id=LLAMADA, duration_minutes=5)["duration_minutes"] == 5

    @pytest.mark.parametrize(
        ("by", "fields", "branch"),
        [
            (ANA, {}, CENTRAL), (NORA, {}, NORTE), (OLGA, {}, CENTRAL), (OLGA, {"client_id": NADIA}, NORTE),
            (OLGA, {"client_id": NADIA, "branch_id": CENTRAL}, CENTRAL),
        ],
    )  # fmt: skip
    def test_its_branch_is_the_clients_else_the_users_first(
        self, bench: Bench, by: Any, fields: dict[str, Any], branch: Any
    ) -> None:
        assert planned(bench, by=by, **fields)["branch_id"] == str(branch)

    @pytest.mark.requirement("T7")
    def test_any_operator_may_give_work_to_another(self, bench: Bench) -> None:
        assert planned(bench, by=LUIS, operator_id=ANA)["operator"]["name"] == "Ana Ruiz"

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"description": "   "}, "description"), ({"description": "x" * 10_001}, "description"),
            ({"planned_at": "2026-03-10T10:00:00Z"}, "planned_at"), ({"due_on": None}, "due_on"),
            ({"due_on": "10/03/2026"}, "due_on"), ({"duration_minutes": 0}, "duration_minutes"),
            ({"type_id": str(new_id())}, "type_id"), ({"client_id": str(NADIA)}, "client_id"),
            ({"operator_id": str(NORA)}, "operator_id"), ({"team_id": str(NORTH)}, "team_id"),
            ({"branch_id": str(NORTE)}, "branch_id"), ({"status": "done"}, "status"),
            ({"tags": ["x" * 61]}, "tags.0"), ({"tags": ["x"] * 21}, "tags"), ({"reminders": ["hoy"]}, "reminders.0"),
            ({"color": "red"}, "color"), ({"parent_id": str(new_id())}, "parent_id"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_planned_is_refused_by_its_field(
        self, bench: Bench, fields: dict[str, Any], field: str
    ) -> None:
        answer = bench.as_(ANA).post("/tasks", {"description": "Llamar", "due_on": "2026-03-10", **fields})

        assert answer.status_code == 422, answer.text
        assert list(answer.json["errors"]) == [field]
        assert bench.published("TaskPlanned") == []

    def test_without_a_time_it_is_no_plan(self, bench: Bench) -> None:
        answer = bench.as_(ANA).post("/tasks", {"description": "Llamar"})

        assert (answer.status_code, list(answer.json["errors"])) == (422, ["planned_at"])

    def test_whoever_left_gets_no_work(self, bench: Bench) -> None:
        bench.hear("UserUpdated", {"id": LUIS, "version": 2, "active": False, **PEOPLE[LUIS]}, 2)

        answer = bench.as_(ANA).post(
            "/tasks", {"description": "Llamar", "due_on": "2026-03-10", "operator_id": str(LUIS)}
        )

        assert list(answer.json["errors"]) == ["operator_id"]

    def test_tags_that_say_the_same_are_one(self, bench: Bench) -> None:
        assert planned(bench, tags=["Promoción", "promocion", "VIP"])["tags"] == ["Promoción", "VIP"]

    def test_the_same_key_plans_it_once(self, bench: Bench) -> None:
        body = {"description": "Una vez", "due_on": "2026-03-10", "tags": ["a"]}
        first, again = (bench.as_(ANA).post("/tasks", body, headers={"Idempotency-Key": "k1"}) for _ in range(2))

        assert first.json == again.json
        assert len(bench.published("TaskPlanned")) == 1


class TestSeeing:
    def test_a_task_of_another_branch_is_not_found(self, bench: Bench) -> None:
        theirs = planned(bench, by=NORA)["id"]

        for answer in (
            bench.as_(ANA).get(f"/tasks/{theirs}"),
            bench.as_(MARTA).patch(f"/tasks/{theirs}", {"description": "x"}),
            bench.as_(ANA).post(f"/tasks/{theirs}/claim"),
            bench.as_(ANA).post(f"/tasks/{theirs}/close", {"status": "done"}),
            bench.as_(ANA).post(f"/tasks/{theirs}/follow", {"description": "x", "due_on": "2026-03-10"}),
            bench.as_(ANA).get(f"/tasks/{theirs}/chain"),
        ):
            assert answer.status_code == 404
        assert bench.as_(OLGA).get(f"/tasks/{theirs}").status_code == 200

    def test_an_appointment_is_overdue_once_its_time_is_over(self, bench: Bench) -> None:
        task = planned(bench, planned_at="2026-03-09T18:30:00Z", duration_minutes=30)
        ends_at = NOON + timedelta(hours=1)

        assert not shown(bench, task, at=ends_at - timedelta(seconds=1))["overdue"]
        assert shown(bench, task, at=ends_at)["overdue"]

    def test_a_day_is_over_at_midnight_of_the_branch(self, bench: Bench) -> None:
        here, there = planned(bench, due_on="2026-03-09"), planned(bench, by=NORA, due_on="2026-03-09")
        midnight = NOON + timedelta(hours=12)

        assert not shown(bench, here, at=midnight - timedelta(seconds=1))["overdue"]
        assert shown(bench, here, at=midnight)["overdue"]
        assert not shown(bench, there, by=NORA, at=midnight)["overdue"]
        assert shown(bench, there, by=NORA, at=midnight + timedelta(hours=1))["overdue"]

    def test_what_was_planned_in_the_past_is_overdue_at_once_and_what_is_closed_never(self, bench: Bench) -> None:
        task = planned(bench, due_on="2026-03-01")

        assert task["overdue"]
        assert not done(bench, task)["task"]["overdue"]


class TestColors:
    @pytest.mark.requirement("T15", "T16")
    def test_a_priority_task_is_red_until_taken_charge_of_and_yellow_until_closed(self, bench: Bench) -> None:
        task = planned(bench, type_id=prioritized(bench))
        colors = [task["color"]]

        colors.append(bench.as_(LUIS).post(f"/tasks/{task['id']}/claim").json["color"])
        colors.append(bench.as_(LUIS).post(f"/tasks/{task['id']}/release").json["color"])
        colors.append(bench.as_(LUIS).post(f"/tasks/{task['id']}/claim").json["color"])
        colors.append(done(bench, task, by=LUIS)["task"]["color"])

        assert colors == ["red", "yellow", "red", "yellow", None]

    @pytest.mark.requirement("T15")
    def test_a_task_without_priority_has_no_color(self, bench: Bench) -> None:
        task = planned(bench, type_id=LLAMADA)

        assert bench.as_(LUIS).post(f"/tasks/{task['id']}/claim").json["color"] is None


class TestChanging:
    @pytest.mark.requirement("T21")
    def test_everything_that_was_planned_can_be_changed(self, bench: Bench) -> None:
        task = planned(bench, client_id=MANOLO, tags=["a"], operator_id=LUIS)
        changes = {
            "description": "Otra cosa", "type_id": str(CITA), "client_id": None, "tags": ["b"],
            "planned_at": "2026-03-11T15:00:00Z", "duration_minutes": 20, "operator_id": None, "team_id": str(SALES),
            "reminders": ["2026-03-11T14:00:00Z"],
        }  # fmt: skip

        answer = bench.as_(MARTA).patch(f"/tasks/{task['id']}", changes)

        assert answer.status_code == 200
        read = {"type": "type_id", "client": "client_id", "operator": "operator_id"}
        found = {write: (answer.json[name] or {}).get("id") for name, write in read.items()}
        assert {**answer.json, **found} | changes == {**answer.json, **found}
        assert (answer.json["due_on"], answer.json["version"]) == (None, 2)
        (event,) = bench.published("TaskUpdated")
        assert event.data | {"conflicts": []} == answer.json

    @pytest.mark.requirement("T18")
    def test_dragging_it_moves_its_reminders_along(self, bench: Bench) -> None:
        task = planned(
            bench, planned_at="2026-03-10T16:00:00Z", reminders=["2026-03-10T15:00:00Z", "2026-03-09T16:00:00Z"]
        )

        with clock.stopped(NOON):
            moved = bench.as_(ANA).patch(f"/tasks/{task['id']}", {"planned_at": "2026-03-11T17:30:00Z"}).json

        assert moved["reminders"] == ["2026-03-10T17:30:00Z", "2026-03-11T16:30:00Z"]

    def test_a_day_takes_the_place_of_an_instant_and_the_other_way_round(self, bench: Bench) -> None:
        task = planned(bench, planned_at="2026-03-10T16:00:00Z")
        caller = bench.as_(ANA)

        day = caller.patch(f"/tasks/{task['id']}", {"due_on": "2026-03-12"}).json
        assert (day["planned_at"], day["due_on"]) == (None, "2026-03-12")
        hour = caller.patch(f"/tasks/{task['id']}", {"planned_at": "2026-03-13T16:00:00Z"}).json
        assert (hour["planned_at"], hour["due_on"]) == ("2026-03-13T16:00:00Z", None)

    def test_a_change_of_nothing_changes_nothing(self, bench: Bench) -> None:
        task = planned(bench, tags=["a", "b"], reminders=["2026-03-10T15:00:00Z"], operator_id=ANA)
        same = {
            "tags": ["a", "b"],
            "reminders": ["2026-03-10T15:00:00Z"],
            "operator_id": str(ANA),
            "due_on": "2026-03-10",
        }

        for changes in (same, {}):
            assert bench.as_(ANA).patch(f"/tasks/{task['id']}", changes).json["version"] == 1
        assert bench.published("TaskUpdated") == []

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"operator_id": str(NORA)}, "operator_id"), ({"team_id": str(NORTH)}, "team_id"),
            ({"client_id": str(NADIA)}, "client_id"), ({"type_id": str(new_id())}, "type_id"),
            ({"branch_id": str(NORTE)}, "branch_id"), ({"description": ""}, "description"),
            ({"planned_at": "2026-03-10T16:00:00Z", "due_on": "2026-03-10"}, "planned_at"),
            ({"status": "done"}, "status"), ({"due_on": None}, "due_on"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_changed_is_refused_by_its_field(
        self, bench: Bench, changes: dict[str, Any], field: str
    ) -> None:
        task = planned(bench)

        answer = bench.as_(ANA).patch(f"/tasks/{task['id']}", changes)

        assert (answer.status_code, list(answer.json["errors"])) == (422, [field])

    def test_who_has_seen_an_older_version_is_told(self, bench: Bench) -> None:
        task = planned(bench)
        caller = bench.as_(ANA)
        caller.patch(f"/tasks/{task['id']}", {"description": "Dos"})

        stale = {"headers": {"If-Match": '"1"'}}
        assert caller.patch(f"/tasks/{task['id']}", {"description": "Tres"}, **stale).status_code == 412
        assert caller.post(f"/tasks/{task['id']}/close", {"status": "done"}, **stale).status_code == 412

    def test_what_is_closed_stays_as_it_is(self, bench: Bench) -> None:
        task = planned(bench)
        done(bench, task, by=LUIS)

        answer = bench.as_(ANA).patch(f"/tasks/{task['id']}", {"description": "Tarde"})

        assert (answer.status_code, answer.json["type"]) == (409, "/problems/already-closed")
        assert answer.json["by"]["name"] == "Luis Vega"
