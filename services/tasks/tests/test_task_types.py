"""The types of tasks, which administrators keep."""

import pytest

from services.tasks.tests.people import CITA, LLAMADA, OTRO, planned, prioritized
from shared.ids import new_id
from shared.testing.fixtures import ANA, MARTA, NORA, OLGA, Bench


@pytest.mark.requirement("T1")
def test_the_house_begins_with_seven_types_of_which_cita_reminds_the_client(bench: Bench) -> None:
    types = bench.as_(ANA).get("/task-types").json["items"]

    assert [each["name"] for each in types] == [
        "Cita", "Llamada", "Presupuesto", "Renovación", "Rutina", "Objeciones", "Otro",
    ]  # fmt: skip
    assert [each["name"] for each in types if each["reminds_client"]] == ["Cita"]
    assert [each["name"] for each in types if each["priority"]] == []


@pytest.mark.requirement("T1")
def test_an_administrator_adds_a_type_that_everybody_can_choose(bench: Bench) -> None:
    answer = bench.as_(OLGA).post("/task-types", {"name": "Reunión", "default_duration_minutes": 45})

    assert answer.status_code == 201
    shown = {"name": "Reunión", "priority": False, "default_duration_minutes": 45, "reminds_client": False}
    assert answer.json | shown == answer.json
    assert answer.headers["Location"].endswith(answer.json["id"])
    assert planned(bench, by=NORA, type_id=answer.json["id"])["type"]["name"] == "Reunión"


@pytest.mark.requirement("T17")
@pytest.mark.parametrize("person", [ANA, MARTA])
def test_only_administrators_say_which_types_have_priority(bench: Bench, person: object) -> None:
    caller = bench.as_(person)

    assert caller.patch(f"/task-types/{CITA}", {"priority": True}).status_code == 403
    assert caller.post("/task-types", {"name": "Urgencia", "priority": True}).status_code == 403
    assert caller.delete(f"/task-types/{CITA}").status_code == 403


@pytest.mark.requirement("T17")
def test_a_type_given_priority_colors_the_tasks_that_it_has_already(bench: Bench) -> None:
    task = planned(bench, type_id=CITA)
    assert task["color"] is None

    prioritized(bench, CITA)

    shown = bench.as_(ANA).get(f"/tasks/{task['id']}").json
    assert (shown["color"], shown["version"]) == ("red", task["version"])


@pytest.mark.parametrize("name", ["cita", "  CITA ", "Citá"])
def test_a_name_is_taken_whatever_its_case_and_accents(bench: Bench, name: str) -> None:
    admin = bench.as_(OLGA)

    for answer in (
        admin.post("/task-types", {"name": name}),
        admin.patch(f"/task-types/{LLAMADA}", {"name": name}),
    ):
        assert (answer.status_code, answer.json["type"]) == (409, "/problems/name-taken")
    assert admin.patch(f"/task-types/{CITA}", {"name": name}).status_code == 200


def test_a_type_that_no_task_has_can_be_removed(bench: Bench) -> None:
    assert bench.as_(OLGA).delete(f"/task-types/{LLAMADA}").status_code == 204

    assert "Llamada" not in bench.as_(ANA).get("/task-types").text
    (event,) = bench.published("TaskTypeUpdated")
    assert (event.data["deleted"], event.sequence) == (True, 2)
    refused = bench.as_(ANA).post("/tasks", {"description": "x", "due_on": "2026-03-10", "type_id": str(LLAMADA)})
    assert list(refused.json["errors"]) == ["type_id"]


@pytest.mark.parametrize("type_id", [CITA, OTRO])
def test_a_type_that_is_used_stays(bench: Bench, type_id: object) -> None:
    planned(bench, type_id=CITA)

    answer = bench.as_(OLGA).delete(f"/task-types/{type_id}")

    assert (answer.status_code, answer.json["type"]) == (409, "/problems/type-in-use")


def test_a_change_is_told_and_a_change_of_nothing_is_not(bench: Bench) -> None:
    admin = bench.as_(OLGA)

    changed = admin.patch(f"/task-types/{CITA}", {"color": "#ff0000", "default_duration_minutes": 90})
    same = admin.patch(f"/task-types/{CITA}", {"color": "#ff0000"})

    assert (changed.json["version"], same.json["version"]) == (2, 2)
    (event,) = bench.published("TaskTypeUpdated")
    assert event.data == changed.json
    stale = admin.patch(f"/task-types/{CITA}", {"priority": True}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", "x" * 201), ("color", "red"), ("color", "#12345"), ("icon", "x"),
        ("default_duration_minutes", 0), ("default_duration_minutes", 10081), ("default_duration_minutes", 1.5),
        ("priority", "quizá"), ("reminds_client", 0),
    ],
)  # fmt: skip
def test_what_makes_no_type_is_refused_by_its_field(bench: Bench, field: str, value: object) -> None:
    answer = bench.as_(OLGA).post("/task-types", {"name": "Nuevo", field: value})

    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [field]


def test_an_unknown_type_is_not_found(bench: Bench) -> None:
    assert bench.as_(OLGA).patch(f"/task-types/{new_id()}", {"priority": True}).status_code == 404
    assert bench.as_(OLGA).delete(f"/task-types/{new_id()}").status_code == 404
