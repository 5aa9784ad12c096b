"""The list of tasks: everything that it can be asked for."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from services.tasks.tests.people import (
    CITA,
    LLAMADA,
    MANOLO,
    NADIA,
    NOON,
    SALES,
    done,
    hear_of_the_house,
    ids,
    planned,
    prioritized,
)
from shared import clock
from shared.testing.fixtures import ANA, LUIS, NORA, NORTE, OLGA, Bench


@pytest.fixture(autouse=True)
def _others_are_known(bench: Bench) -> None:
    hear_of_the_house(bench)


def found(bench: Bench, by: Any = ANA, **filters: Any) -> list[str]:
    with clock.stopped(NOON):
        answer = bench.as_(by).get("/tasks", **{name: str(value) for name, value in filters.items()})
    assert answer.status_code == 200, answer.text
    return ids(answer)


@pytest.mark.requirement("P3", "P5")
def test_all_tasks_are_there_the_newest_first_with_the_closed_ones(bench: Bench) -> None:
    first = planned(bench, at=NOON - timedelta(hours=2))["id"]
    second = done(bench, planned(bench, at=NOON - timedelta(hours=1)))["task"]["id"]
    third = planned(bench)["id"]

    assert found(bench) == [third, second, first]
    assert found(bench, sort="planned") == [first, second, third]


@pytest.mark.parametrize("typed", ["radiografia", "NADIA nort"])
def test_words_are_looked_up_instead_of_reading_every_task(bench: Bench, typed: str) -> None:
    wanted = planned(bench, OLGA, description="Pedir la radiografía", client_id=NADIA)["id"]

    plan = plan_of(bench, lambda: found(bench, OLGA, q=typed))

    assert found(bench, OLGA, q=typed) == [wanted]
    assert "Seq Scan on tasks" not in plan
    # SQLite, whose plans have several columns, has no such indexes.
    assert plan.startswith("(") or ("ix_tasks_description_folded" in plan and "ix_clients_folded" in plan)


def plan_of(bench: Bench, work: Callable[[], object]) -> str:
    """How the database would go about the one statement about tasks that some work makes, if there were very many."""
    [(statement, parameters)] = bench.asked("FROM tasks", work)
    with bench.app.app_context():
        engine = bench.service.db.engine
        explain = "EXPLAIN" if engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
        with engine.connect() as connection:
            if explain == "EXPLAIN":
                connection.exec_driver_sql("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
            lines = connection.exec_driver_sql(f"{explain} {statement}", parameters).all()
    return "\n".join(str(line[0] if len(line) == 1 else tuple(line)) for line in lines)


@pytest.mark.requirement("P3")
class TestFilters:
    def test_by_state(self, bench: Bench) -> None:
        waiting, kept = planned(bench), planned(bench)
        dropped = planned(bench)
        done(bench, kept)
        done(bench, dropped, status="cancelled")

        assert found(bench, status="planned") == [waiting["id"]]
        assert found(bench, status="done") == [kept["id"]]
        assert found(bench, status="cancelled") == [dropped["id"]]

    @pytest.mark.parametrize(
        "fields",
        [{"type_id": LLAMADA}, {"operator_id": LUIS}, {"team_id": SALES}, {"client_id": MANOLO}],
        ids=lambda fields: next(iter(fields)),
    )
    def test_by_type_operator_team_and_client(self, bench: Bench, fields: dict[str, Any]) -> None:
        planned(bench)
        wanted = planned(bench, **fields)["id"]

        assert found(bench, **fields) == [wanted]

    def test_by_any_of_several(self, bench: Bench) -> None:
        planned(bench)
        mine, his = planned(bench, operator_id=ANA)["id"], planned(bench, operator_id=LUIS)["id"]

        with clock.stopped(NOON):
            answer = bench.as_(ANA).get(f"/tasks?operator_id={ANA}&operator_id={LUIS}")

        assert ids(answer) == [his, mine]

    def test_by_branch(self, bench: Bench) -> None:
        here, there = planned(bench)["id"], planned(bench, by=NORA)["id"]

        assert found(bench, by=OLGA) == [there, here]
        assert found(bench, by=OLGA, branch_id=NORTE) == [there]
        assert found(bench, by=ANA, branch_id=NORTE) == []

    @pytest.mark.requirement("T2")
    @pytest.mark.parametrize("typed", ["promoción", "PROMOCION", "Promoción"])
    def test_by_tag_however_it_is_written(self, bench: Bench, typed: str) -> None:
        wanted = planned(bench, tags=["VIP", "Promoción"])["id"]
        planned(bench, tags=["VIP"])

        assert found(bench, tag=typed) == [wanted]

    @pytest.mark.requirement("T2")
    def test_a_tag_taken_off_no_longer_finds_it(self, bench: Bench) -> None:
        task = planned(bench, tags=["VIP"])
        bench.as_(ANA).patch(f"/tasks/{task['id']}", {"tags": ["otra"]})

        assert found(bench, tag="vip") == []
        assert found(bench, tag="OTRA") == [task["id"]]

    def test_by_the_day_it_was_made(self, bench: Bench) -> None:
        yesterday = planned(bench, at=NOON - timedelta(hours=12, seconds=1))["id"]
        today = planned(bench, at=NOON - timedelta(hours=12))["id"]

        assert found(bench, created_from="2026-03-09") == [today]
        assert found(bench, created_to="2026-03-08") == [yesterday]
        assert found(bench, created_from="2026-03-08", created_to="2026-03-09") == [today, yesterday]
        assert found(bench, created_from="2026-03-09T06:00:00Z") == [today]

    def test_by_the_day_it_is_planned_for(self, bench: Bench) -> None:
        late = planned(bench, planned_at="2026-03-10T23:59:59-06:00")["id"]
        day = planned(bench, due_on="2026-03-10")["id"]
        planned(bench, due_on="2026-03-09")
        planned(bench, planned_at="2026-03-11T00:00:00-06:00")

        assert found(bench, planned_from="2026-03-10", planned_to="2026-03-10", sort="planned") == [day, late]
        assert found(bench, planned_from="2026-03-10T20:00:00Z", planned_to="2026-03-11T05:59:59Z") == [late]

    def test_a_day_is_that_of_each_tasks_branch(self, bench: Bench) -> None:
        here, there = planned(bench, due_on="2026-03-10")["id"], planned(bench, by=NORA, due_on="2026-03-10")["id"]
        planned(bench, by=NORA, due_on="2026-03-11")

        assert found(bench, by=OLGA, planned_from="2026-03-10", planned_to="2026-03-10") == [there, here]

    @pytest.mark.requirement("P2")
    def test_urgent_ones_are_planned_and_of_a_priority_type(self, bench: Bench) -> None:
        prioritized(bench, CITA)
        other = planned(bench, type_id=LLAMADA)["id"]
        urgent = planned(bench, type_id=CITA)
        closed = planned(bench, type_id=CITA)["id"]
        done(bench, {"id": closed})

        assert found(bench, urgent="true") == found(bench, urgent="") == [urgent["id"]]
        assert found(bench, urgent="false") == [closed, other]

    @pytest.mark.requirement("P4")
    def test_unassigned_ones_are_nobodys_yet(self, bench: Bench) -> None:
        nobodys, claimed, somebodys = planned(bench), planned(bench), planned(bench, operator_id=LUIS)
        bench.as_(LUIS).post(f"/tasks/{claimed['id']}/claim")

        assert found(bench, unassigned="true") == [nobodys["id"]]
        assert found(bench, unassigned="false") == [somebodys["id"], claimed["id"]]

    @pytest.mark.requirement("T16")
    def test_those_that_somebody_has_taken_charge_of_and_the_others(self, bench: Bench) -> None:
        waiting, claimed = planned(bench, operator_id=LUIS), planned(bench)
        bench.as_(LUIS).post(f"/tasks/{claimed['id']}/claim")

        assert found(bench, claimed="true") == [claimed["id"]]
        assert found(bench, claimed="false") == [waiting["id"]]

    @pytest.mark.parametrize("typed", ["deposito", "DEPÓSITO ana", "cobrar  depósito", "rios cobrar"])
    def test_by_words_of_the_description_and_the_clients_name_without_accents(self, bench: Bench, typed: str) -> None:
        wanted = planned(bench, description="Cobrar el depósito de Ana", client_id=MANOLO)["id"]
        planned(bench, description="Otra 100%_")

        assert found(bench, q=typed) == [wanted]

    def test_signs_of_the_database_are_only_signs(self, bench: Bench) -> None:
        wanted = planned(bench, description="Otra 100%_")["id"]
        planned(bench, description="Otra 1000")

        assert found(bench, q="100%_") == [wanted]

    def test_what_is_no_filter_is_refused(self, bench: Bench) -> None:
        for query in (
            {"state": "open"},
            {"status": "open"},
            {"planned_from": "mañana"},
            {"urgent": "x"},
            {"sort": "x"},
        ):
            answer = bench.as_(ANA).get("/tasks", **query)
            assert answer.status_code == 422
            assert [field.removesuffix(".0") for field in answer.json["errors"]] == list(query)


def test_pages_stay_true_while_tasks_are_added(bench: Bench) -> None:
    made = [planned(bench, at=NOON + timedelta(minutes=n))["id"] for n in range(5)]
    caller = bench.as_(ANA)

    first = caller.get("/tasks", limit=2, include="total").json
    planned(bench, at=NOON + timedelta(hours=1))
    second = caller.get("/tasks", limit=10, cursor=first["next_cursor"]).json

    assert first["total"] == 5
    assert ids(first["items"]) + ids(second["items"]) == made[::-1]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_the_whole_list_can_be_taken_along(bench: Bench, format: str) -> None:
    planned(bench, description="=1+1", client_id=MANOLO, tags=["a"])

    answer = bench.as_(ANA).get("/tasks", format=format)

    assert answer.status_code == 200
    if format == "csv":
        assert "'=1+1" in answer.text


def test_a_sign_that_no_workbook_can_hold_does_not_spoil_the_others(bench: Bench) -> None:
    planned(bench, description="Traer\ufffe la\uffff radiografía\x0b")

    answer = bench.as_(ANA).get("/tasks", format="xlsx")

    rows = load_workbook(BytesIO(answer.data)).active.values
    assert "Traer la radiografía" in [cell for row in rows for cell in row]


@pytest.mark.requirement("C10", "T14")
def test_a_clients_tasks_are_there_pending_and_completed(bench: Bench) -> None:
    planned(bench, by=NORA, client_id=NADIA)
    waiting = planned(bench, client_id=MANOLO)
    kept = done(bench, planned(bench, client_id=MANOLO))["task"]

    items = bench.as_(ANA).get("/tasks", client_id=str(MANOLO)).json["items"]

    assert [(each["id"], each["status"], each["closed_at"]) for each in items] == [
        (kept["id"], "done", "2026-03-09T18:00:00Z"), (waiting["id"], "planned", None),
    ]  # fmt: skip
