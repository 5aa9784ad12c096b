"""The pages that the gateway composes, of what the services really answer."""

import pytest

from tests.contract.conftest import House


@pytest.mark.requirement("C10", "P4", "T3")
def test_what_is_planned_and_noted_for_a_client_is_on_their_profile_and_on_the_panel(house: House) -> None:
    client = house.made("/clients", {"first_name": "Petra", "phone": "55 7171 1234"}, by="operator")["id"]
    task = house.made("/tasks", {"description": "Cita", "due_on": "2000-01-01", "client_id": client}, by="operator")
    note = house.made("/history", {"text": "Preguntó", "client_id": client}, by="operator")

    profile = house.call("GET", f"/clients/{client}/profile", by="operator").json
    panel = house.call("GET", "/panel", by="operator").json

    assert [each["id"] for each in profile["tasks"]] == [task["id"]]
    assert [each["id"] for each in profile["history"]] == [note["id"]]
    assert task["id"] in [each["id"] for each in panel["tasks"]["in_preparation"]]
    assert profile["degraded"] == panel["degraded"] == []
