import pytest

from services.contacts.tests.people import a_client, a_patient, a_student, names
from shared.testing.fixtures import ANA, CENTRAL, NORA, NORTE

KINDS = pytest.mark.parametrize(("kind", "made"), [("student", a_student), ("patient", a_patient)])


@pytest.mark.requirement("G14")
def test_a_patient_keeps_what_the_clinic_knows(bench):
    answer = bench.as_(ANA).post(
        "/patients",
        {
            "first_name": "Rosa",
            "last_name": "Muñoz",
            "phone": "01 55 8765 4321",
            "email": "rosa@example.com",
            "birth_date": "1980-02-29",
            "record_number": "A-17",
        },
    )

    id = answer.json["id"]
    shown = {name: value for name, value in answer.json.items() if not name.endswith("_at")}
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/api/v1/patients/{id}")
    assert shown == {
        "id": id,
        "name": "Rosa Muñoz",
        "first_name": "Rosa",
        "last_name": "Muñoz",
        "phone": "+525587654321",
        "email": "rosa@example.com",
        "birth_date": "1980-02-29",
        "record_number": "A-17",
        "branch_id": str(CENTRAL),
        "client_id": None,
        "version": 1,
    }
    assert bench.as_(ANA).get(f"/patients/{id}").json == answer.json
    [published] = bench.published()
    assert (published.type, published.data) == ("PatientCreated", answer.json)


@pytest.mark.requirement("G14")
def test_a_student_keeps_what_the_school_knows(bench):
    student = a_student(
        bench,
        guardian_name="Eva Campos",
        enrolments=[
            {"program": "Salto", "started_on": "2026-01-15"},
            {"program": "Doma", "status": "ended", "started_on": None},
        ],
    )

    assert student["guardian_name"] == "Eva Campos"
    assert student["enrolments"] == [
        {"program": "Salto", "status": "active", "started_on": "2026-01-15"},
        {"program": "Doma", "status": "ended", "started_on": None},
    ]
    [published] = bench.published()
    assert (published.type, published.data) == ("StudentCreated", student)


@pytest.mark.parametrize(
    ("enrolment", "field"),
    [
        ({}, "enrolments.0.program"),
        ({"program": "Salto", "status": "paused"}, "enrolments.0.status"),
        ({"program": "Salto", "started_on": "ayer"}, "enrolments.0.started_on"),
        ({"program": "Salto", "price": 3}, "enrolments.0.price"),
    ],
)
def test_a_wrong_enrolment_is_refused_by_its_field(bench, enrolment, field):
    answer = bench.as_(ANA).post("/students", {"first_name": "Leo", "last_name": "Campos", "enrolments": [enrolment]})

    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])


@KINDS
@pytest.mark.parametrize("field", ["first_name", "last_name"])
def test_both_names_are_needed(bench, kind, made, field):
    given = {"first_name": "Leo", "last_name": "Campos"}
    del given[field]

    answer = bench.as_(ANA).post(f"/{kind}s", given)

    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])


@KINDS
def test_they_are_changed(bench, kind, made):
    person = made(bench)
    url = f"/{kind}s/{person['id']}"

    answer = bench.as_(ANA).patch(url, {"last_name": "Ñíguez", "phone": "55 1234 5678"})

    assert answer.json["name"].endswith("Ñíguez")
    assert (answer.json["phone"], answer.json["version"]) == ("+525512345678", 2)
    assert bench.published()[-1].type == f"{kind.title()}Updated"
    assert bench.as_(ANA).patch(url, {"last_name": "Ñíguez"}).json == answer.json
    assert bench.as_(ANA).patch(url, {}, headers={"If-Match": '"1"'}).status_code == 412


@KINDS
def test_a_change_of_what_belongs_to_the_link_is_refused(bench, kind, made):
    answer = bench.as_(ANA).patch(f"/{kind}s/{made(bench)['id']}", {"client_id": a_client(bench)["id"]})

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["client_id"])


@KINDS
def test_those_of_another_branch_cannot_be_seen(bench, kind, made):
    person = made(bench, by=NORA)
    url = f"/{kind}s/{person['id']}"

    assert bench.as_(ANA).get(url).status_code == 404
    assert bench.as_(ANA).patch(url, {"first_name": "X"}).status_code == 404
    assert names(bench.as_(ANA).get(f"/{kind}s")) == []
    assert (
        bench.as_(ANA).post(f"/{kind}s", {"first_name": "X", "last_name": "Y", "branch_id": str(NORTE)}).status_code
        == 422
    )


@KINDS
def test_they_are_listed_by_name_and_found_like_in_the_finder(bench, kind, made):
    for first_name in ("Zoe", "Ángela", "Beto"):
        made(bench, first_name=first_name, last_name="Muñoz")
    ana = bench.as_(ANA)

    first = ana.get(f"/{kind}s", limit=2)
    second = ana.get(f"/{kind}s", limit=2, cursor=first.json["next_cursor"])

    assert names(first) + names(second) == ["Ángela Muñoz", "Beto Muñoz", "Zoe Muñoz"]
    assert names(ana.get(f"/{kind}s", q="munoz ang")) == ["Ángela Muñoz"]
    assert names(ana.get(f"/{kind}s", q="an", branch_id=str(CENTRAL))) == ["Ángela Muñoz"]
