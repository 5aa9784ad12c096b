"""Lists of clients from files: checked and applied."""

import json

import pytest

from services.contacts.tests.importing import (
    AT,
    applied,
    checked,
    counts,
    outcomes,
    report,
    reverted,
    upload,
    work,
)
from services.contacts.tests.people import a_client, names
from shared import clock
from shared.ids import new_id
from shared.testing.fixtures import ANA, CENTRAL, MARTA, NORTE, OLGA

PEOPLE = "Nombre;Apellidos;Teléfono;Correo\nJuan;Pérez;55 1234 5678;juan@example.com\nEva;Ruiz;55 8765 4321;\n"


@pytest.fixture(autouse=True)
def _stopped():
    with clock.stopped(AT):
        yield


@pytest.mark.requirement("C2", "C3", "C4", "C5")
def test_a_list_is_checked_first_and_becomes_clients_once_it_is_applied(bench):
    begun = upload(bench, PEOPLE)

    assert (begun.status_code, begun.json["status"], begun.json["file_name"]) == (201, "checking", "clientes.csv")
    assert begun.headers["Location"] == f"/api/v1/imports/{begun.json['id']}"
    work(bench)
    found = report(bench, begun.json["id"])
    assert (found["status"], counts(found)) == ("ready", {"new": 2})
    assert names(bench.as_(ANA).get("/clients")) == []

    assert bench.as_(MARTA).post(f"/imports/{found['id']}/apply").json["status"] == "applying"
    work(bench)
    found = report(bench, found["id"])
    assert (found["status"], found["rows"]["done"]) == ("applied", 2)
    [eva, juan] = bench.as_(ANA).get("/clients", sort="name").json["items"]
    assert (juan["name"], juan["phone"], juan["email"]) == ("Juan Pérez", "+525512345678", "juan@example.com")
    assert (juan["type"], juan["source"], juan["status"], juan["version"]) == ("lead", "direct", "active", 1)
    assert [row["client"]["id"] for row in found["items"]] == [juan["id"], eva["id"]]


def test_clients_of_a_list_are_found_and_their_phones_are_taken(bench):
    applied(bench, PEOPLE)

    assert names(bench.as_(ANA).get("/contacts/search", q="perez ju")) == ["Juan Pérez"]
    assert bench.as_(ANA).post("/clients", {"first_name": "X", "phone": "5512345678"}).status_code == 409


def test_each_client_of_a_list_is_told_once_with_who_imported_them(bench):
    applied(bench, PEOPLE)

    events = bench.published("ClientCreated")
    assert [event.data["name"] for event in events] == ["Juan Pérez", "Eva Ruiz"]
    assert [(event.sequence, event.actor_id, event.branch_id) for event in events] == [(1, MARTA, CENTRAL)] * 2


@pytest.mark.requirement("C6", "C7", "C8", "C9")
def test_type_source_status_and_notes_are_read_as_people_write_them(bench):
    found = applied(
        bench, "Nombre;Tipo;Fuente;Estado;Notas\nAna;Prospecto;Referido;Inactivo;Llamar por la tarde\nLuz;vip;Web;;\n"
    )

    assert counts(found) == {"new": 2}
    ana, luz = bench.as_(ANA).get("/clients", sort="name").json["items"]
    assert [ana[name] for name in ("type", "source", "status", "notes")] == [
        "prospect", "referral", "inactive", "Llamar por la tarde",
    ]  # fmt: skip
    assert [luz[name] for name in ("type", "source", "status")] == ["vip", "web", "active"]


def test_what_is_wrong_with_a_row_is_told_in_the_language_of_who_asks(bench):
    found = checked(bench, "Nombre,Teléfono,Correo,Tipo\nJuan,123,juan@,jefe\nEva,,,\n")

    [juan, _eva] = found["items"]
    assert (juan["number"], juan["outcome"]) == (2, "error")
    assert juan["messages"]["phone"] == ["No es un número de teléfono posible."]
    assert juan["messages"]["email"] == ["No es un correo electrónico válido."]
    assert juan["messages"]["type"] == ["Debe ser uno de estos: lead, prospect, customer, vip."]
    [english, _] = report(bench, found["id"], language="en")["items"]
    assert english["messages"]["email"] == ["Not a valid email address."]


def test_rows_with_errors_and_duplicates_are_left_out(bench):
    found = applied(bench, "Nombre,Teléfono\nJuan,123\nEva,55 1234 5678\nEva Luz,5512345678\nLuz,\n")

    assert outcomes(found) == ["error", "new", "duplicate", "new"]
    assert found["items"][2]["messages"] == {"phone": ["Es la misma persona que en la fila 3."]}
    assert [row["state"] for row in found["items"]] == ["pending", "applied", "pending", "applied"]
    assert names(bench.as_(ANA).get("/clients", sort="name")) == ["Eva", "Luz"]


def test_a_row_that_means_one_client_changes_what_it_names_and_nothing_else(bench):
    juan = a_client(bench, phone="55 1234 5678", notes="Vino en enero", email="juan@example.com")

    found = checked(bench, "Nombre;Apellidos;Celular;Correo;Tipo;Notas\nJuan Carlos;;+52 1 55 1234 5678;;Cliente;\n")

    [row] = found["items"]
    assert (row["outcome"], row["client"]["id"]) == ("update", juan["id"])
    assert row["changes"] == [
        {"field": "first_name", "from": "Juan", "to": "Juan Carlos"},
        {"field": "type", "from": "lead", "to": "customer"},
    ]
    bench.as_(MARTA).post(f"/imports/{found['id']}/apply")
    work(bench)
    now = bench.as_(ANA).get(f"/clients/{juan['id']}").json
    assert now == juan | {
        "name": "Juan Carlos Pérez", "first_name": "Juan Carlos", "type": "customer", "version": 2,
        "updated_at": now["updated_at"],
    }  # fmt: skip
    assert [event.sequence for event in bench.published("ClientUpdated")] == [2]
    assert names(bench.as_(ANA).get("/contacts/search", q="juan carlos")) == ["Juan Carlos Pérez"]


def test_a_new_phone_of_a_client_known_by_email_replaces_the_old_one(bench):
    juan = a_client(bench, phone="55 1234 5678", email="juan@example.com")

    applied(bench, "Nombre;Tel;Correo\nJuan Pérez;55 0000 1111;JUAN@example.com\n")

    assert bench.as_(ANA).get(f"/clients/{juan['id']}").json["phone"] == "+525500001111"
    assert names(bench.as_(ANA).get("/contacts/search", q="5500001111")) == ["Juan Pérez"]
    assert names(bench.as_(ANA).get("/contacts/search", q="5512345678")) == []


def test_a_second_phone_is_another_one_of_the_client(bench):
    applied(bench, "Nombre;Teléfono;Celular\nJuan Pérez;55 1234 5678;55 8765 4321\n")

    [juan] = bench.as_(ANA).get("/clients").json["items"]
    assert (juan["phone"], juan["other_phones"]) == ("+525512345678", ["+525587654321"])
    assert bench.as_(ANA).post("/clients", {"first_name": "X", "phone": "5587654321"}).status_code == 409


def test_the_same_list_again_changes_nothing(bench):
    applied(bench, PEOPLE)
    before = bench.as_(ANA).get("/clients").json

    again = applied(bench, PEOPLE)

    assert counts(again) == {"updates": 2}
    assert [row["changes"] for row in again["items"]] == [[], []]
    assert bench.as_(ANA).get("/clients").json == before
    assert bench.published("ClientUpdated") == []


def test_a_row_that_may_be_several_clients_is_a_duplicate(bench):
    a_client(bench, phone="55 1234 5678")
    a_client(bench, first_name="Luz", email="luz@example.com")

    [row] = checked(bench, "Nombre;Tel;Correo\nJuan Pérez;5512345678;luz@example.com\n")["items"]

    assert (row["outcome"], row["client"]) == ("duplicate", None)
    assert row["messages"] == {"client": ["Hay 2 clientes con ese teléfono o correo."]}


def test_somebody_of_another_name_with_the_same_phone_does_not_become_the_client(bench):
    juan = a_client(bench, phone="55 1234 5678")

    [row] = checked(bench, "Nombre;Tel\nLeonor Pérez;5512345678\n")["items"]

    assert (row["outcome"], row["client"]["id"]) == ("duplicate", juan["id"])
    assert row["messages"] == {"client": ["Ese teléfono o correo es de un cliente con otro nombre."]}


def test_two_rows_that_mean_one_client_are_not_both_taken(bench):
    a_client(bench, phone="55 1234 5678", email="juan@example.com")

    found = checked(bench, "Nombre;Tel;Correo\nJuan Pérez;5512345678;\nJuan Pérez;;juan@example.com\n")

    assert outcomes(found) == ["update", "duplicate"]
    assert found["items"][1]["messages"] == {"client": ["Es la misma persona que en la fila 2."]}


def test_a_client_needs_a_name_unless_there_is_one_already(bench):
    a_client(bench, phone="55 1234 5678")

    found = checked(bench, "Nombre;Tel;Notas\n;5512345678;VIP\n;5587654321;\n")

    assert outcomes(found) == ["update", "error"]
    assert found["items"][1]["messages"] == {"first_name": ["Falta este dato."]}


def test_other_branches_are_not_looked_at(bench):
    a_client(bench, by=OLGA, phone="55 1234 5678", branch_id=str(NORTE))

    assert outcomes(checked(bench, "Nombre;Tel\nJuan Pérez;5512345678\n")) == ["new"]
    assert outcomes(checked(bench, "Nombre;Tel\nJuan Pérez;5512345678\n", by=OLGA, branch_id=str(NORTE))) == [
        "update"
    ]


def test_the_meaning_of_columns_is_shown_and_can_be_given(bench):
    found = checked(bench, "Quién;Tel;Correo;Cosa\nJuan Pérez;5512345678;;x\n")
    assert found["columns"] == [
        {"heading": "Quién", "field": None},
        {"heading": "Tel", "field": "phone"},
        {"heading": "Correo", "field": "email"},
        {"heading": "Cosa", "field": None},
    ]

    mapping = json.dumps({"Quién": "name", "Cosa": "notes", "Correo": None})
    found = checked(bench, "Quién;Tel;Correo;Cosa\nJuan Pérez;5512345678;;x\n", mapping=mapping)

    assert [column["field"] for column in found["columns"]] == ["name", "phone", None, "notes"]
    assert found["items"][0]["values"] == {
        "first_name": "Juan", "last_name": "Pérez", "phone": "+525512345678", "other_phones": [], "notes": "x",
    }  # fmt: skip


@pytest.mark.parametrize("mapping", ["{", "[]", '{"Tel": "teléfono"}', '{"Tel": 1}'])
def test_a_mapping_that_is_none_is_refused(bench, mapping):
    answer = upload(bench, PEOPLE, mapping=mapping)

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["mapping"])


def test_a_mapping_of_columns_that_are_not_there_fails_with_their_names(bench):
    found = checked(bench, PEOPLE, mapping='{"Telefonillo": "phone"}')

    assert (found["status"], found["reason"]) == ("failed", "El archivo no tiene estas columnas: Telefonillo.")


def test_the_rows_come_in_pages_and_can_be_filtered(bench):
    found = checked(
        bench, "Nombre;Tel\n" + "".join(f"Juan {i};{i % 2 and '5500000000' + str(i)}\n" for i in range(7))
    )

    first = report(bench, found["id"], limit=3)
    rest = report(bench, found["id"], cursor=first["next_cursor"])
    assert [row["number"] for row in first["items"] + rest["items"]] == list(range(2, 9))
    assert rest["next_cursor"] is None
    errors = report(bench, found["id"], outcome="error")["items"]
    assert {row["outcome"] for row in errors} == {"error"}
    assert len(errors) == found["rows"]["errors"]


def test_imports_are_listed_the_newest_first(bench):
    one, other = checked(bench, PEOPLE, name="uno.csv"), checked(bench, PEOPLE, name="dos.csv")

    listed = bench.as_(MARTA).get("/imports").json["items"]
    assert [each["file_name"] for each in listed] == ["dos.csv", "uno.csv"]
    assert listed[0] == {name: value for name, value in other.items() if name not in {"items", "next_cursor"}}
    assert bench.as_(MARTA).get("/imports", status="failed").json["items"] == []
    assert one["created_by"] == {"id": str(MARTA), "name": "Marta Gil"}


def test_only_managers_import_and_only_into_their_branches(bench):
    assert upload(bench, PEOPLE, by=ANA).status_code == 403
    assert list(upload(bench, PEOPLE, branch_id=str(NORTE)).json["errors"]) == ["branch_id"]
    theirs = checked(bench, PEOPLE, by=OLGA, branch_id=str(NORTE))["id"]
    for call in (
        lambda: bench.as_(MARTA).get(f"/imports/{theirs}"),
        lambda: bench.as_(MARTA).post(f"/imports/{theirs}/apply"),
        lambda: bench.as_(MARTA).post(f"/imports/{new_id()}/revert"),
    ):
        assert call().status_code == 404
    assert bench.as_(MARTA).get("/imports").json["items"] == []


def test_an_import_is_applied_once_and_only_what_was_applied_is_reverted(bench):
    found = checked(bench, PEOPLE)
    url = f"/imports/{found['id']}"

    assert bench.as_(MARTA).post(f"{url}/revert").json["type"] == "/problems/import-not-applied"
    assert bench.as_(MARTA).post(f"{url}/apply").status_code == 202
    assert bench.as_(MARTA).post(f"{url}/apply").json["type"] == "/problems/import-not-ready"
    work(bench)
    assert bench.as_(MARTA).post(f"{url}/revert", headers={"If-Match": '"1"'}).status_code == 412
    assert reverted(bench, found["id"])["status"] == "reverted"
    assert bench.as_(MARTA).post(f"{url}/revert").status_code == 409


def test_an_upload_sent_twice_with_one_key_is_one_import(bench):
    def send(content):
        return upload(bench, content, headers={"Idempotency-Key": "k"})

    first, again = send(PEOPLE), send(PEOPLE)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json["id"] == again.json["id"]
    assert send(PEOPLE + "Luz;;;\n").status_code == 422
    assert len(bench.as_(MARTA).get("/imports").json["items"]) == 1


def test_tags_that_there_are_are_put_on_and_others_are_told(bench):
    tag = bench.as_(MARTA).post("/tags", {"name": "Sensible al precio", "color": "#ff0000"}).json

    found = applied(bench, "Nombre;Etiquetas\nJuan Pérez;sensible al PRECIO, Nueva\n")

    assert found["items"][0]["messages"] == {"tags": ["No existen estos tags, y no se ponen: Nueva."]}
    [juan] = bench.as_(ANA).get("/clients").json["items"]
    assert [each["id"] for each in juan["tags"]] == [tag["id"]]
    reverted(bench, found["id"])
    assert names(bench.as_(ANA).get("/clients")) == []


def test_a_client_made_between_check_and_apply_is_not_made_again(bench):
    found = checked(bench, PEOPLE)
    a_client(bench, phone="55 1234 5678")

    bench.as_(MARTA).post(f"/imports/{found['id']}/apply")
    work(bench)

    found = report(bench, found["id"])
    assert counts(found) == {"new": 1, "duplicates": 1}
    assert found["items"][0]["messages"] == {"client": ["Cambió después de revisar el archivo; se deja como está."]}
    assert len(names(bench.as_(ANA).get("/clients"))) == 2


def test_what_somebody_changed_between_check_and_apply_stays(bench):
    juan = a_client(bench, phone="55 1234 5678")
    found = checked(bench, "Nombre;Tel;Tipo;Notas\nJuan Pérez;5512345678;VIP;Del archivo\n")
    bench.as_(ANA).patch(f"/clients/{juan['id']}", {"notes": "De Ana"})

    bench.as_(MARTA).post(f"/imports/{found['id']}/apply")
    work(bench)

    now = bench.as_(ANA).get(f"/clients/{juan['id']}").json
    assert (now["type"], now["notes"]) == ("vip", "De Ana")
    [row] = report(bench, found["id"])["items"]
    assert row["messages"] == {"notes": ["Cambió después de revisar el archivo; se deja como está."]}
    assert row["changes"] == [{"field": "type", "from": "lead", "to": "vip"}]
