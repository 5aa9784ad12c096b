"""A client with all that the house knows of them."""

from collections.abc import Callable
from typing import Any

import pytest

from gateway.tests.conftest import Gateway, closed_port
from gateway.tests.standins import StandIn, a_list

MakeGateway = Callable[..., Gateway]
ID = "01900000-0000-7000-8000-000000000001"
KEPT = "01900000-0000-7000-8000-000000000002"
CLIENT = {"id": ID, "name": "Eva Sol", "student_id": None, "patient_id": None}


def contacts(**client: Any) -> StandIn:
    return StandIn().says(f"clients/{ID}", CLIENT | client)


def interactions() -> StandIn:
    return StandIn().says("interactions", a_list({"id": "i2"}, {"id": "i1"}))


def followups() -> StandIn:
    due_first = [{"id": f"f{n}", "created_at": f"2026-01-{n:02}T00:00:00Z"} for n in (3, 1, 2)]
    return StandIn().says("follow-ups", a_list(*due_first)).says("sales", a_list({"id": "s1"}))


def tasks() -> StandIn:
    return StandIn().says("tasks", a_list({"id": "t1"})).says("history", a_list({"id": "h1"}))


def profile(gateway: MakeGateway, away: tuple[str, ...] = (), query: str = "", **services: StandIn) -> Any:
    house = gateway(
        {name: service.adapter for name, service in services.items()},
        service_urls={name: closed_port() for name in away},
    )
    return house.client.get(f"/api/v1/clients/{ID}/profile{query}")


def test_it_shows_everything_the_newest_first(gateway: MakeGateway) -> None:
    linked = contacts(student_id="st", patient_id="pa")
    linked.says("students/st", {"id": "st"}).says("patients/pa", {"id": "pa"})

    answer = profile(gateway, contacts=linked, interactions=interactions(), followups=followups(), tasks=tasks())

    assert answer.status_code == 200
    shown = answer.get_json()
    assert [each["id"] for each in shown.pop("follow_ups")] == ["f3", "f2", "f1"]
    assert shown == {
        "client": CLIENT | {"student_id": "st", "patient_id": "pa"},
        "interactions": [{"id": "i2"}, {"id": "i1"}],
        "sales": [{"id": "s1"}],
        "tasks": [{"id": "t1"}],
        "history": [{"id": "h1"}],
        "student": {"id": "st"},
        "patient": {"id": "pa"},
        "degraded": [],
    }


def test_the_services_are_asked_for_this_client_alone(gateway: MakeGateway) -> None:
    services = {"interactions": interactions(), "followups": followups(), "tasks": tasks()}

    profile(gateway, contacts=contacts(), **services)

    first = [("client_id", ID), ("limit", "20")]
    assert services["interactions"].asked_for("interactions") == first
    assert services["followups"].asked_for("sales") == first
    assert services["tasks"].asked_for("tasks") == services["tasks"].asked_for("history") == first
    states = [("state", "cancelled"), ("state", "done"), ("state", "open")]
    assert services["followups"].asked_for("follow-ups") == [("client_id", ID), ("limit", "200"), *states]


def test_no_list_is_longer_than_a_page(gateway: MakeGateway) -> None:
    many = [{"id": str(n), "created_at": f"2026-01-01T00:00:{n:02}Z"} for n in range(60)]

    shown = profile(gateway, contacts=contacts(), followups=StandIn().says("follow-ups", a_list(*many))).get_json()

    assert [each["id"] for each in shown["follow_ups"]] == [str(n) for n in range(59, 39, -1)]


def test_what_this_installation_does_not_have_is_empty_and_not_missed(gateway: MakeGateway) -> None:
    no_sales = StandIn().says("follow-ups", a_list())

    shown = profile(gateway, contacts=contacts(), followups=no_sales).get_json()

    assert {kind for kind, found in shown.items() if found == []} == {
        "interactions", "follow_ups", "sales", "tasks", "history", "degraded",
    }  # fmt: skip
    assert (shown["student"], shown["patient"]) == (None, None)


def test_a_service_that_does_not_answer_is_named_and_the_rest_is_there(gateway: MakeGateway) -> None:
    shown = profile(
        gateway,
        away=("interactions",),
        contacts=contacts(),
        followups=followups(),
        tasks=StandIn().says("tasks", (503, {})),
    ).get_json()

    assert shown["degraded"] == ["interactions", "tasks"]
    assert (shown["interactions"], shown["sales"]) == ([], [{"id": "s1"}])


def test_an_unknown_client_is_404_as_contacts_says_it(gateway: MakeGateway) -> None:
    answer = profile(gateway, contacts=StandIn(), interactions=interactions())

    assert (answer.status_code, answer.get_json()["type"]) == (404, "/problems/not-found")


def test_a_merged_client_leads_to_the_profile_of_the_one_that_was_kept(gateway: MakeGateway) -> None:
    moved = (301, {}, {"Location": f"/api/v1/clients/{KEPT}", "Cache-Control": "no-store"})

    answer = profile(gateway, contacts=StandIn().says(f"clients/{ID}", moved))

    assert (answer.status_code, answer.headers["Location"]) == (301, f"/api/v1/clients/{KEPT}/profile")
    assert answer.headers["Cache-Control"] == "no-store"


def test_without_contacts_there_is_no_profile(gateway: MakeGateway) -> None:
    answer = profile(gateway, away=("contacts",), interactions=interactions())

    assert answer.status_code == 503
    assert answer.get_json()["service"] == "contacts"
    assert answer.headers["Retry-After"]


def test_contacts_that_fail_are_as_good_as_away(gateway: MakeGateway) -> None:
    assert profile(gateway, contacts=StandIn().says(f"clients/{ID}", (500, {}))).status_code == 503


@pytest.mark.parametrize("who", ["contacts", "interactions"])
def test_a_token_that_a_service_refuses_is_refused(gateway: MakeGateway, who: str) -> None:
    services = {"contacts": contacts(), "interactions": interactions()}
    services[who] = StandIn().says(f"clients/{ID}", (401, {"x": 1})).says("interactions", (401, {"x": 1}))

    answer = profile(gateway, **services)

    assert (answer.status_code, answer.get_json()) == (401, {"x": 1})


def test_it_takes_no_arguments(gateway: MakeGateway) -> None:
    assert profile(gateway, query="?limit=5", contacts=contacts()).status_code == 422


def test_other_things_below_a_client_are_left_to_contacts(gateway: MakeGateway) -> None:
    house = gateway({"contacts": StandIn().says("clients/no-id/profile", {"told": "by contacts"}).adapter})

    assert house.client.get("/api/v1/clients/no-id/profile").get_json() == {"told": "by contacts"}
