"""Branches: where people work."""

from typing import Any

import pytest

from shared.ids import new_id
from shared.testing.fixtures import ANA, CENTRAL, MARTA, NORTE, OLGA, Bench

SUR: dict[str, Any] = {
    "name": "Sur", "time_zone": "America/Bogota", "phone_region": "CO", "pack": "school",
}  # fmt: skip
WEEK = {"mon": [{"start": "09:00", "end": "13:00"}, {"start": "15:00", "end": "19:30"}], "sat": []}


def test_everybody_sees_their_branches(bench: Bench) -> None:
    assert [branch["name"] for branch in bench.as_(ANA).get("/branches").json["items"]] == ["Central"]
    assert [branch["name"] for branch in bench.as_(OLGA).get("/branches").json["items"]] == ["Central", "Norte"]


def test_one_branch_is_answered_whole(bench: Bench) -> None:
    assert bench.as_(ANA).get(f"/branches/{CENTRAL}").json == {
        "id": str(CENTRAL), "name": "Central", "time_zone": "America/Mexico_City", "phone_region": "MX",
        "pack": "clinic", "opening_hours": None, "quiet_hours": None, "holidays": [], "version": 1,
    }  # fmt: skip


def test_another_branch_is_unknown(bench: Bench) -> None:
    assert bench.as_(ANA).get(f"/branches/{NORTE}").status_code == 404
    assert bench.as_(OLGA).get(f"/branches/{new_id()}").status_code == 404


def test_an_administrator_opens_a_branch(bench: Bench) -> None:
    hours = {"opening_hours": WEEK, "quiet_hours": {"start": "21:00", "end": "08:00"}}
    answer = bench.as_(OLGA).post("/branches", SUR | hours | {"holidays": ["2026-12-25", "2026-05-01", "2026-05-01"]})

    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == f"/api/v1/branches/{answer.json['id']}"
    assert answer.json["opening_hours"] == WEEK
    assert answer.json["quiet_hours"] == {"start": "21:00", "end": "08:00"}
    assert answer.json["holidays"] == ["2026-05-01", "2026-12-25"]
    (event,) = bench.published("BranchCreated")
    assert event.data == answer.json


def test_what_is_given_changes(bench: Bench) -> None:
    bench.as_(OLGA).patch(f"/branches/{CENTRAL}", {"opening_hours": WEEK, "holidays": ["2026-12-25"]})
    answer = bench.as_(OLGA).patch(f"/branches/{CENTRAL}", {"name": "Centro", "opening_hours": None})

    assert answer.status_code == 200, answer.text
    assert (answer.json["name"], answer.json["opening_hours"]) == ("Centro", None)
    assert (answer.json["holidays"], answer.json["version"]) == (["2026-12-25"], 3)
    assert [event.sequence for event in bench.published("BranchUpdated")] == [2, 3]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"time_zone": "Mexico City"}, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
        ({"time_zone": "america/mexico_city"}, "time_zone"),
        ({"phone_region": "XX"}, "phone_region"),
        ({"phone_region": "mx"}, "phone_region"),
        ({"pack": "bakery"}, "pack"),
        ({"opening_hours": {"mon": [{"start": "19:00", "end": "09:00"}]}}, "opening_hours.mon.0.end"),
        ({"opening_hours": {"mon": [{"start": "9:00", "end": "24:00"}]}}, "opening_hours.mon.0.start"),
        ({"opening_hours": {"lunes": []}}, "opening_hours.lunes"),
        ({"quiet_hours": {"start": "21:00"}}, "quiet_hours.end"),
        ({"quiet_hours": {"start": "21:00", "end": "21:00"}}, "quiet_hours.end"),
        ({"holidays": ["2026-02-30"]}, "holidays.0"),
        ({"version": 3}, "version"),
    ],
)
def test_what_cannot_be_is_named(bench: Bench, fields: dict[str, Any], field: str) -> None:
    for answer in (
        bench.as_(OLGA).post("/branches", SUR | fields),
        bench.as_(OLGA).patch(f"/branches/{CENTRAL}", fields),
    ):
        assert answer.status_code == 422, answer.text
        assert field in answer.json["errors"]


def test_only_administrators_may_write(bench: Bench) -> None:
    assert bench.as_(MARTA).post("/branches", SUR).status_code == 403
    assert bench.as_(MARTA).patch(f"/branches/{CENTRAL}", {"name": "Mía"}).status_code == 403


def test_a_list_can_be_taken_as_a_table(bench: Bench) -> None:
    assert bench.as_(OLGA).get("/branches", format="csv").text.splitlines()[0].lstrip("\ufeff").startswith("id,name,")
