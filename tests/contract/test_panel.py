"""What people do from the panel."""

from datetime import UTC, datetime

import pytest

from tests.contract.conftest import House


@pytest.mark.requirement("F10", "I16", "P1")
def test_whoever_was_promised_a_call_is_on_the_panel_until_it_is_completed_there(house: House) -> None:
    client = house.made("/clients", {"first_name": "Panchita", "phone": "55 3333 4444"}, by="operator")
    today = str(datetime.now(UTC).date())
    call = {"contact": {"client_id": client["id"]}, "method": "call", "occurred_at": today, "follow_up_on": today}
    interaction = house.made("/interactions", call, by="operator")

    def on_the_panel() -> list[str]:
        items = house.call("GET", "/panel", by="operator").json["follow_ups"]["items"]
        return [each["id"] for each in items if each["interaction_id"] == interaction["id"]]

    (waiting,) = house.seen("/panel", "operator", lambda _: on_the_panel())
    house.made(f"/follow-ups/{waiting}/complete", {}, by="operator")

    assert on_the_panel() == []
    assert house.call("GET", f"/interactions/{interaction['id']}", by="operator").status_code == 200
    assert house.call("GET", f"/clients/{client['id']}", by="operator").status_code == 200
