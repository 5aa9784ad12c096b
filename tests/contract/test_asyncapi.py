"""The AsyncAPI document tells the truth: about itself, and about every event that a running house publishes."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from jsonschema import Draft7Validator, FormatChecker

from cli import asyncapi
from cli.docs import ASYNCAPI
from cli.spec import openapi_of, schema_of
from services.notifications.channels import Channel, DeliveryError, Message
from shared.bus.local import LocalBus
from shared.events import CATALOGUE
from shared.testing.waiting import until
from tests.contract.conftest import PASSWORD, House

TODAY = datetime.now(UTC).date()

Envelope = dict[str, Any]


def an_object(required: str, optional: str = "", **parts: Any) -> dict[str, Any]:
    """The form of an object: the fields it must have, those it may have, and the form of some of them."""
    fields = {name: parts.get(name, {}) for name in f"{required} {optional}".split()}
    return {"type": "object", "required": required.split(), "properties": fields, "additionalProperties": False}


def a_map(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "minProperties": 1, "additionalProperties": of}


REFERENCE = an_object("$ref")
# What AsyncAPI 3.0 asks of the parts that the document uses.
FORM = an_object(
    "asyncapi info channels operations components",
    "defaultContentType",
    asyncapi={"const": "3.0.0"},
    info=an_object("title version", "description license contact tags externalDocs"),
    channels=a_map(
        an_object("address messages", "title summary description bindings tags", messages=a_map(REFERENCE))
    ),
    operations=a_map(
        an_object(
            "action channel",
            "messages title summary description bindings tags",
            action={"enum": ["send", "receive"]},
            channel=REFERENCE,
            messages={"type": "array", "items": REFERENCE},
        )
    ),
    components=an_object(
        "messages schemas",
        messages=a_map(
            an_object(
                "name contentType payload", "title summary description headers correlationId examples tags bindings"
            )
        ),
        schemas=a_map({"type": "object"}),
    ),
)

FORMATS = FormatChecker()
FORMATS.checks("date-time", raises=ValueError)(lambda text: not isinstance(text, str) or instant(text))


def instant(text: str) -> bool:
    """RFC 3339, in UTC."""
    return text.endswith("Z") and datetime.fromisoformat(text) is not None


class Refusing(Channel):
    """A channel that nothing goes through."""

    provider = "console"

    def send(self, message: Message) -> None:
        raise DeliveryError("no-address", permanent=True)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return json.loads(ASYNCAPI.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def happened(house: House) -> Iterator[dict[str, list[Envelope]]]:
    """Every event that the house has published, by its type, once one of each has happened."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LocalBus, "_prune", lambda *_: None)
        patch.setitem(house.services["notifications"].app.extensions["channels"], "email", Refusing())
        everything_happens(house)
        until(lambda: CATALOGUE.keys() <= published(house).keys(), seconds=10)
        yield published(house)


def everything_happens(house: House) -> None:
    people_change(house)
    contacts_change(house)
    client = house.made("/clients", {"first_name": "Irene", "phone": "55 7777 1234"}, by="operator")
    interactions_change(house, client["id"])
    follow_ups_change(house, client["id"])
    sales_change(house, client["id"])
    tasks_change(house, client["id"])
    assert house.written("+525577771234", "Sí, allí estaré", name="Irene Sol", id="wamid.asyncapi").status_code == 200
    agreed = house.call("PUT", f"/consents/{client['id']}", by="operator", json={"whatsapp": "granted"})
    assert agreed.status_code == 200, agreed.text


def people_change(house: House) -> None:
    changed(house, f"/users/{house.ids['user operator']}", {"name": "Ana Ruiz", "phone": "55 1234 5678"})
    changed(house, f"/users/{house.ids['user manager']}", {"name": "Marta Gil"})
    changed(house, f"/branches/{house.ids['central']}", {"holidays": ["2026-12-25"]})
    team = {"name": "Recepción", "branch_id": house.ids["central"], "member_ids": [house.ids["user operator"]]}
    house.made("/teams", team, by="admin")
    leaving = {"name": "Paz Luna", "email": "paz@luna.example", "role": "operator", "password": PASSWORD}
    user = house.made("/users", leaving | {"branch_ids": [house.ids["central"]]}, by="admin")
    hand_over = f"/users/{user['id']}/hand-over"
    answer = house.call("POST", hand_over, by="admin", json={"to_id": house.ids["user operator"]})
    assert answer.status_code == 202, answer.text


def contacts_change(house: House) -> None:
    enrolment = {"program": "Inglés B1", "status": "active", "started_on": "2026-09-01"}
    names = {"first_name": "Bruno", "last_name": "Lara"}
    client = house.made("/clients", names | {"phone": "55 7777 4321", "email": "bruno@lara.example"}, by="operator")
    student = house.made(
        "/students", names | {"guardian_name": "Rita Lara", "enrolments": [enrolment]}, by="operator"
    )
    patient = house.made("/patients", names | {"birth_date": "1990-02-03", "record_number": "H-7"}, by="operator")
    changed(house, f"/students/{student['id']}", {"guardian_name": None})
    changed(house, f"/patients/{patient['id']}", {"phone": "55 7777 4321"})
    changed(house, f"/clients/{client['id']}", {"assigned_to_id": house.ids["user manager"]})
    tags = [house.made("/tags", {"name": name, "color": "#d4380d"}, by="manager") for name in ("Inglés", "Becado")]
    for action, body in (
        ("link", {"student_id": student["id"]}),
        ("tags", {"tag_ids": [tag["id"] for tag in tags]}),
        ("convert", {}),
        ("promote", {}),
    ):
        house.made(f"/clients/{client['id']}/{action}", body, by="operator")
    assert house.call("DELETE", f"/tags/{tags[1]['id']}", by="manager").status_code == 204
    duplicate = house.made("/clients", {"first_name": "Bruno", "phone": "55 7777 5678"}, by="operator")
    house.made(f"/clients/{client['id']}/merge", {"duplicate_id": duplicate["id"]}, by="manager")
    other = house.made("/clients", {"first_name": "Eva", "phone": "55 7777 8765"}, by="operator")
    house.made(f"/clients/{other['id']}/erase", {}, by="admin")


def interactions_change(house: House, client_id: str) -> None:
    told = {"method": "call", "occurred_at": str(TODAY), "follow_up_on": str(TODAY), "notes": "Pidió precios."}
    interaction = house.made("/interactions", {"contact": {"client_id": client_id}, **told}, by="operator")
    path = f"/interactions/{interaction['id']}"
    changed(house, path, {"follow_up_on": str(TODAY + timedelta(days=2))})
    assert house.call("DELETE", path, by="operator").status_code == 204


def follow_ups_change(house: House, client_id: str) -> None:
    late = {"client_id": client_id, "due_on": str(TODAY - timedelta(days=3)), "due_time": "09:30"}
    until(lambda: house.call("GET", f"/follow-ups?client_id={client_id}", by="operator").json, seconds=10)
    house.made("/follow-ups", late, by="operator")
    soon = datetime.now(UTC) + timedelta(seconds=1)
    plan = {"client_id": client_id, "due_on": str(TODAY), "reminders": [soon.isoformat()]}
    follow_up = house.made("/follow-ups", plan, by="operator")
    path = f"/follow-ups/{follow_up['id']}"
    until(lambda: "FollowUpReminderDue" in published(house), seconds=10)
    changed(house, path, {"notes": "Llamar por la tarde."})
    changed(house, path, {"due_on": str(TODAY + timedelta(days=1)), "reason": "Estaba ocupada"})
    following = {"due_on": str(TODAY + timedelta(days=7))}
    for action, body in (
        ("claim", {}),
        ("release", {}),
        ("complete", {"result": {"details": "Vendrá el lunes"}, "next": following}),
        ("reopen", {}),
        ("cancel", {"reason": "Se mudó"}),
    ):
        house.made(f"{path}/{action}", body, by="operator")


def sales_change(house: House, client_id: str) -> None:
    sale = {"title": "Plan anual", "client_id": client_id, "amount": "12500"}
    path = f"/sales/{house.made('/sales', sale, by='operator')['id']}"
    changed(house, path, {"amount": "11900.50"})
    reminder = datetime.now(UTC) + timedelta(days=2)
    plan = {"due_on": str(TODAY - timedelta(days=2)), "notes": "Enviar cotización"}
    house.made(f"{path}/follow-ups", plan | {"reminders": [reminder.isoformat()]}, by="operator")
    changed(house, path, {"title": "Plan de dos años"})
    for action, body in (("conclude", {"result": {"details": "Firmó el contrato"}}), ("reopen", {})):
        house.made(f"{path}/{action}", body, by="operator")


def tasks_change(house: House, client_id: str) -> None:
    types = house.call("GET", "/task-types", by="operator").json["items"]
    changed(house, f"/task-types/{types[0]['id']}", {"priority": True})
    soon = datetime.now(UTC) + timedelta(seconds=1)
    plan = {"client_id": client_id, "type_id": types[0]["id"], "tags": ["prueba"], "reminders": [soon.isoformat()]}
    late = {"description": "Cita de prueba", "planned_at": (soon - timedelta(days=1)).isoformat()}
    task = house.made("/tasks", plan | late | {"operator_id": house.ids["user operator"]}, by="operator")
    path = f"/tasks/{task['id']}"
    until(lambda: {"TaskReminderDue", "TaskOverdue"} <= published(house).keys(), seconds=10)
    changed(house, path, {"planned_at": (soon + timedelta(days=1)).isoformat()})
    house.made("/history", {"text": "Preguntó por la piscina", "task_id": task["id"]}, by="operator")
    following = {"description": "Enviar presupuesto", "due_on": str(TODAY + timedelta(days=2))}
    for action, body in (
        ("claim", {}),
        ("release", {}),
        ("claim", {}),
        ("close", {"status": "done", "outcome": "Interesada", "note": "Quiere el plan anual", "next": following}),
    ):
        house.made(f"{path}/{action}", body, by="operator")


def changed(house: House, path: str, body: dict[str, Any]) -> None:
    answer = house.call("PATCH", path, by="admin", json=body)
    assert answer.status_code == 200, answer.text


def published(house: House) -> dict[str, list[Envelope]]:
    found: dict[str, list[Envelope]] = {}
    for service in house.services.values():
        outbox = service.tables.outbox
        with service.app.app_context():
            bodies = service.db.session.scalars(sa.select(outbox.c.body).order_by(outbox.c.seq)).all()
        for envelope in map(json.loads, bodies):
            found.setdefault(envelope["type"], []).append(envelope)
    return found


def faults(document: dict[str, Any], envelope: Envelope) -> list[str]:
    """What the document says is wrong with an event."""
    schema = document["components"]["messages"][envelope["type"]]["payload"]
    validator = Draft7Validator(schema | {"components": document["components"]}, format_checker=FORMATS)
    return [f"{envelope['type']}: {error.json_path}: {error.message}" for error in validator.iter_errors(envelope)]


def test_the_document_is_what_the_code_says() -> None:
    assert ASYNCAPI.read_text(encoding="utf-8") == asyncapi.written(), "run ./crm docs"


def test_the_document_has_the_form_of_asyncapi(document: dict[str, Any]) -> None:
    assert [error.message for error in Draft7Validator(FORM).iter_errors(document)] == []


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    for reference in references(document):
        node: Any = document
        for step in reference.removeprefix("#/").split("/"):
            node = node[step]


def test_the_schemas_mean_the_same_in_the_draft_of_asyncapi(document: dict[str, Any]) -> None:
    """Draft 7 ignores what stands beside a reference."""

    def siblings(node: Any) -> Iterator[Any]:
        for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            yield from siblings(each)
        if isinstance(node, dict) and "$ref" in node and len(node) > 1:
            yield node

    schemas = document["components"]["schemas"]
    assert list(siblings(schemas)) == []
    for schema in schemas.values():
        Draft7Validator.check_schema(schema)


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict) and isinstance(node.get("$ref"), str):
        yield node["$ref"]
    for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from references(each)


def test_it_tells_of_every_event_by_its_routing_key(document: dict[str, Any]) -> None:
    addresses = {name: channel["address"] for name, channel in document["channels"].items()}

    assert addresses == {each.name: each.routing_key for each in CATALOGUE.values()}
    assert len(document["operations"]) == len(CATALOGUE)


@pytest.mark.parametrize("name", CATALOGUE)
def test_what_happens_is_told_as_the_document_says(
    happened: dict[str, list[Envelope]], document: dict[str, Any], name: str
) -> None:
    assert [fault for envelope in happened[name] for fault in faults(document, envelope)] == []


@pytest.mark.parametrize("name", CATALOGUE)
def test_an_event_carries_nothing_that_is_not_told(happened: dict[str, list[Envelope]], name: str) -> None:
    event = CATALOGUE[name]
    own = openapi_of(event.service)
    components = {"components": own["components"]}
    strict = Draft7Validator({"$ref": f"#/components/schemas/{schema_of(event)}", **components})
    known = asyncapi.ENVELOPE["properties"]

    for envelope in happened[name]:
        assert envelope.keys() <= known.keys()
        assert [error.message for error in strict.iter_errors(envelope["data"])] == []


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_example_of_an_event_is_one(
    happened: dict[str, list[Envelope]], document: dict[str, Any], name: str
) -> None:
    real = json.dumps(happened[name][-1], ensure_ascii=False, indent=2)
    path = asyncapi.EXAMPLES / f"{name}.json"

    assert path.is_file(), f"{path} is missing; it could be:\n{real}"
    example = json.loads(path.read_text(encoding="utf-8"))
    assert example["type"] == name
    assert faults(document, example) == [], f"it could be:\n{real}"
    assert example["data"].keys() == happened[name][-1]["data"].keys(), f"it could be:\n{real}"
