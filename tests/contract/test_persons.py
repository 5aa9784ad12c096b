"""Two records of one person become one in every service; an erased person is left in none."""

from typing import Any

import pytest
import sqlalchemy as sa

from shared.testing.waiting import until
from tests.contract.conftest import House

LISTS = ("interactions", "follow-ups", "sales", "tasks", "history", "deliveries")
ALL_STATES = "&state=open&state=done&state=cancelled"


def a_person(house: House, word: str, phone: str) -> str:
    """A client of Central with something of everything, each telling the word; its id."""
    name = {"first_name": word, "last_name": "Zubieta", "phone": phone, "email": f"{word}@aldia.example"}
    id = house.made("/clients", name | {"notes": f"{word} llamó"}, by="operator")["id"]
    patient = house.made("/patients", {"first_name": word, "last_name": "Zubieta"}, by="operator")["id"]
    house.made(f"/clients/{id}/link", {"patient_id": patient}, by="operator")
    whom = {"client_id": id}
    talk = {"contact": whom, "method": "call", "occurred_at": "2026-01-10", "notes": f"con {word}"}
    house.made("/interactions", talk | {"follow_up_on": "2026-01-11"}, by="operator")
    house.made("/sales", {"client_id": id, "title": f"Venta a {word}", "amount": "10.00"}, by="operator")
    task = house.made("/tasks", {**whom, "description": f"Ver a {word}", "due_on": "2026-01-11"}, by="operator")
    house.made(f"/tasks/{task['id']}/close", {"status": "done", "note": f"{word} vino"}, by="operator")
    house.made("/history", {**whom, "text": f"{word} pasó"}, by="operator")
    for path in LISTS:
        house.seen(listing(path, id), "admin", lambda answer: answer["items"])
    return id


def listing(path: str, client_id: str) -> str:
    return f"/{path}?client_id={client_id}{ALL_STATES if path == 'follow-ups' else ''}"


def everything(house: House) -> str:
    """All that stands in the databases, but for events on their way."""
    found = []
    for service in house.services.values():
        with service.app.app_context():
            for table in service.tables.outbox.metadata.sorted_tables:
                if table.name != "outbox":
                    rows = service.db.session.execute(sa.select(table))
                    found += [f"{service.name}.{table.name} {tuple(row)}" for row in rows]
            service.db.session.rollback()
    return "\n".join(found)


def test_what_happened_with_a_duplicate_is_the_clients_in_every_service(house: House) -> None:
    kept, lost = a_person(house, "Evangelina", "5511110001"), a_person(house, "Hermenegilda", "5511110002")
    patient = house.call("GET", f"/clients/{lost}", by="operator").json["patient_id"]
    house.made(f"/clients/{lost}/unlink", {"patient_id": patient}, by="operator")

    house.made(f"/clients/{kept}/merge", {"duplicate_id": lost}, by="manager")

    for path in LISTS:
        house.seen(listing(path, lost), "admin", lambda answer: not answer["items"])
        assert len(house.call("GET", listing(path, kept), by="admin").json["items"]) >= 2, path
    answer = house.call("GET", f"/clients/{lost}", by="operator")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/api/v1/clients/{kept}")
    assert answer.headers["Cache-Control"] == "no-store"
    profile = house.call("GET", f"/clients/{lost}/profile", by="operator")
    assert (profile.status_code, profile.headers["Location"]) == (301, f"/api/v1/clients/{kept}/profile")
    late = {"contact": {"client_id": lost}, "method": "call", "occurred_at": "2026-01-12"}
    assert house.made("/interactions", late, by="operator")["client"]["id"] == kept


@pytest.mark.parametrize("merged", [False, True])
def test_an_erased_person_is_left_in_no_service(house: House, merged: bool) -> None:
    word = "Wenceslada" if merged else "Quiteria"
    id = a_person(house, word, f"551111000{3 + merged}")
    if merged:
        keeps = house.made("/clients", {"first_name": word, "phone": "5511110009"}, by="operator")["id"]
        house.made(f"/clients/{keeps}/merge", {"duplicate_id": id}, by="manager")
        id = keeps
    known = house.call("GET", f"/clients/{id}/export", by="admin")
    assert known.status_code == 200, known.text
    assert all(known.json[path.replace("-", "_")] for path in LISTS)

    erased = house.made(f"/clients/{id}/erase", {}, by="admin")

    assert erased["name"] == "Persona eliminada"
    until(house.running._bus.idle, seconds=10)
    phones = [f"551111000{3 + merged}", "5511110009"]
    left = [
        line for line in everything(house).splitlines() if any(each in line for each in (word, word.lower(), *phones))
    ]
    assert left == []
    again: Any = house.call("GET", f"/clients/{id}/export", by="admin").json
    for path in LISTS:
        name = path.replace("-", "_")
        assert {each["id"] for each in again[name]} == {each["id"] for each in known.json[name]}, path
