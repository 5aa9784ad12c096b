"""One document of the whole, always valid, and a page that shows it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, jsonify
from openapi_spec_validator import validate

from gateway.composing import Composer
from gateway.documents import FRESH_SECONDS, PAGE, Documents
from gateway.merging import merged
from gateway.tests.conftest import Clock, Gateway, closed_port
from gateway.upstream import reach
from shared.config import Settings
from shared.inprocess import InProcess

MakeGateway = Callable[..., Gateway]
OWN = ["/api/v1/panel", "/api/v1/search", "/api/v1/stream"]


def document(tag: str, paths: list[str], schemas: dict[str, Any]) -> dict[str, Any]:
    """A document as the services publish theirs."""
    name = next(iter(schemas))
    answer = {
        "description": "OK",
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": tag, "version": "1"},
        "tags": [{"name": tag, "description": tag.title()}],
        "paths": {
            path: {
                "parameters": [
                    {"in": "path", "name": each, "required": True, "schema": {"type": "string"}}
                    for each in re.findall(r"{(\w+)}", path)
                ],
                "get": {"tags": [tag], "security": [{"token": []}], "responses": {"200": answer}},
            }
            for path in paths
        },
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def an_object(*names: str) -> dict[str, Any]:
    return {"type": "object", "properties": {name: {"type": "string"} for name in names}}


PROBLEM = {"Problem": an_object("type", "title")}
CONTACTS = document(
    "clients",
    ["/api/v1/clients", "/api/v1/clients/{id}", "/api/v1/openapi.json"],
    {"Client": an_object("id"), "Page": {"type": "array", "items": {"$ref": "#/components/schemas/Client"}}}
    | PROBLEM,
)
FOLLOWUPS = document("follow-ups", ["/api/v1/follow-ups"], {"FollowUp": an_object("due_on")} | PROBLEM)


def check(found: dict[str, Any]) -> None:
    validate(found)
    for reference in re.findall(r"'\$ref': '(.+?)'", str(found)):
        kind, name = reference.removeprefix("#/components/").split("/")
        assert name in found["components"][kind], reference


def test_the_documents_of_all_services_become_one_valid_one() -> None:
    found = merged({"contacts": CONTACTS, "followups": FOLLOWUPS})

    check(found)
    assert list(found["paths"]) == [
        "/api/v1/audit",
        "/api/v1/clients",
        "/api/v1/clients/{id}",
        "/api/v1/clients/{id}/profile",
        "/api/v1/follow-ups",
        "/api/v1/panel",
        "/api/v1/search",
        "/api/v1/stream",
    ]
    assert found["servers"] == [{"url": "/"}]
    assert found["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert [tag["name"] for tag in found["tags"]] == ["clients", "follow-ups", "gateway"]
    assert found["x-missing"] == []
    assert {"Client", "FollowUp", "Problem", "Panel", "Profile"} <= found["components"]["schemas"].keys()


def test_without_a_service_the_rest_is_still_there_and_valid() -> None:
    found = merged({"contacts": None, "followups": FOLLOWUPS})

    check(found)
    assert list(found["paths"]) == ["/api/v1/audit", "/api/v1/follow-ups", *OWN]
    assert found["x-missing"] == ["contacts"]


def test_without_any_service_it_is_still_valid() -> None:
    check(merged({}))


def test_one_name_for_two_things_is_told_apart_also_where_it_is_used() -> None:
    own = document(
        "follow-ups",
        ["/api/v1/follow-ups"],
        {"Page": {"type": "array", "items": {"$ref": "#/components/schemas/Page"}}} | PROBLEM,
    )

    found = merged({"contacts": CONTACTS, "followups": own})

    check(found)
    schemas = found["components"]["schemas"]
    assert schemas["Page"] == CONTACTS["components"]["schemas"]["Page"]
    assert schemas["FollowupsPage"]["items"]["$ref"] == "#/components/schemas/FollowupsPage"
    answer = found["paths"]["/api/v1/follow-ups"]["get"]["responses"]["200"]
    assert answer["content"]["application/json"]["schema"]["$ref"] == "#/components/schemas/FollowupsPage"


def test_a_path_of_which_the_gateway_would_ask_another_service_does_not_count() -> None:
    stranger = document("x", ["/api/v1/clients", "/internal"], {"X": an_object("x")})

    assert list(merged({"followups": stranger})["paths"]) == ["/api/v1/audit", *OWN]


class Publisher:
    """A service that publishes a document."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.asked = 0
        self.app = Flask("publisher")

        @self.app.get("/api/v1/openapi.json")
        def openapi() -> Any:
            self.asked += 1
            return jsonify(content)


def test_the_gateway_serves_it(gateway: MakeGateway) -> None:
    house = gateway({"contacts": InProcess(Publisher(CONTACTS).app)}, service_urls={"followups": closed_port()})

    answer = house.client.get("/api/v1/openapi.json")

    check(answer.get_json())
    assert answer.get_json()["x-missing"] == ["followups"]
    assert "/api/v1/clients" in answer.get_json()["paths"]


def test_the_services_are_asked_again_only_after_some_seconds(gateway: MakeGateway, clock: Clock) -> None:
    publisher = Publisher(CONTACTS)
    adapters = {"contacts": InProcess(publisher.app)}
    documents = Documents(Composer(reach(Settings(), dict(adapters))), ["contacts"], clock)

    with gateway(adapters).app.test_request_context():
        gateway_knows_the_caller()
        for _ in range(5):
            documents.merged()
        clock.pass_(FRESH_SECONDS)
        documents.merged()

    assert publisher.asked == 2


def gateway_knows_the_caller() -> None:
    from flask import g

    from gateway.callers import Caller

    g.caller = Caller("127.0.0.1", "http", "localhost")


def test_arguments_that_mean_nothing_are_refused(gateway: MakeGateway) -> None:
    answer = gateway().client.get("/api/v1/openapi.json?self=1&format=yaml")

    assert answer.status_code == 422
    assert answer.get_json()["errors"] == {"self": ["Campo desconocido."], "format": ["Campo desconocido."]}


@pytest.mark.parametrize("path", PAGE)
def test_the_page_and_its_parts_are_served(gateway: MakeGateway, path: str) -> None:
    answer = gateway().client.get(path)

    assert answer.status_code == 200
    assert answer.content_type == f"{PAGE[path][1]}; charset=utf-8"


def test_the_page_needs_nothing_from_elsewhere_and_nothing_that_its_policy_forbids(gateway: MakeGateway) -> None:
    page = gateway().client.get("/api/v1/docs").text

    wanted = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert set(wanted) == {*PAGE, "/api/v1/openapi.json"} - {"/api/v1/docs"}
    assert not re.search(r"<style|style=|\bon\w+=|<script>", page)


@pytest.mark.parametrize(
    ("short", "whole"),
    [("/docs", "/api/v1/docs"), ("/openapi.json", "/api/v1/openapi.json")],
)
def test_short_addresses_lead_there(gateway: MakeGateway, short: str, whole: str) -> None:
    answer = gateway().client.get(short)

    assert (answer.status_code, answer.headers["Location"]) == (302, whole)
