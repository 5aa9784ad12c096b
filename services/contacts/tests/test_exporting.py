"""All that the house knows of one person, in one file."""

from typing import Any

import pytest
import requests
from flask import Flask, jsonify, request
from requests.adapters import BaseAdapter

from services.contacts.tests.people import a_client, a_patient, a_student
from shared.testing.fixtures import ANA, MARTA, OLGA

LISTS = {
    "interactions": ("interactions", "interactions"),
    "follow-ups": ("followups", "follow_ups"),
    "sales": ("followups", "sales"),
    "tasks": ("tasks", "tasks"),
    "history": ("tasks", "history"),
    "deliveries": ("notifications", "deliveries"),
}


class Elsewhere:
    """The other services: each list has three pages, and notes what it was asked for."""

    def __init__(self, bench, *names: str) -> None:
        self.asked: dict[str, Any] = {}
        for name in names:
            bench.reach(name, self._service(name))

    def _service(self, name: str) -> Flask:
        app = Flask(name)
        for path, (service, _) in LISTS.items():
            if service == name:
                app.add_url_rule(f"/api/v1/{path}", path, lambda path=path: self._page(path))
        if name == "notifications":
            app.add_url_rule("/api/v1/consents/<client>", "consents", lambda client: jsonify(client_id=client))
        return app

    def _page(self, path: str) -> Any:
        page = int(request.args.get("cursor", 0))
        self.asked[path] = request.args.to_dict(flat=False) | {"by": request.headers["Authorization"]}
        return jsonify(items=[{"id": f"{path} {page}"}], next_cursor=str(page + 1) if page < 2 else None)


ALL = ("interactions", "followups", "tasks", "notifications")


def export(bench, client, by=OLGA):
    return bench.as_(by).get(f"/clients/{client['id']}/export")


def test_it_holds_all_that_every_service_knows(bench):
    client, duplicate = a_client(bench), a_client(bench, first_name="Juanito", notes="Prefiere correo")
    patient, student = a_patient(bench), a_student(bench)
    for kind, other in (("patient", patient), ("student", student)):
        bench.as_(ANA).post(f"/clients/{client['id']}/link", {f"{kind}_id": other["id"]})
    bench.as_(MARTA).post(f"/clients/{client['id']}/merge", {"duplicate_id": duplicate["id"]})
    elsewhere = Elsewhere(bench, *ALL)

    answer = export(bench, client)

    assert answer.status_code == 200, answer.json
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{client["id"]}.json"'
    assert answer.headers["Cache-Control"] == "no-store"
    known = answer.json
    assert known["client"] == bench.as_(ANA).get(f"/clients/{client['id']}").json
    assert [each["name"] for each in known["duplicates"]] == ["Juanito Pérez"]
    assert (known["patient"]["id"], known["student"]["id"]) == (patient["id"], student["id"])
    for path, (_, name) in LISTS.items():
        assert [each["id"] for each in known[name]] == [f"{path} {page}" for page in range(3)]
        assert elsewhere.asked[path]["client_id"] == [client["id"], duplicate["id"]]
        assert elsewhere.asked[path]["by"].startswith("Bearer ")
    assert set(elsewhere.asked["follow-ups"]["state"]) == {"open", "done", "cancelled"}
    assert [each["client_id"] for each in known["consents"]] == [client["id"], duplicate["id"]]


def test_the_id_of_a_duplicate_exports_the_client(bench):
    client, duplicate = a_client(bench), a_client(bench)
    bench.as_(MARTA).post(f"/clients/{client['id']}/merge", {"duplicate_id": duplicate["id"]})

    assert export(bench, duplicate).json["client"]["id"] == client["id"]


@pytest.mark.parametrize("away", ALL)
def test_while_a_service_is_away_there_is_no_file(bench, away):
    Elsewhere(bench, *ALL)
    bench.service.calls.reach(away, "http://closed.local:9", _Away())

    answer = export(bench, a_client(bench))

    assert (answer.status_code, answer.json["type"]) == (503, "/problems/service-unavailable")
    assert answer.headers["Retry-After"]


class _Away(BaseAdapter):
    """The way to a service that is not there."""

    def send(self, *_args, **_options):
        raise requests.ConnectionError

    def close(self):
        """Nothing was open."""


def test_a_service_that_the_house_does_not_have_is_left_out(bench):
    Elsewhere(bench, "interactions")

    known = export(bench, a_client(bench)).json

    assert "interactions" in known
    assert not {"tasks", "sales", "deliveries", "consents"} & known.keys()


def test_only_an_administrator_may(bench):
    client = a_client(bench)

    assert [export(bench, client, by=by).status_code for by in (ANA, MARTA)] == [403, 403]
