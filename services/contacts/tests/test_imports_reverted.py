"""Lists of clients from files, taken back."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from services.contacts.tests.importing import (
    AT,
    applied,
    checked,
    report,
    reverted,
    stored,
    work,
)
from services.contacts.tests.people import a_client, names
from shared import clock
from shared.ids import new_id
from shared.testing.fixtures import ANA, MARTA

PEOPLE = "Nombre;Apellidos;Teléfono;Correo\nJuan;Pérez;55 1234 5678;juan@example.com\nEva;Ruiz;55 8765 4321;\n"

MIXED = """Nombre;Apellidos;Tel;Correo;Tipo;Notas
Juan;Pérez Ruiz;5512345678;j@example.com;VIP;Nuevo
Eva;Gil;5500001111;;;
"""


@pytest.fixture(autouse=True)
def _stopped():
    with clock.stopped(AT):
        yield


def test_a_revert_leaves_the_clients_as_they_were(bench):
    juan = a_client(bench, phone="55 1234 5678", notes="Antes")
    a_client(bench, first_name="Luz")
    before = stored(bench)

    found = applied(bench, MIXED)
    assert stored(bench) != before
    found = reverted(bench, found["id"])

    assert (found["status"], found["rows"]["kept"]) == ("reverted", 0)
    assert [row["state"] for row in found["items"]] == ["reverted", "reverted"]
    assert stored(bench) == before
    assert names(bench.as_(ANA).get("/contacts/search", q="eva gil")) == []
    assert names(bench.as_(ANA).get("/contacts/search", q="j@example.com")) == []
    [gone] = bench.published("ClientErased")
    assert (gone.data["name"], gone.data["phone"], gone.sequence, gone.actor_id) == ("", None, 2, MARTA)
    assert [event.sequence for event in bench.published("ClientUpdated") if event.data["id"] == juan["id"]] == [2, 3]


def test_who_was_changed_since_the_import_stays(bench):
    found = applied(bench, PEOPLE)
    juan = found["items"][0]["client"]["id"]
    bench.as_(ANA).patch(f"/clients/{juan}", {"notes": "Llamó"})

    found = reverted(bench, found["id"])

    assert names(bench.as_(ANA).get("/clients")) == ["Juan Pérez"]
    assert [row["state"] for row in found["items"]] == ["kept", "reverted"]
    assert found["rows"]["kept"] == 1
    assert found["items"][0]["messages"] == {"client": ["Cambió después de la importación; se deja como está."]}


def test_who_was_spoken_to_since_the_import_stays(bench):
    found = applied(bench, PEOPLE)
    juan = found["items"][0]["client"]
    bench.hear("InteractionCreated", {"id": new_id(), "client": juan})

    reverted(bench, found["id"])

    assert names(bench.as_(ANA).get("/clients")) == ["Juan Pérez"]


def test_fields_changed_since_the_import_keep_their_newer_values(bench):
    juan = a_client(bench, phone="55 1234 5678", notes="Antes")
    found = applied(bench, MIXED)
    bench.as_(ANA).patch(f"/clients/{juan['id']}", {"notes": "Después"})

    found = reverted(bench, found["id"])

    now = bench.as_(ANA).get(f"/clients/{juan['id']}").json
    assert (now["notes"], now["type"], now["email"]) == ("Después", "lead", None)
    assert found["items"][0]["state"] == "kept"
    assert list(found["items"][0]["messages"]) == ["notes"]


def test_the_rows_are_forgotten_after_a_month_and_the_file_at_once(bench):
    found = checked(bench, PEOPLE)
    with bench.app.app_context():
        assert bench.service.db.session.scalar(sa.text("SELECT count(*) FROM import_parts")) == 0

    later = AT + timedelta(days=31)
    with clock.stopped(later):
        work(bench, later)
        found = report(bench, found["id"])
        assert (found["items"], found["rows_kept_until"]) == ([], None)
        answer = bench.as_(MARTA).post(f"/imports/{found['id']}/apply")

    assert answer.json["type"] == "/problems/import-forgotten"
