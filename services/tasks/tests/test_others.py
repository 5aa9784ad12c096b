"""What becomes of tasks and notes when others have news."""

from typing import Any
from uuid import UUID

import pytest
from flask import Flask, jsonify

from services.tasks.models.task import Task
from services.tasks.tests.people import (
    MANOLO,
    NADIA,
    NOON,
    SALES,
    a_client,
    a_team,
    done,
    hear_of_the_house,
    ids,
    planned,
)
from shared import clock
from shared.ids import new_id
from shared.testing.fixtures import ANA, CENTRAL, LUIS, MARTA, NORTE, OLGA, PEOPLE, Bench
from shared.testing.halfway import ON_POSTGRESQL, halfway

MANOLO_AGAIN = new_id()


@pytest.fixture(autouse=True)
def _others_are_known(bench: Bench) -> None:
    hear_of_the_house(bench)


def shown(bench: Bench, task: dict[str, Any]) -> dict[str, Any]:
    return bench.as_(OLGA).get(f"/tasks/{task['id']}").json


def answered(bench: Bench, task: dict[str, Any], intent: str | None, written_at: str, by: UUID = MANOLO) -> None:
    """Let a client write something in answer to a reminder of a task."""
    said = {"client": {"id": by}, "answers": {"type": "task", "id": task["id"]}, "intent": intent}
    bench.hear("MessageReceived", {"id": new_id(), "written_at": written_at, **said})


def noted(bench: Bench, client: Any) -> dict[str, Any]:
    answer = bench.as_(OLGA).post("/history", {"text": "Vino con su madre", "client_id": str(client)})
    assert answer.status_code == 201
    return answer.json


class TestNews:
    @pytest.mark.requirement("T19")
    def test_a_task_shows_the_client_under_their_present_name(self, bench: Bench) -> None:
        task = planned(bench, client_id=MANOLO)

        bench.hear("ClientUpdated", a_client(name="Manuel Ríos Paz", version=2), 2)
        bench.hear("ClientUpdated", a_client(name="Manolo", version=1), 1)

        assert shown(bench, task)["client"]["name"] == "Manuel Ríos Paz"

    def test_what_the_client_answered_to_a_reminder_is_shown(self, bench: Bench) -> None:
        task = planned(bench, client_id=MANOLO)

        answered(bench, task, "confirmed", "2026-11-20T10:00:00Z")
        answered(bench, task, "cancelled", "2026-11-20T11:00:00Z")
        answered(bench, task, "confirmed", "2026-11-20T10:30:00Z")
        answered(bench, task, None, "2026-11-20T12:00:00Z")

        said = shown(bench, task)
        assert (said["client_answer"], said["client_answered_at"]) == ("cancelled", "2026-11-20T11:00:00Z")
        assert len(bench.published("TaskUpdated")) == 2

    def test_an_answer_holds_for_the_time_that_it_was_about(self, bench: Bench) -> None:
        task = planned(bench, client_id=MANOLO, planned_at="2026-12-01T16:00:00Z")
        answered(bench, task, "confirmed", "2026-11-20T10:00:00Z")

        bench.as_(OLGA).patch(f"/tasks/{task['id']}", {"planned_at": "2026-12-02T16:00:00Z"})

        assert shown(bench, task)["client_answer"] is None

    def test_an_answer_is_that_of_the_client_whom_the_task_is_with(self, bench: Bench) -> None:
        nora = new_id()
        bench.hear("ClientCreated", a_client(nora, "Nora Gil"))
        task = planned(bench, client_id=MANOLO)
        answered(bench, task, "confirmed", "2026-11-20T10:00:00Z")

        bench.as_(OLGA).patch(f"/tasks/{task['id']}", {"client_id": str(nora)})
        assert shown(bench, task)["client_answer"] is None
        answered(bench, task, "cancelled", "2026-11-20T11:00:00Z")
        assert shown(bench, task)["client_answer"] is None
        answered(bench, task, "confirmed", "2026-11-20T12:00:00Z", by=nora)
        assert shown(bench, task)["client_answer"] == "confirmed"

    def test_what_a_duplicate_answers_counts_for_the_client_kept(self, bench: Bench) -> None:
        task = planned(bench, client_id=MANOLO)
        merged = a_client(MANOLO, version=2) | {"kept_id": MANOLO, "duplicate_id": MANOLO_AGAIN}
        bench.hear("ClientsMerged", merged, 2)

        answered(bench, task, "confirmed", "2026-11-20T10:00:00Z", by=MANOLO_AGAIN)

        assert shown(bench, task)["client_answer"] == "confirmed"

    def test_a_team_formed_a_moment_ago_is_asked_of_identity(self, bench: Bench) -> None:
        team_id, identity = new_id(), Flask("identity")
        team = {"id": str(team_id), "version": 1, "name": "Nuevo", "branch_id": str(CENTRAL), "member_ids": []}
        identity.get("/api/v1/teams/<id>")(lambda **_: jsonify(team))
        bench.reach("identity", identity)

        assert planned(bench, team_id=team_id)["team_id"] == str(team_id)

    def test_a_client_made_a_moment_ago_is_asked_of_contacts(self, bench: Bench) -> None:
        contacts, client_id = Flask("contacts"), new_id()
        contacts.get("/api/v1/clients/<id>")(lambda **_: jsonify(a_client(client_id, "Recién llegada")))
        bench.reach("contacts", contacts)

        assert planned(bench, client_id=client_id)["client"]["name"] == "Recién llegada"

    def test_without_contacts_a_client_not_known_yet_is_no_mistake_of_the_caller(self, bench: Bench) -> None:
        body = {"description": "x", "due_on": "2026-03-10", "client_id": str(new_id())}

        answer = bench.as_(ANA).post("/tasks", body)

        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
        assert bench.published("TaskPlanned") == []

    def test_a_team_is_of_one_branch(self, bench: Bench) -> None:
        bench.hear("TeamUpdated", a_team(branch_id=NORTE) | {"version": 2}, 2)

        body = {"description": "x", "due_on": "2026-03-10", "team_id": str(SALES)}
        assert list(bench.as_(ANA).post("/tasks", body).json["errors"]) == ["team_id"]


class TestMerging:
    def merge(self, bench: Bench) -> None:
        merged = {"kept_id": MANOLO, "duplicate_id": MANOLO_AGAIN, **a_client(version=2)}
        bench.hear("ClientsMerged", merged, 2)

    def test_tasks_and_notes_of_the_duplicate_are_the_kept_ones(self, bench: Bench) -> None:
        bench.hear("ClientCreated", a_client(MANOLO_AGAIN, "Manolo R."))
        task, closed = planned(bench, client_id=MANOLO_AGAIN), planned(bench, client_id=MANOLO_AGAIN)
        done(bench, closed)
        note = noted(bench, MANOLO_AGAIN)

        self.merge(bench)

        caller = bench.as_(ANA)
        assert set(ids(caller.get("/tasks", client_id=str(MANOLO)))) == {task["id"], closed["id"]}
        assert ids(caller.get("/history", client_id=str(MANOLO))) == [note["id"]]
        moved = {event.subject: event for event in bench.published("TaskUpdated")}
        assert {str(id) for id in moved} == {task["id"], closed["id"]}
        assert all(event.data["client"]["id"] == str(MANOLO) for event in moved.values())
        assert shown(bench, task)["version"] == 2

    def test_what_is_planned_for_a_duplicate_is_for_the_kept_one(self, bench: Bench) -> None:
        bench.hear("ClientCreated", a_client(MANOLO_AGAIN, "Manolo R."))
        self.merge(bench)

        assert planned(bench, client_id=MANOLO_AGAIN)["client"]["id"] == str(MANOLO)
        assert noted(bench, MANOLO_AGAIN)["client"]["id"] == str(MANOLO)
        other = planned(bench)
        changed = bench.as_(ANA).patch(f"/tasks/{other['id']}", {"client_id": str(MANOLO_AGAIN)})
        assert changed.json["client"]["id"] == str(MANOLO)


class TestErasing:
    def erase(self, bench: Bench) -> None:
        gone = a_client(name="Persona eliminada", phone=None, version=2, erased_at="2026-03-09T18:00:00Z")
        bench.hear("ClientErased", gone, 2)

    def test_what_was_written_is_gone_and_days_and_chains_stay(self, bench: Bench) -> None:
        task = planned(bench, client_id=MANOLO, description="Debe dinero", tags=["moroso"])
        following = done(
            bench, task, outcome="Pagó", note="En efectivo",
            next={"description": "Darle las gracias", "due_on": "2026-03-12"},
        )["next"]  # fmt: skip
        note, other = noted(bench, MANOLO), noted(bench, NADIA)

        self.erase(bench)

        closed, still_open = shown(bench, task), shown(bench, following)
        assert (closed["description"], closed["tags"], closed["outcome"], closed["closing_note"]) == ("", [], "", "")
        assert still_open | {"description": "", "due_on": "2026-03-12", "parent_id": task["id"]} == still_open
        assert (closed["client"]["id"], closed["client"]["phone"]) == (str(MANOLO), None)
        caller = bench.as_(OLGA)
        assert ids(caller.get("/tasks", tag="moroso")) == ids(caller.get("/tasks", q="dinero")) == []
        texts = {each["id"]: each["text"] for each in caller.get("/history").json["items"]}
        assert texts == {note["id"]: "", other["id"]: "Vino con su madre"}
        assert {str(event.subject) for event in bench.published("TaskUpdated")} == {task["id"], following["id"]}

    def test_nothing_new_is_written_about_them_but_what_is_open_can_be_closed(self, bench: Bench) -> None:
        task = planned(bench, client_id=MANOLO)
        self.erase(bench)
        caller, plan = bench.as_(ANA), {"description": "x", "due_on": "2026-03-12"}

        for answer in (
            caller.post("/tasks", plan | {"client_id": str(MANOLO)}),
            caller.post("/history", {"text": "x", "client_id": str(MANOLO)}),
            caller.patch(f"/tasks/{task['id']}", {"description": "Debe dinero"}),
            caller.post(f"/tasks/{task['id']}/close", {"status": "done", "note": "Pagó"}),
            caller.post(f"/tasks/{task['id']}/follow", plan),
            caller.post("/history", {"text": "Volvió a llamar", "task_id": task["id"]}),
            caller.post("/history", {"text": "Volvió a llamar", "task_id": task["id"], "client_id": None}),
        ):
            assert (answer.status_code, answer.json["type"]) == (409, "/problems/person-erased")
        assert done(bench, task)["task"]["status"] == "done"

    @ON_POSTGRESQL
    def test_tags_that_are_given_meanwhile_are_gone(self, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
        task = planned(bench, client_id=MANOLO)

        with halfway(bench, monkeypatch, Task, "change", lambda: self.erase(bench)):
            assert bench.as_(ANA).patch(f"/tasks/{task['id']}", {"tags": ["Evangelina"]}).status_code == 200

        assert shown(bench, task)["tags"] == []
        assert ids(bench.as_(OLGA).get("/tasks", tag="Evangelina")) == []


class TestHandingOver:
    def hand_over(self, bench: Bench) -> None:
        bench.hear("WorkHandedOver", {"id": LUIS, "from_id": LUIS, "to_id": ANA}, 1)

    def test_open_tasks_go_to_the_other_and_closed_ones_stay(self, bench: Bench) -> None:
        waiting, mine = planned(bench, operator_id=LUIS), planned(bench, operator_id=MARTA)
        closed = planned(bench, operator_id=LUIS)
        done(bench, closed)

        self.hand_over(bench)

        operators = [shown(bench, each)["operator"]["name"] for each in (waiting, mine, closed)]
        assert operators == ["Ana Ruiz", "Marta Gil", "Luis Vega"]
        (event,) = bench.published("TaskUpdated")
        assert (str(event.subject), event.data["operator"]["id"]) == (waiting["id"], str(ANA))

    def test_what_they_had_taken_charge_of_is_for_anybody_to_take(self, bench: Bench) -> None:
        task = planned(bench, operator_id=MARTA)
        with clock.stopped(NOON):
            bench.as_(LUIS).post(f"/tasks/{task['id']}/claim")

        self.hand_over(bench)

        after = shown(bench, task)
        assert (after["claimed_by"], after["claimed_at"], after["operator"]["name"]) == (None, None, "Marta Gil")
        assert bench.as_(MARTA).post(f"/tasks/{task['id']}/claim").status_code == 200

    def test_again_it_changes_nothing(self, bench: Bench) -> None:
        task = planned(bench, operator_id=LUIS)
        self.hand_over(bench)
        self.hand_over(bench)

        assert shown(bench, task)["version"] == 2


class TestLeaving:
    def leave(self, bench: Bench, version: int = 2, **changes: Any) -> None:
        luis = PEOPLE[LUIS] | {"id": LUIS, "version": version, "active": True} | changes
        bench.hear("UserUpdated", luis, version)

    def claimed(self, bench: Bench) -> dict[str, Any]:
        task = planned(bench)
        with clock.stopped(NOON):
            assert bench.as_(LUIS).post(f"/tasks/{task['id']}/claim").status_code == 200
        return task

    @pytest.mark.parametrize("changes", [{"active": False}, {"branch_ids": [NORTE]}])
    def test_what_they_had_taken_charge_of_is_for_anybody_to_take(
        self, bench: Bench, changes: dict[str, Any]
    ) -> None:
        task = self.claimed(bench)

        self.leave(bench, **changes)

        assert shown(bench, task)["claimed_by"] is None
        assert [str(event.subject) for event in bench.published("TaskReleased")] == [task["id"]]
        assert bench.as_(ANA).post(f"/tasks/{task['id']}/claim").status_code == 200

    def test_who_stays_or_came_back_keeps_it(self, bench: Bench) -> None:
        self.leave(bench, version=3)
        task = self.claimed(bench)

        self.leave(bench, version=2, active=False)
        self.leave(bench, version=4, branch_ids=[NORTE, CENTRAL])
        self.leave(bench, version=5, branch_ids=[], role="admin")

        assert shown(bench, task)["claimed_by"]["id"] == str(LUIS)


def test_all_that_it_owns_can_be_announced(bench: Bench) -> None:
    announced = {cls.__tablename__: kind for cls, kind in bench.service.announces}

    assert announced == {"tasks": "TaskUpdated", "task_types": "TaskTypeUpdated", "history": "HistoryNoted"}
