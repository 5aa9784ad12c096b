"""What nobody asks for by mistake: strange bodies, other people's ids, and many at once."""

import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import TestResponse

from services.tasks.tests.people import MANOLO, NADIA, NOON, SALES, a_client, hear_of_the_house, planned
from services.tasks.tests.planning import at_work
from shared import clock
from shared.ids import new_id
from shared.testing.fixtures import ANA, CENTRAL, LUIS, MARTA, NORA, OLGA, PEOPLE, Bench

HUGE = 2**63


@pytest.fixture(autouse=True)
def _the_house_is_known(bench: Bench) -> Iterator[None]:
    hear_of_the_house(bench)
    with clock.stopped(NOON):
        yield


def at_once(*works: Any) -> list[TestResponse]:
    """The answers of people who do something in the same moment."""
    barrier, answers = threading.Barrier(len(works)), []

    def work(do: Any) -> None:
        barrier.wait(20)
        # The stopped clock is the whole process's.
        answers.append(do())

    threads = [threading.Thread(target=work, args=(each,)) for each in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


class TestTime:
    def test_reminders_that_are_dragged_along_never_leave_the_calendar(self, bench: Bench) -> None:
        task = at_work(bench, "1901-01-01T12:00:00Z", reminders=["2199-12-31T11:00:00Z"])
        path = f"/tasks/{task['id']}"

        for _ in range(40):
            for when in ({"planned_at": "2199-12-31T12:00:00Z"}, {"due_on": "1901-01-01"}):
                assert bench.as_(ANA).patch(path, when).status_code == 200
            assert bench.as_(ANA).patch(path, {"planned_at": "1901-01-01T12:00:00Z"}).status_code == 200

    @pytest.mark.parametrize(
        "when", ["1900-01-01", "2200-12-31", "1901-01-01T00:00:00Z", "2199-12-31T23:59:59-23:59"]
    )
    def test_the_ends_of_the_calendar_hold(self, bench: Bench, when: str) -> None:
        task = at_work(bench, when, duration_minutes=7 * 24 * 60)

        assert bench.as_(ANA).get("/tasks", sort="planned").json["items"][0]["id"] == task["id"]
        assert bench.as_(ANA).get("/board").status_code == 200
        bench.sweep(NOON)
        assert bench.as_(ANA).post(f"/tasks/{task['id']}/close", {"status": "done"}).status_code == 200

    @pytest.mark.parametrize(
        "fields",
        [
            {"planned_at": "2026-03-10T16:00:00"},
            {"planned_at": "0001-01-01T00:00:00+14:00"},
            {"planned_at": "9999-12-31T23:59:59-14:00"},
            {"planned_at": HUGE - 1},
            {"planned_at": "2026-03-10T16:00:00Z", "due_on": "2026-03-10"},
            {"due_on": "2026-02-30"},
            {"due_on": "-2026-03-10"},
            {"due_on": "2026-03-10T00:00:00Z"},
            {"reminders": "2026-03-10T16:00:00Z"},
            {"reminders": ["2026-03-10"]},
            {"reminders": ["2026-03-10T16:00:00Z"] * 21},
        ],
    )
    def test_what_is_no_time_is_refused(self, bench: Bench, fields: dict[str, Any]) -> None:
        answer = bench.as_(ANA).post("/tasks", {"description": "x", "due_on": "2026-03-10"} | fields)

        assert answer.status_code == 422, answer.text


class TestBodies:
    @pytest.mark.parametrize(
        ("field", "values"),
        [
            ("description", [None, 7, "", " ", "x" * 10_001, "\x00", ["x"]]),
            ("tags", [None, "x", [None], [7], [""], ["x" * 61], ["x"] * 21, ["\x00"], [["x"]], {"a": 1}]),
            ("duration_minutes", [None, 0, -1, HUGE, 1.5, "30", True, [30]]),
            ("client_id", ["x", 7, str(new_id()) + "0", [str(MANOLO)]]),
            ("operator_id", ["x", 7, [str(ANA)]]),
            ("team_id", ["x", 7]),
            ("type_id", [None, "x", str(new_id()), 7]),
        ],
    )
    def test_a_value_that_cannot_be_is_refused_by_the_name_of_its_field(
        self, bench: Bench, field: str, values: list[Any]
    ) -> None:
        task = planned(bench)

        for value in values:
            for answer in (
                bench.as_(ANA).post("/tasks", {"description": "x", "due_on": "2026-03-10"} | {field: value}),
                bench.as_(ANA).patch(f"/tasks/{task['id']}", {field: value}),
            ):
                assert answer.status_code in {400, 422}, f"{value!r}: {answer.text}"
                if answer.status_code == 422:
                    assert {each.partition(".")[0] for each in answer.json["errors"]} == {field}, value

    def test_nothing_that_is_ours_can_be_set(self, bench: Bench) -> None:
        task = planned(bench)

        for field, value in {
            "id": str(new_id()), "version": 9, "status": "done", "created_by_id": str(LUIS), "root_id": str(new_id()),
            "parent_id": task["id"], "claimed_by_id": str(LUIS), "closed_at": "2026-01-01T00:00:00Z", "armed": False,
            "conflicts": [], "branch_id": str(CENTRAL), "starts_at": "2026-01-01T00:00:00Z",
        }.items():  # fmt: skip
            answer = bench.as_(ANA).patch(f"/tasks/{task['id']}", {field: value})
            assert (answer.status_code, list(answer.json["errors"])) == (422, [field])

    @pytest.mark.parametrize("body", ["[]", "null", "7", '"x"', "{", "\\", '{"status": "done", "next": []}'])
    def test_what_is_no_object_is_refused(self, bench: Bench, body: str) -> None:
        task = planned(bench)

        for path in (
            "/tasks",
            f"/tasks/{task['id']}/close",
            f"/tasks/{task['id']}/follow",
            "/history",
            "/agenda/feeds",
        ):
            answer = bench.as_(ANA).request("POST", path, data=body, content_type="application/json")
            assert answer.status_code in {400, 422}, f"{path}: {answer.text}"


class TestOtherBranches:
    """Nora of Norte tries the ids of Central."""

    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [
            ("GET", "", None),
            ("PATCH", "", {"description": "mía"}),
            ("POST", "/claim", {}),
            ("POST", "/release", {}),
            ("POST", "/close", {"status": "done"}),
            ("POST", "/follow", {"description": "x", "due_on": "2026-03-10"}),
            ("GET", "/chain", None),
        ],
    )
    def test_a_task_of_theirs_is_not_there(self, bench: Bench, method: str, path: str, body: Any) -> None:
        task = planned(bench, client_id=MANOLO)

        answer = bench.as_(NORA).request(method, f"/tasks/{task['id']}{path}", **({"json": body} if body else {}))

        assert answer.status_code == 404, answer.text
        assert bench.as_(ANA).get(f"/tasks/{task['id']}").json["version"] == 1

    def test_nothing_of_theirs_can_be_named(self, bench: Bench) -> None:
        task, own = planned(bench), planned(bench, NORA)
        when = {"description": "x", "due_on": "2026-03-10"}

        for field, value in {"client_id": MANOLO, "operator_id": ANA, "team_id": SALES, "branch_id": CENTRAL}.items():
            answer = bench.as_(NORA).post("/tasks", when | {field: str(value)})
            assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
            following = {"status": "done", "next": when | {field: str(value)}}
            closing = bench.as_(NORA).post(f"/tasks/{own['id']}/close", following)
            assert (closing.status_code, list(closing.json["errors"])) == (422, [f"next.{field}"])
        note = bench.as_(NORA).post("/history", {"text": "x", "task_id": task["id"]})
        assert (note.status_code, list(note.json["errors"])) == (422, ["task_id"])

    def test_filters_by_their_ids_find_nothing(self, bench: Bench) -> None:
        planned(bench, client_id=MANOLO, team_id=SALES, operator_id=ANA, tags=["secreto"])
        week = {"from": "2026-03-09", "to": "2026-03-15"}

        for asked in (
            {"client_id": MANOLO},
            {"team_id": SALES},
            {"branch_id": CENTRAL},
            {"operator_id": ANA},
            {"tag": "secreto"},
        ):
            assert bench.as_(NORA).get("/tasks", include="total", **asked).json["total"] == 0
            if not asked.keys() & {"client_id", "tag"}:
                assert bench.as_(NORA).get("/agenda", **week, **asked).json["events"] == []

    def test_who_works_in_both_may_plan_in_one_for_a_client_of_the_other_and_colleagues_go_on_with_it(
        self, bench: Bench
    ) -> None:
        task = planned(bench, OLGA, client_id=NADIA, branch_id=CENTRAL)
        following = {"description": "Otra cita", "due_on": "2026-03-12"}

        followed = bench.as_(ANA).post(f"/tasks/{task['id']}/follow", following)
        noted = bench.as_(ANA).post("/history", {"text": "No contestó", "task_id": task["id"]})
        closed = bench.as_(ANA).post(f"/tasks/{task['id']}/close", {"status": "done", "next": following})

        assert (followed.status_code, noted.status_code, closed.status_code) == (201, 201, 200), followed.text
        names = {followed.json["client"]["name"], noted.json["client"]["name"], closed.json["next"]["client"]["name"]}
        assert names == {"Nadia Norte"}


class TestErasing:
    def test_a_note_on_a_task_of_theirs_that_names_no_client_is_blanked_too(self, bench: Bench) -> None:
        task = planned(bench, client_id=MANOLO)
        note = (
            bench.as_(ANA).post("/history", {"text": "Manolo llora", "task_id": task["id"], "client_id": None}).json
        )
        other = bench.as_(ANA).post("/history", {"text": "Cambiar las toallas"}).json

        bench.hear(
            "ClientErased", a_client(name="Persona eliminada", phone=None, erased_at="2026-03-09T18:00:00Z"), 2
        )

        texts = [bench.as_(ANA).get(f"/history/{each['id']}").json["text"] for each in (note, other)]
        assert texts == ["", "Cambiar las toallas"]


class TestManyAtOnce:
    def test_of_twenty_who_close_and_claim_each_is_answered_and_one_closes(self, bench: Bench) -> None:
        task = planned(bench)
        path, people = f"/tasks/{task['id']}", (ANA, LUIS, MARTA, OLGA)

        def work(number: int) -> TestResponse:
            caller = bench.as_(people[number % 4])
            if number % 2:
                return caller.post(f"{path}/claim")
            return caller.post(f"{path}/close", {"status": "done", "note": f"nota {number}"})

        answers = at_once(*(lambda number=number: work(number) for number in range(20)))

        closed = [answer for answer in answers if answer.status_code == 200 and "task" in answer.json]
        assert len(answers) == 20
        assert len(closed) == 1
        assert {answer.status_code for answer in answers} <= {200, 409}
        kept = bench.as_(ANA).get(path).json
        assert (kept["status"], kept["closing_note"]) == ("done", closed[0].json["task"]["closing_note"])
        assert kept["claimed_by"] is None
        assert len(bench.published("TaskClosed")) == 1

    def test_versions_count_every_change_of_many_who_drag_at_once(self, bench: Bench) -> None:
        task = at_work(bench, "2026-03-10T16:00:00Z")

        def drag(minute: int) -> TestResponse:
            at = f"2026-03-11T16:{minute:02}:00Z"
            return bench.as_(ANA).patch(f"/tasks/{task['id']}", {"planned_at": at})

        answers = at_once(*(lambda minute=minute: drag(minute) for minute in range(12)))

        assert sorted(answer.json["version"] for answer in answers) == list(range(2, 14))
        assert [event.sequence for event in bench.published("TaskUpdated")] == list(range(2, 14))

    def test_with_a_version_named_exactly_one_of_them_moves_it(self, bench: Bench) -> None:
        task = at_work(bench, "2026-03-10T16:00:00Z")

        def drag(minute: int) -> TestResponse:
            at = {"planned_at": f"2026-03-11T16:{minute:02}:00Z"}
            return bench.as_(ANA).patch(f"/tasks/{task['id']}", at, headers={"If-Match": '"1"'})

        answers = at_once(*(lambda minute=minute: drag(minute) for minute in range(12)))

        assert Counter(answer.status_code for answer in answers) == {200: 1, 412: 11}

    def test_handing_over_while_people_plan_and_claim_ends_with_one_owner_each(self, bench: Bench) -> None:
        tasks = [at_work(bench, f"2026-03-10T{hour}:00:00Z", by=LUIS) for hour in range(10, 18)]
        claims = [lambda path=f"/tasks/{task['id']}/claim": bench.as_(MARTA).post(path) for task in tasks]

        def hand_over() -> Any:
            return bench.hear("WorkHandedOver", {"from_id": LUIS, "to_id": ANA})

        answers = at_once(hand_over, *claims)

        assert {each.status_code for each in answers if isinstance(each, TestResponse)} == {200}
        for task in tasks:
            shown = bench.as_(ANA).get(f"/tasks/{task['id']}").json
            assert (shown["operator"]["id"], shown["claimed_by"]["id"]) == (str(ANA), str(MARTA))
            assert shown["version"] == 3

    def test_a_feed_that_is_revoked_by_two_is_revoked_once(self, bench: Bench) -> None:
        feed = bench.as_(ANA).post("/agenda/feeds", {"operator_id": str(ANA)}).json

        answers = at_once(*[lambda: bench.as_(ANA).delete(f"/agenda/feeds/{feed['id']}")] * 6)

        assert Counter(answer.status_code for answer in answers) == {204: 1, 404: 5}
        assert bench.as_(ANA).get("/agenda/feeds").json["items"] == []


def test_a_person_of_no_branch_at_all_sees_nothing_and_breaks_nothing(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PEOPLE, ANA, PEOPLE[ANA] | {"branch_ids": []})
    planned(bench, LUIS, operator_id=LUIS)
    caller, week = bench.as_(ANA), {"from": "2026-03-09", "to": "2026-03-15"}

    assert caller.get("/agenda", **week).json == {"operators": [], "events": []}
    assert caller.get("/tasks").json["items"] == []
    assert caller.get("/board").json["counts"]["all"] == 0
    assert caller.get("/tasks", planned_from="2026-01-01").json["items"] == []
