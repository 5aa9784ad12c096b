"""«Reportes»: how many tasks of each status there are, by tag, type and operator."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from openpyxl import load_workbook

from services.tasks.tests.people import CITA, LLAMADA
from services.tasks.tests.planning import at_work, hear_of_branch
from shared import clock
from shared.testing.fixtures import ANA, CENTRAL, LUIS, MARTA, NORA, NORTE, OLGA, Bench

NOON = datetime(2026, 3, 9, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _it_is_monday_noon() -> Iterator[None]:
    with clock.stopped(NOON):
        yield


def report(bench: Bench, by: str, who: UUID = MARTA, **asked: Any) -> list[dict[str, Any]]:
    answer = bench.as_(who).get("/reports/tasks", by=by, **asked)
    assert answer.status_code == 200, answer.text
    return answer.json["items"]


def closed(bench: Bench, status: str, when: str = "2026-03-10T16:00:00Z", by: UUID = ANA, **fields: Any) -> None:
    task = at_work(bench, when, by=by, **fields)
    answer = bench.as_(by).post(f"/tasks/{task['id']}/close", {"status": status})
    assert answer.status_code == 200, answer.text


def counts(planned: int = 0, done: int = 0, cancelled: int = 0) -> dict[str, int]:
    return {"planned": planned, "done": done, "cancelled": cancelled, "total": planned + done + cancelled}


class TestByTag:
    @pytest.mark.requirement("R2", "T2")
    def test_it_says_what_came_of_each_campaign(self, bench: Bench) -> None:
        at_work(bench, "2026-03-10T16:00:00Z", tags=["verano"])
        closed(bench, "done", tags=["verano"])
        closed(bench, "cancelled", tags=["verano", "plan anual"])

        assert report(bench, "tag") == [
            {"key": "verano", "name": "verano", **counts(1, 1, 1)},
            {"key": "plan anual", "name": "plan anual", **counts(cancelled=1)},
        ]

    def test_case_and_accents_make_no_other_tag(self, bench: Bench) -> None:
        closed(bench, "done", tags=["Promoción"])
        closed(bench, "done", tags=["promocion"])

        (only,) = report(bench, "tag")

        assert only["done"] == 2
        assert only["key"] == only["name"]
        assert only["name"] in {"Promoción", "promocion"}

    def test_what_has_no_tag_is_not_counted(self, bench: Bench) -> None:
        at_work(bench, "2026-03-10T16:00:00Z")

        assert report(bench, "tag") == []

    @pytest.mark.requirement("T2")
    def test_its_key_finds_the_tasks(self, bench: Bench) -> None:
        task = at_work(bench, "2026-03-10T16:00:00Z", tags=["¡Promoción Ñandú!"])
        at_work(bench, "2026-03-10T16:00:00Z", tags=["otra"])
        key = next(each["key"] for each in report(bench, "tag") if each["name"].startswith("¡"))

        found = bench.as_(MARTA).get("/tasks", tag=key).json["items"]

        assert [each["id"] for each in found] == [task["id"]]


class TestByType:
    def test_each_type_has_its_counts(self, bench: Bench) -> None:
        at_work(bench, "2026-03-10T16:00:00Z", type_id=CITA)
        closed(bench, "done", type_id=CITA)
        closed(bench, "cancelled", type_id=LLAMADA)

        assert report(bench, "type") == [
            {"key": str(CITA), "name": "Cita", **counts(1, 1)},
            {"key": str(LLAMADA), "name": "Llamada", **counts(cancelled=1)},
        ]


class TestByOperator:
    def test_each_person_has_theirs_and_so_has_nobody(self, bench: Bench) -> None:
        closed(bench, "done")
        closed(bench, "done")
        at_work(bench, "2026-03-10", by=LUIS)
        at_work(bench, "2026-03-10", by=LUIS)
        at_work(bench, "2026-03-10", by=LUIS)
        at_work(bench, "2026-03-10", operator_id=None)

        assert report(bench, "operator") == [
            {"key": str(LUIS), "name": "Luis Vega", **counts(3)},
            {"key": str(ANA), "name": "Ana Ruiz", **counts(0, 2)},
            {"key": None, "name": None, **counts(1)},
        ]


class TestPeriod:
    def test_a_task_counts_on_the_day_that_it_is_planned_for(self, bench: Bench) -> None:
        for when in ("2026-03-09T05:59:00Z", "2026-03-09T06:00:00Z", "2026-03-10", "2026-03-11T05:59:00Z"):
            at_work(bench, when)
        at_work(bench, "2026-03-11T06:00:00Z")

        (own,) = report(bench, "operator", **{"from": "2026-03-09", "to": "2026-03-10"})

        assert own["planned"] == 3

    def test_one_that_goes_on_after_midnight_counts_once(self, bench: Bench) -> None:
        at_work(bench, "2026-03-10T05:00:00Z", duration_minutes=300)

        assert len(report(bench, "type", **{"from": "2026-03-09", "to": "2026-03-09"})) == 1
        assert report(bench, "type", **{"from": "2026-03-10", "to": "2026-03-10"}) == []

    def test_each_branch_has_its_own_days(self, bench: Bench) -> None:
        auckland = hear_of_branch(bench, "Pacific/Auckland")
        at_work(bench, "2026-03-09T12:00:00Z", by=OLGA, branch_id=auckland)  # the 10th there
        at_work(bench, "2026-03-10T03:00:00Z", by=OLGA, branch_id=CENTRAL)  # the 9th there

        (tenth,) = report(bench, "operator", OLGA, **{"from": "2026-03-10", "to": "2026-03-10"})

        assert tenth["planned"] == 1

    @pytest.mark.parametrize("asked", [{"from": "2026-03-10"}, {"to": "2026-03-10"}])
    def test_it_may_be_open_on_one_side(self, bench: Bench, asked: dict[str, str]) -> None:
        for day in ("1900-01-01", "2026-03-10", "2200-12-31"):
            at_work(bench, day)

        assert report(bench, "type", **asked)[0]["planned"] == 2


class TestBranches:
    def test_a_manager_counts_their_own_and_the_administrator_all(self, bench: Bench) -> None:
        at_work(bench, "2026-03-10", tags=["central"])
        at_work(bench, "2026-03-10", by=NORA, tags=["norte"])

        assert [each["key"] for each in report(bench, "tag")] == ["central"]
        assert report(bench, "tag", branch_id=NORTE) == []
        assert [each["key"] for each in report(bench, "tag", OLGA)] == ["norte", "central"]
        assert [each["key"] for each in report(bench, "tag", OLGA, branch_id=NORTE)] == ["norte"]

    def test_operators_do_not(self, bench: Bench) -> None:
        assert bench.as_(ANA).get("/reports/tasks", by="tag").status_code == 403


class TestAsAList:
    def test_pages_hold_everything_once(self, bench: Bench) -> None:
        for number in range(7):
            at_work(bench, "2026-03-10", tags=[f"etiqueta {number}", *(["común"] if number < 3 else [])])
        found: list[str] = []
        cursor: dict[str, str] = {}
        while True:
            page = bench.as_(MARTA).get("/reports/tasks", by="tag", limit=3, include="total", **cursor).json
            found += [each["key"] for each in page["items"]]
            if page["next_cursor"] is None:
                break
            cursor = {"cursor": page["next_cursor"]}

        assert (found[0], len(found), len(set(found)), page["total"]) == ("común", 8, 8, 8)

    def test_pages_by_operator_hold_nobody_too(self, bench: Bench) -> None:
        for operator in (ANA, LUIS, None):
            at_work(bench, "2026-03-10", operator_id=operator and str(operator))
        first = bench.as_(MARTA).get("/reports/tasks", by="operator", limit=2).json
        second = bench.as_(MARTA).get("/reports/tasks", by="operator", limit=2, cursor=first["next_cursor"]).json

        assert [each["name"] for each in first["items"] + second["items"]] == ["Luis Vega", "Ana Ruiz", None]

    def test_it_comes_as_csv_and_xlsx_without_formulas(self, bench: Bench) -> None:
        at_work(bench, "2026-03-10", tags=['=HYPERLINK("x")'])

        table = bench.as_(MARTA).get("/reports/tasks", by="tag", format="csv")
        sheet = bench.as_(MARTA).get("/reports/tasks", by="tag", format="xlsx")

        rows = list(csv.reader(io.StringIO(table.text.removeprefix("\ufeff"))))
        assert rows[0] == ["key", "name", "planned", "done", "cancelled", "total"]
        assert rows[1] == ['\'=HYPERLINK("x")', '\'=HYPERLINK("x")', "1", "0", "0", "1"]
        cells = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(sheet.data)).active.rows]
        assert cells == rows

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("", "by"),
            ("by=client", "by"),
            ("by=tag&cursor=W10", "cursor"),
            ("by=tag&from=ayer", "from"),
            ("by=tag&branch_id=1", "branch_id.0"),
            ("by=tag&tag=x", "tag"),
        ],
    )
    def test_a_wrong_question_names_its_field(self, bench: Bench, query: str, field: str) -> None:
        answer = bench.as_(MARTA).get(f"/reports/tasks?{query}")

        assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
