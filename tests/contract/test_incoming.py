"""A message that comes in, through the whole house: an interaction of the client, authored by nobody."""

from typing import Any

import pytest

from tests.contract.conftest import House
from tests.contract.test_roles import EXPECTED, filled

SERVICE_MAY = {("POST", "/contacts/resolve"), ("POST", "/interactions")}


def interactions(house: House, client_id: str) -> list[dict[str, Any]]:
    path = f"/interactions?client_id={client_id}"
    found: list[dict[str, Any]] = house.seen(path, "admin", lambda answer: answer["items"])
    return found


def test_the_message_of_a_client_is_an_interaction_of_theirs(house: House) -> None:
    body = {"first_name": "Lola", "last_name": "Mar", "phone": "55 6666 0001"}
    client = house.made("/clients", body, by="operator")
    house.seen(f"/consents/{client['id']}", "operator", lambda answer: "sms" in answer)

    for _ in range(2):
        assert house.written("+5215566660001", "Llego tarde", name="Lola", id="wamid.lola").status_code == 200

    [interaction] = interactions(house, client["id"])
    assert (interaction["method"], interaction["direction"]) == ("whatsapp", "inbound")
    assert (interaction["notes"], interaction["author"]) == ("Llego tarde", None)
    assert interaction["follow_up_on"] is None


def test_an_unknown_number_becomes_a_lead_to_follow_up_today(house: House) -> None:
    house.written("+525566660002", "¿Tienen cita el lunes?", name="Rita Paz Gil", id="wamid.rita")

    found = "/clients?q=5566660002"
    [client] = house.seen(found, "operator", lambda answer: answer["items"])
    assert (client["name"], client["type"], client["phone"]) == ("Rita Paz Gil", "lead", "+525566660002")
    [interaction] = interactions(house, client["id"])
    [follow_up] = house.seen(f"/follow-ups?client_id={client['id']}", "operator", lambda answer: answer["items"])
    assert (follow_up["interaction_id"], follow_up["assigned_to"]) == (interaction["id"], None)
    assert follow_up["due_on"] == interaction["follow_up_on"]

    house.written("+525566660002", "Perdón, el martes", name="Rita Paz Gil", id="wamid.rita2")
    house.seen(f"/interactions?client_id={client['id']}", "operator", lambda answer: len(answer["items"]) == 2)
    assert len(house.call("GET", found, by="operator").json["items"]) == 1


def test_who_takes_the_consent_back_before_they_are_known_has_done_so(house: House) -> None:
    house.written("+525566660003", "BAJA", name="Iván", id="wamid.ivan")

    [client] = house.seen("/clients?q=5566660003", "operator", lambda answer: answer["items"])
    house.seen(f"/consents/{client['id']}", "operator", lambda answer: answer.get("whatsapp") == "revoked")


@pytest.mark.parametrize(("method", "path"), [pytest.param(*route, id=" ".join(route)) for route in sorted(EXPECTED)])
def test_the_token_of_a_service_opens_two_calls_only(house: House, method: str, path: str) -> None:
    if EXPECTED[method, path] == "public" or (method, path) == ("GET", "/stream"):
        return
    granted = house.call("POST", "/auth/service", json={"secret": "un secreto entre servicios"}).json
    options = {} if method == "GET" else {"json": {"no-such-field": 1}}

    answer = house.call(
        method,
        filled(path) + ("?q=ana" if path == "/search" else ""),
        headers={"Authorization": f"Bearer {granted['access_token']}"},
        **options,
    )

    assert (answer.status_code == 403) == ((method, path) not in SERVICE_MAY), answer.text
