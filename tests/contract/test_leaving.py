"""Somebody leaves: what the services say of their work, who gets it, and what the trail tells of it."""

from typing import Any

import pytest

from shared.sealing import verify_trail
from shared.testing.waiting import until
from tests.contract.conftest import PASSWORD, House


def an_operator(house: House, name: str) -> str:
    body = {"name": name, "email": f"{name.lower()}@aldia.example", "role": "operator", "password": PASSWORD}
    return house.made("/users", body | {"branch_ids": [house.ids["central"]]}, by="admin")["id"]


@pytest.fixture(scope="module")
def left(house: House) -> dict[str, Any]:
    """Paz has a follow-up, a task and a sale; they go to Sol, and Paz leaves."""
    paz, sol = an_operator(house, "Paz"), an_operator(house, "Sol")
    client = house.made("/clients", {"first_name": "Clara", "phone": "55 3333 1111"}, by="manager")["id"]
    plan = {"client_id": client, "due_on": "2030-01-01"}
    follow_up = house.made("/follow-ups", plan | {"assigned_to_id": paz}, by="manager")["id"]
    task = house.made("/tasks", plan | {"description": "Llamar", "operator_id": paz}, by="manager")["id"]
    sale = house.made("/sales", {"client_id": client, "title": "Plan", "agent_id": paz}, by="manager")["id"]
    work = {"follow_ups": 1, "tasks": 1, "sales": 1}

    refused = house.call("PATCH", f"/users/{paz}", by="admin", json={"active": False})
    preview = house.call("POST", f"/users/{paz}/hand-over", by="manager", json={"to_id": sol, "preview": True})
    done = house.call("POST", f"/users/{paz}/hand-over", by="manager", json={"to_id": sol})
    gone = house.call("PATCH", f"/users/{paz}", by="admin", json={"active": False})

    assert (refused.status_code, preview.status_code, done.status_code, gone.status_code) == (409, 200, 202, 200)
    assert {kind: refused.json[kind] for kind in work} == preview.json == work
    paths = {f"/follow-ups/{follow_up}": "assigned_to", f"/tasks/{task}": "operator", f"/sales/{sale}": "agent"}
    return {"paz": paz, "sol": sol, "client": client, "paths": paths, "request_id": done.headers["X-Request-Id"]}


def test_every_kind_of_open_work_comes_to_the_successor(house: House, left: dict[str, Any]) -> None:
    for path, who in left["paths"].items():
        until(lambda p=path, w=who: house.call("GET", p, by="manager").json[w]["id"] == left["sol"], seconds=10)


def test_the_trail_of_the_whole_house_tells_who_did_it(house: House, left: dict[str, Any]) -> None:
    found = house.call("GET", f"/audit?record_id={left['paz']}", by="admin").json

    assert [entry["action"] for entry in found["items"]] == ["UserUpdated", "WorkHandedOver", "UserCreated"]
    assert found["items"][1]["actor"]["id"] == house.ids["user manager"]
    assert found["items"][1]["request_id"] == left["request_id"]
    assert found["degraded"] == []


def test_its_pages_hold_the_rows_of_every_service_once_and_newest_first(house: House, left: dict[str, Any]) -> None:
    assert left
    seen: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = house.call("GET", f"/audit?limit=7&to=2200-01-01&cursor={cursor}".removesuffix("&cursor="), by="admin")
        assert page.status_code == 200, page.text
        seen += page.json["items"]
        cursor = page.json["next_cursor"]
        if not cursor:
            break

    ids = [entry["id"] for entry in seen]
    assert len(ids) == len(set(ids))
    assert [entry["at"].rstrip("Z") for entry in seen] == sorted((e["at"].rstrip("Z") for e in seen), reverse=True)
    assert {"identity", "contacts", "followups", "tasks"} <= {entry["service"] for entry in seen}


def test_what_follows_from_a_request_leaves_no_row_of_its_own(house: House, left: dict[str, Any]) -> None:
    for path in left["paths"]:
        record = path.rpartition("/")[2]
        actions = [
            entry["action"] for entry in house.call("GET", f"/audit?record_id={record}", by="admin").json["items"]
        ]
        assert len(actions) == 1, actions


def test_every_chain_is_whole(house: House, left: dict[str, Any]) -> None:
    assert left
    for service in house.services.values():
        with service.app.app_context():
            assert verify_trail().fault is None


@pytest.mark.requirement("G8", "G10")
def test_any_operator_gives_work_to_another_operator(house: House, left: dict[str, Any]) -> None:
    sol, plan = left["sol"], {"client_id": left["client"], "due_on": "2030-03-01"}

    follow_up = house.made("/follow-ups", plan | {"assigned_to_id": sol}, by="operator")
    task = house.made("/tasks", plan | {"description": "Enviar la propuesta", "operator_id": sol}, by="operator")
    sale = house.made("/sales", {"client_id": left["client"], "title": "Plan", "agent_id": sol}, by="operator")

    in_charge = [follow_up["assigned_to"], task["operator"], sale["agent"]]
    assert [each["name"] for each in in_charge] == ["Sol", "Sol", "Sol"]
    assert {each["branch_id"] for each in (follow_up, task, sale)} == {house.ids["central"]}
