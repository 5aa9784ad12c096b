"""What people can ask of follow-ups."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from services.followups.tests.people import JUAN, a_client
from shared import clock
from shared.ids import new_id
from shared.testing.fixtures import ANA, CENTRAL, LUIS, MARTA, NORA, NORTE, OLGA, Bench

NOON = datetime(2026, 3, 9, 18, tzinfo=UTC)  # noon in Mexico City
PEPE = new_id()


@pytest.fixture(autouse=True)
def _clients_are_known(bench: Bench) -> None:
    bench.hear("ClientCreated", a_client())
    bench.hear("ClientCreated", a_client(PEPE, "Pepe Ñúñez", NORTE))


@pytest.fixture(autouse=True)
def _it_is_monday_noon() -> Any:
    with clock.stopped(NOON):
        yield


def scheduled(bench: Bench, due_on: str = "2026-03-09", by: Any = ANA, **fields: Any) -> dict[str, Any]:
    answer = bench.as_(by).post("/follow-ups", {"client_id": str(JUAN), "due_on": due_on, **fields})
    assert answer.status_code == 201, answer.text
    return answer.json


def act(bench: Bench, follow_up: dict[str, Any], verb: str, body: Any = None, by: Any = ANA) -> TestResponse:
    return bench.as_(by).post(f"/follow-ups/{follow_up['id']}/{verb}", body)


class TestScheduling:
    @pytest.mark.requirement("G8", "F1")
    def test_by_hand_it_is_the_callers_and_in_the_clients_branch(self, bench: Bench) -> None:
        follow_up = scheduled(bench, "2026-03-12", notes="Mandar folleto", due_time="16:30")

        assert follow_up["assigned_to"] == {"id": str(ANA), "name": "Ana Ruiz"}
        assert (follow_up["branch_id"], follow_up["state"]) == (str(CENTRAL), "upcoming")
        assert bench.published("FollowUpScheduled")[0].data["client"]["phone"] == "+525512345678"

    def test_the_answer_says_where_it_is_and_which_version(self, bench: Bench) -> None:
        answer = bench.as_(ANA).post("/follow-ups", {"client_id": str(JUAN), "due_on": "2026-03-09"})

        assert answer.headers["Location"] == f"/api/v1/follow-ups/{answer.json['id']}"
        assert answer.headers["ETag"] == '"1"'

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "due_on"),
            ({"due_on": "9/3/2026"}, "due_on"),
            ({"due_on": "2026-02-30"}, "due_on"),
            ({"due_on": "2026-03-09"}, "contact"),
            ({"due_on": "2026-03-09", "client_id": str(new_id()), "contact": {"client_id": str(JUAN)}}, "contact"),
            ({"due_on": "2026-03-09", "client_id": str(JUAN), "due_time": "25:00"}, "due_time"),
            ({"due_on": "2026-03-09", "client_id": str(JUAN), "reminders": ["mañana"]}, "reminders.0"),
            ({"due_on": "2026-03-09", "client_id": str(JUAN), "notes": "\u0000"}, "notes"),
            ({"due_on": "2026-03-09", "client_id": str(JUAN), "state": "done"}, "state"),
            ({"due_on": "2026-03-09", "client_id": str(PEPE)}, "contact.client_id"),
            ({"due_on": "2026-03-09", "client_id": str(JUAN), "branch_id": str(NORTE)}, "branch_id"),
            ({"due_on": "2026-03-09", "client_id": str(JUAN), "assigned_to_id": str(NORA)}, "assigned_to_id"),
            ({"due_on": "2026-03-09", "contact": {"first_name": "Eva", "phone": "55"}}, "contact.last_name"),
        ],
    )
    def test_what_cannot_be_taken_is_named(self, bench: Bench, body: dict[str, Any], field: str) -> None:
        answer = bench.as_(ANA).post("/follow-ups", body)

        assert answer.status_code == 422, answer.text
        assert list(answer.json["errors"]) == [field]
        assert bench.as_(ANA).get("/follow-ups").json["items"] == []

    def test_an_unknown_client_is_asked_of_contacts_before_it_is_refused(self, bench: Bench) -> None:
        answer = bench.as_(ANA).post("/follow-ups", {"client_id": str(new_id()), "due_on": "2026-03-09"})

        assert (answer.status_code, answer.json["service"]) == (503, "contacts")
        assert answer.headers["Retry-After"]


class TestPendingList:
    @pytest.mark.requirement("F2", "F5", "F6")
    def test_the_most_overdue_come_first_with_their_state_and_days(self, bench: Bench) -> None:
        for day in ("2026-03-10", "2026-03-09", "2026-03-02"):
            scheduled(bench, day)

        items = bench.as_(ANA).get("/follow-ups").json["items"]

        assert [(each["state"], each["days_overdue"]) for each in items] == [
            ("overdue", 7),
            ("today", 0),
            ("upcoming", 0),
        ]
        assert bench.as_(ANA).get("/follow-ups/summary").json == {"overdue": 1, "today": 1, "upcoming": 1}

    def test_its_days_are_counted_under_the_same_filters(self, bench: Bench) -> None:
        for day in ("2026-03-10", "2026-03-02", "2026-03-10"):
            scheduled(bench, day)

        days = bench.as_(ANA).get("/follow-ups/by-day").json["items"]
        later = bench.as_(ANA).get("/follow-ups/by-day", due_from="2026-03-09", due_to="2026-03-15").json["items"]

        assert days == [{"day": "2026-03-02", "count": 1}, {"day": "2026-03-10", "count": 2}]
        assert later == [{"day": "2026-03-10", "count": 2}]
        assert bench.as_(NORA).get("/follow-ups/by-day").json["items"] == []

    def test_it_is_empty_when_everybody_was_called(self, bench: Bench) -> None:
        assert bench.as_(ANA).get("/follow-ups").json == {"items": [], "next_cursor": None}

    @pytest.mark.parametrize(
        ("state", "days"),
        [
            ("overdue", ["2026-03-02"]),
            ("today", ["2026-03-09"]),
            ("upcoming", ["2026-03-10"]),
            ("open", ["2026-03-02", "2026-03-09", "2026-03-10"]),
            (["overdue", "today"], ["2026-03-02", "2026-03-09"]),
            ("done", []),
        ],
    )
    def test_it_can_be_narrowed_by_state(self, bench: Bench, state: Any, days: list[str]) -> None:
        for day in ("2026-03-10", "2026-03-09", "2026-03-02"):
            scheduled(bench, day)

        items = bench.as_(ANA).get("/follow-ups", state=state).json["items"]

        assert [each["due_on"] for each in items] == days

    def test_it_can_be_narrowed_by_person_client_days_and_words(self, bench: Bench) -> None:
        mine = scheduled(bench, "2026-03-10", notes="Enviar COTIZACIÓN")
        his = scheduled(bench, "2026-03-12", assigned_to_id=str(LUIS))

        def found(**filters: Any) -> list[str]:
            return [each["id"] for each in bench.as_(ANA).get("/follow-ups", **filters).json["items"]]

        assert found(assigned_to_id=str(LUIS)) == [his["id"]]
        assert found(client_id=str(new_id())) == []
        assert found(due_from="2026-03-11", due_to="2026-03-12") == [his["id"]]
        assert found(q="cotizacion") == [mine["id"]]
        assert found(q="perez juan") == [mine["id"], his["id"]]
        assert found(q="100%") == []

    def test_another_branch_is_not_in_it(self, bench: Bench) -> None:
        follow_up = scheduled(bench)

        assert bench.as_(NORA).get("/follow-ups").json["items"] == []
        assert bench.as_(NORA).get(f"/follow-ups/{follow_up['id']}").status_code == 404
        assert act(bench, follow_up, "complete", by=NORA).status_code == 404
        assert len(bench.as_(OLGA).get("/follow-ups").json["items"]) == 1

    def test_pages_stay_true_while_rows_are_added(self, bench: Bench) -> None:
        days = [f"2026-03-{day:02}" for day in range(1, 8)]
        for day in days:
            scheduled(bench, day)
        first = bench.as_(ANA).get("/follow-ups", limit=3, include="total").json
        scheduled(bench, "2026-02-01")

        rest = bench.as_(ANA).get("/follow-ups", limit=200, cursor=first["next_cursor"]).json

        assert [each["due_on"] for each in first["items"] + rest["items"]] == days
        assert (first["total"], rest["next_cursor"]) == (7, None)

    @pytest.mark.parametrize(
        "query", ["limit=0", "limit=201", "cursor=abc", "cursor=bnVsbA", "estado=open", "state=x"]
    )
    def test_a_wrong_question_is_refused(self, bench: Bench, query: str) -> None:
        answer = bench.as_(ANA).get(f"/follow-ups?{query}")

        assert answer.status_code == 422
        assert next(iter(answer.json["errors"])).split(".")[0] == query.split("=")[0]

    def test_it_comes_whole_as_csv_and_xlsx(self, bench: Bench) -> None:
        scheduled(bench, notes="=HYPERLINK()")

        text = bench.as_(ANA).get("/follow-ups", format="csv").text
        sheet = bench.as_(ANA).get("/follow-ups", format="xlsx")

        assert text.splitlines()[0].startswith("\ufeffid,client.id,client.name,client.phone")
        assert "'=HYPERLINK()" in text
        assert "'+525512345678" in text
        assert sheet.data[:2] == b"PK"

    def test_the_day_turns_over_at_midnight_of_the_branch(self, bench: Bench) -> None:
        scheduled(bench, "2026-03-09")
        last_minute = datetime(2026, 3, 10, 5, 59, 59, tzinfo=UTC)

        with clock.stopped(last_minute):
            assert bench.as_(ANA).get("/follow-ups").json["items"][0]["state"] == "today"
        with clock.stopped(last_minute + timedelta(seconds=1)):
            assert bench.as_(ANA).get("/follow-ups").json["items"][0]["state"] == "overdue"


class TestCompleting:
    @pytest.mark.requirement("F7", "S4")
    def test_it_leaves_the_list_with_its_result(self, bench: Bench) -> None:
        follow_up = scheduled(bench)

        answer = act(bench, follow_up, "complete", {"result": {"details": "Viene el martes"}})

        assert answer.json["follow_up"]["state"] == "done"
        assert answer.json["follow_up"]["result"]["recorded_by"] == {"id": str(ANA), "name": "Ana Ruiz"}
        assert answer.json["next"] is None
        assert bench.as_(ANA).get("/follow-ups").json["items"] == []

    @pytest.mark.requirement("F9", "S3")
    def test_the_chain_goes_on_with_the_next(self, bench: Bench) -> None:
        follow_up = scheduled(bench, assigned_to_id=str(LUIS))

        answer = act(bench, follow_up, "complete", {"next": {"due_on": "2026-03-20", "notes": "Confirmar"}})

        assert answer.json["next"]["assigned_to"]["id"] == str(LUIS)
        assert [each["due_on"] for each in bench.as_(ANA).get("/follow-ups").json["items"]] == ["2026-03-20"]
        assert [each.type for each in bench.published()] == [
            "FollowUpScheduled",
            "FollowUpCompleted",
            "FollowUpScheduled",
        ]

    def test_the_second_one_is_told_who_was_first_and_when(self, bench: Bench) -> None:
        follow_up = scheduled(bench)
        act(bench, follow_up, "complete", {"result": {"details": "primero"}})

        answer = act(bench, follow_up, "complete", {"result": {"details": "segundo"}}, by=LUIS)

        assert (answer.status_code, answer.json["type"]) == (409, "/problems/already-completed")
        assert answer.json["by"] == {"id": str(ANA), "name": "Ana Ruiz"}
        assert answer.json["at"].startswith("2026-03-09T18:00:00")
        assert answer.json["detail"] == "Este seguimiento ya lo completó Ana Ruiz."
        assert bench.as_(ANA).get(f"/follow-ups/{follow_up['id']}").json["result"]["details"] == "primero"

    def test_of_many_at_once_one_wins(self, bench: Bench) -> None:
        follow_up = scheduled(bench)
        barrier, answers = threading.Barrier(8), []

        def complete() -> None:
            caller = bench.as_(ANA)
            barrier.wait(10)
            answers.append(caller.post(f"/follow-ups/{follow_up['id']}/complete").status_code)

        threads = [threading.Thread(target=complete) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)

        assert sorted(answers) == [200] + [409] * 7
        assert len(bench.published("FollowUpCompleted")) == 1

    def test_undone_it_is_open_again_and_the_untouched_next_one_goes(self, bench: Bench) -> None:
        follow_up = scheduled(bench)
        following = act(bench, follow_up, "complete", {"next": {"due_on": "2026-03-20"}}).json["next"]

        answer = act(bench, follow_up, "reopen")

        assert (answer.json["state"], answer.json["result"]) == ("today", None)
        assert bench.as_(ANA).get(f"/follow-ups/{following['id']}").json["state"] == "cancelled"

    def test_undone_a_next_one_that_somebody_touched_stays(self, bench: Bench) -> None:
        follow_up = scheduled(bench)
        following = act(bench, follow_up, "complete", {"next": {"due_on": "2026-03-20"}}).json["next"]
        act(bench, following, "claim", by=LUIS)

        act(bench, follow_up, "reopen")

        assert bench.as_(ANA).get(f"/follow-ups/{following['id']}").json["state"] == "upcoming"

    def test_what_is_open_cannot_be_reopened(self, bench: Bench) -> None:
        assert act(bench, scheduled(bench), "reopen").json["type"] == "/problems/already-open"

    def test_what_was_cancelled_cannot_be_completed(self, bench: Bench) -> None:
        follow_up = scheduled(bench)
        act(bench, follow_up, "cancel", {"reason": "Se mudó"})

        assert act(bench, follow_up, "complete").json["type"] == "/problems/not-open"


class TestClaiming:
    def test_others_see_who_is_calling_until_the_lease_runs_out(self, bench: Bench) -> None:
        follow_up = scheduled(bench)
        act(bench, follow_up, "claim")

        refused = act(bench, follow_up, "claim", by=LUIS)
        with clock.stopped(NOON + timedelta(minutes=15)):
            later = act(bench, follow_up, "claim", by=LUIS)

        assert (refused.status_code, refused.json["claimed_by"]["name"]) == (409, "Ana Ruiz")
        assert later.json["claimed_by"]["name"] == "Luis Vega"

    def test_claiming_again_renews_it_and_releasing_ends_it(self, bench: Bench) -> None:
        follow_up = scheduled(bench)
        act(bench, follow_up, "claim")

        with clock.stopped(NOON + timedelta(minutes=10)):
            assert act(bench, follow_up, "claim").json["claim_expires_at"] == "2026-03-09T18:25:00Z"
            assert act(bench, follow_up, "release", by=LUIS).status_code == 409
            assert act(bench, follow_up, "release").json["claimed_by"] is None


class TestChanging:
    def test_moving_the_day_keeps_the_original_who_and_why(self, bench: Bench) -> None:
        follow_up = scheduled(bench)

        answer = bench.as_(LUIS).patch(
            f"/follow-ups/{follow_up['id']}", {"due_on": "2026-03-12", "reason": "De viaje"}
        ).json  # fmt: skip

        assert (answer["due_on"], answer["original_due_on"]) == ("2026-03-12", "2026-03-09")
        (step,) = answer["postponements"]
        assert (step["by"]["name"], step["reason"], step["to"]) == ("Luis Vega", "De viaje", "2026-03-12")
        assert bench.published()[-1].type == "FollowUpRescheduled"

    def test_a_stale_version_is_refused_and_nothing_is_lost(self, bench: Bench) -> None:
        follow_up = scheduled(bench, notes="a")
        path, stale = f"/follow-ups/{follow_up['id']}", {"If-Match": '"1"'}
        bench.as_(ANA).patch(path, {"notes": "b"}, headers=stale)

        answer = bench.as_(LUIS).patch(path, {"notes": "c"}, headers=stale)

        assert answer.status_code == 412
        assert bench.as_(ANA).get(path).json["notes"] == "b"

    @pytest.mark.requirement("F3")
    def test_a_manager_gives_it_to_somebody_of_the_branch(self, bench: Bench) -> None:
        path = f"/follow-ups/{scheduled(bench)['id']}"

        given = bench.as_(MARTA).patch(path, {"assigned_to_id": str(LUIS)})
        refused = bench.as_(MARTA).patch(path, {"assigned_to_id": str(NORA)})

        assert given.json["assigned_to"]["name"] == "Luis Vega"
        assert (refused.status_code, list(refused.json["errors"])) == (422, ["assigned_to_id"])


class TestIdempotency:
    def test_the_same_key_gives_the_same_answer_once(self, bench: Bench) -> None:
        body, key = {"client_id": str(JUAN), "due_on": "2026-03-09"}, {"Idempotency-Key": "k1"}
        first = bench.as_(ANA).post("/follow-ups", body, headers=key)
        second = bench.as_(ANA).post("/follow-ups", body, headers=key)

        assert first.data == second.data
        assert (second.status_code, second.headers["ETag"]) == (201, '"1"')
        assert len(bench.as_(ANA).get("/follow-ups").json["items"]) == 1

    def test_the_same_key_with_another_body_is_refused(self, bench: Bench) -> None:
        key = {"Idempotency-Key": "k1"}
        bench.as_(ANA).post("/follow-ups", {"client_id": str(JUAN), "due_on": "2026-03-09"}, headers=key)

        answer = bench.as_(ANA).post("/follow-ups", {"client_id": str(JUAN), "due_on": "2026-03-10"}, headers=key)

        assert (answer.status_code, answer.json["type"]) == (422, "/problems/idempotency-key-reused")

    def test_a_refused_request_frees_its_key(self, bench: Bench) -> None:
        key = {"Idempotency-Key": "k1"}
        bench.as_(ANA).post("/follow-ups", {"due_on": "2026-03-09"}, headers=key)

        answer = bench.as_(ANA).post("/follow-ups", {"client_id": str(JUAN), "due_on": "2026-03-09"}, headers=key)

        assert answer.status_code == 201
