"""The whole house in one process: every service and the gateway, with people who work in two branches."""

import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import orjson
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from cli.apps import create_service
from cli.embedded import Running
from cli.services import SERVICES
from gateway.app import create_app as create_gateway
from services.identity.first_start import first_start
from shared import clock
from shared.config import Settings
from shared.inprocess import InProcess
from shared.migrations import migrate
from shared.service import Service
from shared.testing.waiting import until

EMAIL, PASSWORD = "olga@aldia.example", "una contraseña larga"
TWILIO_TOKEN, WHATSAPP_SECRET = "token de Twilio", "secreto de WhatsApp"
ROLES = ("operator", "manager", "admin")


@dataclass
class House:
    """The running services, and how to call them."""

    services: dict[str, Service]
    gateway: Flask
    running: Running
    tokens: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    def call(
        self, method: str, path: str, *, by: str | None = None, at: str = "gateway", **options: Any
    ) -> TestResponse:
        """Call the gateway, or a service directly.

        :param by: whose token: `operator`, `manager` and `admin` of Central, or `norte`, an operator of Norte
        """
        app = self.gateway if at == "gateway" else self.services[at].app
        headers = options.pop("headers", {})
        if by:
            headers = headers | {"Authorization": f"Bearer {self.tokens[by]}"}
        return app.test_client().open(f"/api/v1{path}", method=method, headers=headers, buffered=True, **options)

    def made(self, path: str, body: dict[str, Any], *, by: str) -> dict[str, Any]:
        answer = self.call("POST", path, by=by, json=body)
        assert answer.status_code in {200, 201}, f"{path}: {answer.text}"
        return answer.json

    def written(self, number: str, body: str, *, name: str, id: str) -> TestResponse:
        """Let a client write by WhatsApp."""
        message = {"from": number.removeprefix("+"), "id": id, "type": "text", "text": {"body": body}}
        contact = {"profile": {"name": name}, "wa_id": number.removeprefix("+")}
        value = {"messaging_product": "whatsapp", "contacts": [contact], "messages": [message]}
        told = orjson.dumps({"entry": [{"id": "0", "changes": [{"field": "messages", "value": value}]}]})
        signature = "sha256=" + hmac.new(WHATSAPP_SECRET.encode(), told, "sha256").hexdigest()
        headers = {"X-Hub-Signature-256": signature}
        return self.call("POST", "/webhooks/whatsapp", data=told, content_type="application/json", headers=headers)

    def sign_in(self, email: str) -> str:
        return self.made_without_token("/auth/login", {"email": email, "password": PASSWORD})["access_token"]

    def made_without_token(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self.call("POST", path, json=body)
        assert answer.status_code == 200, answer.text
        return answer.json

    def seen(self, path: str, by: str, wanted: Callable[[Any], Any]) -> Any:
        """Wait until an answer shows what is wanted."""
        return until(lambda: wanted(self.call("GET", path, by=by).json), seconds=10)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    settings = Settings(
        data=tmp_path_factory.mktemp("house"),
        admin_email=EMAIL,
        admin_password=PASSWORD,
        rate_limit=100_000,
        sweep_seconds=0.2,
        service_secret=("un secreto entre servicios",),
        twilio_auth_token=(TWILIO_TOKEN,),
        whatsapp_app_secret=(WHATSAPP_SECRET,),
    )
    services = {name: create_service(name, settings) for name in SERVICES}
    adapters = {name: InProcess(service.app) for name, service in services.items()}
    for service in services.values():
        migrate(service)
        for name, adapter in adapters.items():
            service.calls.reach(name, f"http://{name}.local", adapter)
    with services["identity"].app.app_context():
        first_start(settings, clock.now())
    running = Running(list(services.values()))
    running.start()
    house = House(services, create_gateway(settings, dict(adapters), running.hub), running)
    furnish(house)
    yield house
    running.stop()
    for service in services.values():
        with service.app.app_context():
            service.db.engine.dispose()


def furnish(house: House) -> None:
    """Two branches with people, and one of everything in Norte."""
    house.tokens["admin"] = house.sign_in(EMAIL)
    central = house.call("GET", "/branches", by="admin").json["items"][0]["id"]
    branch = {"name": "Norte", "time_zone": "America/Tijuana", "phone_region": "MX", "pack": "gym"}
    norte = house.made("/branches", branch, by="admin")["id"]
    house.ids |= {"central": central, "norte": norte}
    for name, role, branch_id in (
        ("operator", "operator", central),
        ("manager", "manager", central),
        ("norte", "operator", norte),
        ("norte-manager", "manager", norte),
    ):
        email = f"{name}@aldia.example"
        body = {"name": name, "email": email, "role": role, "branch_ids": [branch_id], "password": PASSWORD}
        house.ids[f"user {name}"] = house.made("/users", body, by="admin")["id"]
        house.tokens[name] = house.sign_in(email)
    fill_norte(house)


def fill_norte(house: House) -> None:
    client = house.made(
        "/clients", {"first_name": "Nadia", "last_name": "Norte", "phone": "664 123 4567"}, by="norte"
    )
    patient = house.made("/patients", {"first_name": "Pía", "last_name": "Norte"}, by="norte")
    student = house.made("/students", {"first_name": "Teo", "last_name": "Norte"}, by="norte")
    tag = house.made("/tags", {"name": "Padre de 2", "color": "#1a9c5b"}, by="norte-manager")
    call = {"method": "call", "occurred_at": "2026-01-10", "follow_up_on": "2026-01-11", "notes": "de Norte"}
    interaction = house.made("/interactions", {"contact": {"client_id": client["id"]}, **call}, by="norte")
    follow_up = house.seen("/follow-ups", "norte", lambda answer: answer["items"] and answer["items"][0])
    team = house.made("/teams", {"name": "Equipo Norte", "branch_id": house.ids["norte"]}, by="admin")
    task = house.made(
        "/tasks", {"description": "de Norte", "due_on": "2026-01-11", "client_id": client["id"]}, by="norte"
    )
    view = house.made(
        "/views",
        {"name": "Por llamar", "page": "clients", "query": "q=x", "branch_id": house.ids["norte"]},
        by="norte-manager",
    )
    sale = house.made("/sales", {"title": "de Norte", "client_id": client["id"]}, by="norte")
    note = house.made("/history", {"text": "de Norte", "task_id": task["id"]}, by="norte")
    feed = house.made("/agenda/feeds", {"operator_id": house.ids["user norte"]}, by="norte-manager")
    upload = {"file": (BytesIO(b"Nombre\nNadie\n"), "de Norte.csv")}
    listed = house.call("POST", "/imports", by="norte-manager", data=upload, content_type="multipart/form-data")
    assert listed.status_code == 201, listed.json
    house.seen(f"/imports/{listed.json['id']}", "norte-manager", lambda answer: answer["status"] == "ready")
    bell = house.seen("/notifications", "norte", lambda answer: answer["items"] and answer["items"][0])
    delivery = house.seen("/deliveries", "norte-manager", lambda answer: answer["items"] and answer["items"][0])
    house.ids |= {
        "clients": client["id"], "patients": patient["id"], "students": student["id"], "teams": team["id"],
        "interactions": interaction["id"], "follow-ups": follow_up["id"], "users": house.ids["user norte"],
        "branches": house.ids["norte"], "notifications": bell["id"], "deliveries": delivery["id"],
        "tasks": task["id"], "history": note["id"], "agenda/feeds": feed["id"],
        "tags": tag["id"], "sales": sale["id"], "imports": listed.json["id"],
        "views": view["id"],
    }  # fmt: skip
