"""Closing tasks, and going on with others."""

import threading
from datetime import timedelta
from typing import Any

import pytest

from services.tasks.tests.people import (
    CITA,
    MANOLO,
    NADIA,
    NOON,
    PRESUPUESTO,
    done,
    hear_of_the_house,
    ids,
    planned,
)
from shared import clock
from shared.testing.fixtures import ANA, CENTRAL, LUIS, MARTA, NORA, NORTE, OLGA, Bench


@pytest.fixture(autouse=True)
def _others_are_known(bench: Bench) -> None:
    hear_of_the_house(bench)


def follow(bench: Bench, task: dict[str, Any], by: Any = ANA, at: Any = NOON, **fields: Any) -> Any:
    with clock.stopped(at):
        return bench.as_(by).post(
            f"/tasks/{task['id']}/follow", {"description": "Seguir", "due_on": "2026-03-12", **fields}
        )


def chain(bench: Bench, task: dict[str, Any], by: Any = ANA) -> list[dict[str, Any]]:
    return bench.as_(by).get(f"/tasks/{task['id']}/chain").json["items"]


class TestClosing:
    @pytest.mark.requirement("T4", "T11", "T14")
    @pytest.mark.parametrize("status", ["done", "cancelled"])
    def test_cerrar_keeps_who_and_when(self, bench: Bench, status: str) -> None:
        closed = done(bench, planned(bench), by=LUIS, status=status)["task"]

        assert closed["status"] == status
        assert (closed["closed_at"], closed["closed_by"]["name"]) == ("2026-03-09T18:00:00Z", "Luis Vega")
        assert (closed["outcome"], closed["closing_note"]) == (None, None)
        (event,) = bench.published("TaskClosed")
        assert event.data == closed

    @pytest.mark.requirement("T11", "T12")
    def test_cerrar_con_una_nota_keeps_what_came_of_it(self, bench: Bench) -> None:
        closed = done(bench, planned(bench), outcome="Compró", note="Anual, pagada")["task"]

        assert (closed["outcome"], closed["closing_note"]) == ("Compró", "Anual, pagada")
        assert bench.as_(ANA).get(f"/tasks/{closed['id']}").json == closed

    def test_closing_twice_tells_who_was_first_and_the_first_outcome_stays(self, bench: Bench) -> None:
        task = planned(bench)
        done(bench, task, by=LUIS, outcome="Primero")

        again = bench.as_(ANA).post(f"/tasks/{task['id']}/close", {"status": "cancelled", "outcome": "Segundo"})

        assert (again.status_code, again.json["type"]) == (409, "/problems/already-closed")
        assert (again.json["by"]["name"], again.json["at"]) == ("Luis Vega", "2026-03-09T18:00:00Z")
        assert bench.as_(ANA).get(f"/tasks/{task['id']}").json["outcome"] == "Primero"

    def test_of_two_who_close_at_once_one_does_and_makes_the_next(self, bench: Bench) -> None:
        task, answers = planned(bench), []
        body = {"status": "done", "next": {"description": "Seguir", "due_on": "2026-03-12"}}

        def close(person: Any) -> None:
            answers.append(bench.as_(person).post(f"/tasks/{task['id']}/close", body))

        threads = [threading.Thread(target=close, args=(person,)) for person in (ANA, LUIS, MARTA, OLGA)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)

        assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
        assert len(chain(bench, task)) == 2

    @pytest.mark.parametrize(
        ("closing", "field"),
        [
            ({}, "status"), ({"status": "planned"}, "status"), ({"status": "done", "by": "x"}, "by"),
            ({"status": "done", "note": "x" * 10_001}, "note"),
            ({"status": "done", "next": {"description": "x"}}, "next.planned_at"),
            ({"status": "done", "next": {"due_on": "2026-03-10"}}, "next.description"),
            ({"status": "done", "next": {"description": "x", "due_on": "2026-03-10", "operator_id": str(NORA)}},
             "next.operator_id"),
            ({"status": "done", "next": {"description": "x", "due_on": "2026-03-10", "branch_id": str(NORTE)}},
             "next.branch_id"),
            ({"status": "done", "next": {"description": "x", "due_on": "2026-03-10", "client_id": str(NADIA)}},
             "next.client_id"),
        ],
    )  # fmt: skip
    def test_a_closing_that_cannot_be_changes_nothing(self, bench: Bench, closing: Any, field: str) -> None:
        task = planned(bench)

        answer = bench.as_(ANA).post(f"/tasks/{task['id']}/close", closing)

        assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
        assert bench.as_(ANA).get(f"/tasks/{task['id']}").json["status"] == "planned"


class TestGoingOn:
    @pytest.mark.requirement("T5", "T6", "T9")
    def test_a_failed_appointment_leads_to_a_new_one_of_the_same_client(self, bench: Bench) -> None:
        task = planned(bench, description="Cita con Manolo", type_id=CITA, client_id=MANOLO, operator_id=ANA)

        answer = done(
            bench, task, status="cancelled", outcome="No vino",
            next={"description": "Otra cita", "type_id": str(CITA), "planned_at": "2026-03-12T16:00:00Z"},
        )  # fmt: skip

        following = answer["next"]
        assert (answer["task"]["status"], following["status"]) == ("cancelled", "planned")
        assert (following["parent_id"], following["root_id"]) == (task["id"], task["id"])
        assert following["client"] == task["client"]
        assert (following["operator"], following["branch_id"]) == (None, str(CENTRAL))
        assert [event.type for event in bench.published()] == ["TaskPlanned", "TaskClosed", "TaskPlanned"]

    @pytest.mark.requirement("T7")
    def test_the_next_one_may_be_somebody_elses(self, bench: Bench) -> None:
        task = planned(bench, client_id=MANOLO, operator_id=ANA)
        plan = {"description": "Presupuesto", "type_id": str(PRESUPUESTO), "due_on": "2026-03-12"}

        following = done(bench, task, next=plan | {"operator_id": str(LUIS)})["next"]

        assert (following["operator"]["name"], following["type"]["name"]) == ("Luis Vega", "Presupuesto")

    def test_the_next_one_may_be_without_the_client(self, bench: Bench) -> None:
        task = planned(bench, client_id=MANOLO)
        plan = {"description": "x", "due_on": "2026-03-12", "client_id": None}

        assert done(bench, task, next=plan)["next"]["client"] is None

    def test_without_a_next_one_there_is_none(self, bench: Bench) -> None:
        assert done(bench, planned(bench))["next"] is None
        assert done(bench, planned(bench), next=None)["next"] is None

    @pytest.mark.requirement("T5", "T9")
    def test_a_task_that_follows_leaves_this_one_open(self, bench: Bench) -> None:
        task = planned(bench, client_id=MANOLO)

        answer = follow(bench, task)

        assert answer.status_code == 201
        assert answer.headers["Location"] == f"/api/v1/tasks/{answer.json['id']}"
        assert (answer.json["parent_id"], answer.json["client"]) == (task["id"], task["client"])
        with clock.stopped(NOON):
            assert bench.as_(ANA).get(f"/tasks/{task['id']}").json | {"conflicts": []} == task

    @pytest.mark.requirement("T10")
    def test_a_task_that_has_nothing_to_do_with_it_is_in_a_thread_of_its_own(self, bench: Bench) -> None:
        task, other = planned(bench, client_id=MANOLO), planned(bench, client_id=MANOLO)

        assert (other["parent_id"], other["root_id"]) == (None, other["id"])
        assert ids(chain(bench, task)) == [task["id"]]

    @pytest.mark.requirement("T9")
    def test_what_is_closed_can_be_followed_too(self, bench: Bench) -> None:
        task = planned(bench)
        done(bench, task)

        assert follow(bench, task).status_code == 201


class TestChain:
    @pytest.mark.requirement("T5", "T8", "T12")
    def test_the_whole_thread_is_read_in_order_from_any_part(self, bench: Bench) -> None:
        root = planned(bench)
        made = [root]
        for hours, parent in ((1, 0), (2, 0), (3, 1), (4, 3)):
            made.append(follow(bench, made[parent], at=NOON + timedelta(hours=hours)).json)

        for part in made:
            assert ids(chain(bench, part)) == ids(made)
        assert [each["parent_id"] for each in chain(bench, root)] == [None, *ids([made[n] for n in (0, 0, 1, 3)])]
        assert {each["root_id"] for each in chain(bench, root)} == {root["id"]}

    def test_of_a_thread_in_two_branches_everybody_reads_what_they_may_see(self, bench: Bench) -> None:
        root = planned(bench, by=OLGA, branch_id=CENTRAL)
        theirs = follow(bench, root, by=OLGA, branch_id=str(NORTE)).json
        last = follow(bench, theirs, by=OLGA, branch_id=str(CENTRAL), at=NOON + timedelta(hours=1)).json

        assert ids(chain(bench, root)) == ids([root, last])
        assert ids(chain(bench, theirs, by=NORA)) == [theirs["id"]]
        assert ids(chain(bench, last, by=OLGA)) == ids([root, theirs, last])
