"""A person who asked to be forgotten."""

import pytest
import sqlalchemy as sa

from services.contacts.importing import applying
from services.contacts.tests.importing import applied, applied_now, checked, outcomes, reverted
from services.contacts.tests.people import a_client, a_patient, a_student, a_tag, at_once, names
from shared.testing.fixtures import ANA, MARTA, OLGA, an_event
from shared.testing.halfway import ON_POSTGRESQL, halfway

PHONE = "+525512345678"


def erase(bench, client, by=OLGA, **options):
    return bench.as_(by).post(f"/clients/{client['id']}/erase", **options)


def eva(bench, **given):
    known = {"first_name": "Evangelina", "last_name": "Zubieta", "email": "evangelina@aldia.test", "phone": PHONE}
    return a_client(bench, **known | {"notes": "Alérgica a Evangelina"} | given)


def everything(bench) -> str:
    """All that stands in the tables of the service, but for the events on their way."""
    found = []
    with bench.app.app_context():
        for table in bench.service.tables.outbox.metadata.sorted_tables:
            if table.name not in {"outbox", "people", "branches"}:
                rows = bench.service.db.session.execute(sa.select(table))
                found += [f"\n{table.name} {tuple(row)}" for row in rows]
    return "\n".join(found)


def test_nothing_is_left_of_an_erased_person(bench):
    client = eva(bench)
    patient = a_patient(bench, first_name="Evangelina", phone=PHONE, record_number="EZ-1", birth_date="1990-01-02")
    student = a_student(bench, last_name="Zubieta", guardian_name="Zubieta padre", enrolments=[{"program": "Salto"}])
    for kind, other in (("patient", patient), ("student", student)):
        bench.as_(ANA).post(f"/clients/{client['id']}/link", {f"{kind}_id": other["id"]})
    bench.as_(ANA).post(f"/clients/{client['id']}/tags", {"tag_ids": [a_tag(bench, "VIP")["id"]]})

    answer = erase(bench, client)

    assert answer.status_code == 200
    assert answer.json["erased_at"] is not None
    assert answer.json == bench.as_(ANA).get(f"/clients/{client['id']}").json
    assert {name: answer.json[name] for name in ("name", "first_name", "last_name", "email", "phone", "notes")} == {
        "name": "Persona eliminada", "first_name": "Persona eliminada", "last_name": "", "email": None, "phone": None,
        "notes": "",
    }  # fmt: skip
    assert (answer.json["tags"], answer.json["patient_id"], answer.json["student_id"]) == (
        [], patient["id"], student["id"],
    )  # fmt: skip
    left = everything(bench).lower()
    found_by = ("client_keys", "name_keys", "contact_index", "client_tags")
    assert [each for each in found_by if f"\n{each} " in left] == []
    assert not [each for each in ("evangelina", "zubieta", "5512345678", "ez-1", "1990", "salto") if each in left]


def test_the_others_are_told(bench):
    client = eva(bench)

    answer = erase(bench, client)

    [told] = bench.published("ClientErased")
    assert (str(told.subject), told.sequence, told.data) == (client["id"], 2, answer.json)


def test_its_duplicates_are_erased_with_it(bench):
    client, duplicate = a_client(bench), eva(bench)
    bench.as_(MARTA).post(f"/clients/{client['id']}/merge", {"duplicate_id": duplicate["id"]})

    erase(bench, duplicate)

    assert {str(told.subject) for told in bench.published("ClientErased")} == {client["id"], duplicate["id"]}
    assert "evangelina" not in everything(bench).lower()


def test_rows_of_a_file_that_were_left_out_tell_nothing_of_the_person_any_more(bench):
    file = f"""Nombre,Telefono,Correo,Otros telefonos
Juan,55 1111 2222,juan@aldia.test,
Evangelina Zubieta,{PHONE},,
Evangelina Z.,{PHONE},,
E. Zubieta,{PHONE},no es un correo,
Evangelina,55 3333 4444,no es un correo,{PHONE}
"""
    found = applied(bench, file)
    assert outcomes(found) == ["new", "new", "duplicate", "error", "error"]

    erase(bench, found["items"][1]["client"])

    assert not [each for each in ("evangelina", "zubieta", "5512345678") if each in everything(bench).lower()]
    assert "juan@aldia.test" in everything(bench)


def test_nobody_finds_an_erased_person(bench):
    client = eva(bench)
    patient = a_patient(bench, first_name="Evangelina")
    bench.as_(ANA).post(f"/clients/{client['id']}/link", {"patient_id": patient["id"]})

    erase(bench, client)

    assert names(bench.as_(ANA).get("/clients")) == []
    assert names(bench.as_(ANA).get("/patients")) == []
    for typed in ("Evangelina", "Persona", "5512345678"):
        assert names(bench.as_(ANA).get("/contacts/search", q=typed)) == []
    assert bench.as_(ANA).get("/clients/stats").json["total"] == 0
    assert bench.as_(ANA).get(f"/patients/{patient['id']}").json["name"] == "Persona eliminada"


def test_their_number_can_be_taken_up_again(bench):
    erase(bench, eva(bench))

    assert eva(bench)["name"] == "Evangelina Zubieta"


def test_nothing_is_written_about_an_erased_person(bench):
    client, other = eva(bench), a_client(bench)
    patient = a_patient(bench)
    bench.as_(ANA).post(f"/clients/{client['id']}/link", {"patient_id": patient["id"]})
    erase(bench, client)

    refused = [
        bench.as_(ANA).patch(f"/clients/{client['id']}", {"notes": "Volvió"}),
        bench.as_(ANA).post(f"/clients/{client['id']}/promote"),
        bench.as_(ANA).patch(f"/patients/{patient['id']}", {"phone": PHONE}),
        bench.as_(MARTA).post(f"/clients/{other['id']}/merge", {"duplicate_id": client["id"]}),
        bench.as_(MARTA).post(f"/clients/{client['id']}/merge", {"duplicate_id": other["id"]}),
    ]

    assert {(answer.status_code, answer.json["type"]) for answer in refused} == {(409, "/problems/person-erased")}
    assert bench.as_(ANA).post("/contacts/resolve", {"patient_id": patient["id"]}).status_code == 422


def test_erasing_again_changes_nothing(bench):
    client = eva(bench)
    first = erase(bench, client)

    assert erase(bench, client).json == first.json
    assert len(bench.published("ClientErased")) == 1


def test_only_an_administrator_erases(bench):
    client = eva(bench)

    assert [erase(bench, client, by=by).status_code for by in (ANA, MARTA)] == [403, 403]


def test_who_saw_an_older_version_is_refused(bench):
    client = eva(bench)
    bench.as_(ANA).post(f"/clients/{client['id']}/promote")

    assert erase(bench, client, headers={"If-Match": '"1"'}).status_code == 412


def test_a_kept_answer_is_given_again_without_the_person(bench):
    key = {"Idempotency-Key": "k"}
    given = {"first_name": "Evangelina", "phone": PHONE}
    client = bench.as_(ANA).post("/clients", given, headers=key).json

    erase(bench, client)

    again = bench.as_(ANA).post("/clients", given, headers=key)
    assert (again.status_code, again.json["id"]) == (201, client["id"])
    assert (again.json["name"], again.json["phone"], again.json["type"]) == ("Persona eliminada", None, "lead")


def test_an_event_set_aside_tells_nothing_of_the_person_any_more(bench):
    client = eva(bench)
    embedded = {"id": client["id"], "name": "Evangelina Zubieta", "phone": PHONE}
    event = an_event("InteractionCreated", {"id": client["id"], "client": embedded, "notes": "Evangelina llamó"})
    parked = bench.service.tables.parked
    with bench.app.app_context():
        row = {"event_id": event.id, "type": event.type, "body": event.raw, "attempts": 5, "error": "Boom"}
        bench.service.db.session.execute(sa.insert(parked).values(row))
        bench.service.db.session.commit()

    erase(bench, client)

    assert "Evangelina" not in everything(bench)
    assert client["id"] in everything(bench)


@pytest.mark.parametrize("attempt", range(4))
def test_a_person_erased_while_others_write_is_erased_in_the_end(bench, attempt):
    client, duplicate = eva(bench), eva(bench, allow_duplicate=True)
    patient = a_patient(bench, last_name="Zubieta")
    bench.as_(ANA).post(f"/clients/{client['id']}/link", {"patient_id": patient["id"]})
    url, key = f"/clients/{client['id']}", {"Idempotency-Key": client["id"]}

    answers = at_once(
        lambda: erase(bench, client),
        lambda: bench.as_(ANA).patch(url, {"notes": "Evangelina otra vez"}),
        lambda: bench.as_(ANA).post(f"{url}/convert", headers=key),
        lambda: bench.as_(ANA).patch(f"/patients/{patient['id']}", {"first_name": "Evangelina"}),
        lambda: bench.as_(ANA).post("/contacts/resolve", {"client_id": client["id"]}, headers=key),
        lambda: bench.as_(MARTA).post(f"{url}/merge", {"duplicate_id": duplicate["id"]}),
    )

    assert {answer.status_code for answer in answers} <= {200, 409}
    # Where the erasure was quicker than the merge, the other record still is somebody.
    erase(bench, duplicate)
    assert "evangelina" not in everything(bench).lower()


def test_a_file_checked_before_does_not_bring_an_erased_person_back(bench):
    found = checked(bench, f"Nombre,Telefono\nEvangelina Zubieta,{PHONE}\nJuan,55 1111 2222\n")
    client = eva(bench)

    erase(bench, client)

    assert "evangelina" not in everything(bench).lower()
    found = applied_now(bench, found)
    assert outcomes(found) == ["duplicate", "new"]
    assert names(bench.as_(ANA).get("/clients")) == ["Juan"]


def test_a_file_taken_back_tells_nothing_of_an_erased_person(bench):
    found = applied(bench, f"Nombre,Telefono\nEvangelina Zubieta,{PHONE}\n")
    assert reverted(bench, found["id"])["status"] == "reverted"

    erase(bench, eva(bench))

    assert "evangelina" not in everything(bench).lower()


def test_a_row_left_out_for_the_name_of_another_tells_nothing_of_an_erased_person(bench):
    a_client(bench, first_name="Humberto", last_name="Castro", phone=PHONE)
    found = checked(bench, f"Nombre,Telefono\nEvangelina Zubieta,{PHONE}\n")
    assert outcomes(found) == ["duplicate"]

    erase(bench, eva(bench, email=None, allow_duplicate=True))

    assert "evangelina" not in everything(bench).lower()


@ON_POSTGRESQL
@pytest.mark.parametrize("moment", ["next_rows", "clients_by_key"])
@pytest.mark.parametrize("known_before", [True, False])
def test_a_person_erased_while_a_file_is_applied_stays_erased(bench, monkeypatch, known_before, moment):
    client = eva(bench, phone=None) if known_before else None
    found = checked(bench, f"Nombre,Correo,Telefono\nEvangelina Zubieta,evangelina@aldia.test,{PHONE}\n")
    assert outcomes(found) == ["update" if known_before else "new"]
    client = client or eva(bench)

    with halfway(bench, monkeypatch, applying, moment, lambda: erase(bench, client)):
        applied_now(bench, found)

    assert not [each for each in ("evangelina", "5512345678") if each in everything(bench).lower()]
