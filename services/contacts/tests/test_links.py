import pytest

from services.contacts.tests.people import a_client, a_patient, a_student
from shared.ids import new_id
from shared.testing.fixtures import ANA, NORA, OLGA

KINDS = pytest.mark.parametrize(("kind", "made"), [("student", a_student), ("patient", a_patient)])


def link(bench, client, kind, other, action="link", by=ANA):
    return bench.as_(by).post(f"/clients/{client['id']}/{action}", {f"{kind}_id": str(other)})


@KINDS
def test_linked_records_name_each_other(bench, kind, made):
    client, other = a_client(bench), made(bench)

    answer = link(bench, client, kind, other["id"])

    assert (answer.status_code, answer.json[f"{kind}_id"], answer.json["version"]) == (200, other["id"], 2)
    assert bench.as_(ANA).get(f"/{kind}s/{other['id']}").json == other | {"client_id": client["id"]}
    linked = bench.published()[-1]
    assert (linked.type, linked.data) == ("ClientLinked", answer.json)


@KINDS
def test_linking_again_changes_nothing(bench, kind, made):
    client, other = a_client(bench), made(bench)
    first = link(bench, client, kind, other["id"])

    assert link(bench, client, kind, other["id"]).json == first.json
    assert len(bench.published()) == 3


@KINDS
def test_what_is_linked_elsewhere_cannot_be_linked(bench, kind, made):
    client, other = a_client(bench), made(bench)
    link(bench, client, kind, other["id"])

    for answer in (
        link(bench, a_client(bench), kind, other["id"]),
        link(bench, client, kind, made(bench)["id"]),
    ):
        assert (answer.status_code, answer.json["type"]) == (409, "/problems/already-linked")


def test_a_client_can_be_linked_with_a_student_and_a_patient(bench):
    client, student, patient = a_client(bench), a_student(bench), a_patient(bench)
    link(bench, client, "student", student["id"])

    answer = link(bench, client, "patient", patient["id"])

    assert (answer.json["student_id"], answer.json["patient_id"]) == (student["id"], patient["id"])


@KINDS
def test_an_unlinked_record_can_be_linked_elsewhere(bench, kind, made):
    client, other = a_client(bench), made(bench)
    link(bench, client, kind, other["id"])

    answer = link(bench, client, kind, other["id"], "unlink")

    assert (answer.status_code, answer.json[f"{kind}_id"], answer.json["version"]) == (200, None, 3)
    assert bench.published()[-1].type == "ClientUpdated"
    assert bench.as_(ANA).get(f"/{kind}s/{other['id']}").json["client_id"] is None
    assert link(bench, a_client(bench), kind, other["id"]).status_code == 200


@KINDS
def test_unlinking_what_is_not_linked_changes_nothing(bench, kind, made):
    client, other = a_client(bench), made(bench)

    assert link(bench, client, kind, other["id"], "unlink").json == client


@KINDS
def test_who_cannot_be_seen_cannot_be_linked(bench, kind, made):
    client, elsewhere = a_client(bench), made(bench, by=NORA)

    for id in (elsewhere["id"], new_id()):
        answer = link(bench, client, kind, id)
        assert (answer.status_code, list(answer.json["errors"])) == (422, [f"{kind}_id"])


@KINDS
def test_records_of_two_branches_are_not_linked(bench, kind, made):
    answer = link(bench, a_client(bench), kind, made(bench, by=NORA)["id"], by=OLGA)

    assert (answer.status_code, list(answer.json["errors"])) == (422, [f"{kind}_id"])


@pytest.mark.parametrize("action", ["link", "unlink"])
def test_a_link_names_exactly_one(bench, action):
    url = f"/clients/{a_client(bench)['id']}/{action}"

    for body in ({}, {"student_id": str(new_id()), "patient_id": str(new_id())}):
        answer = bench.as_(ANA).post(url, body)
        assert (answer.status_code, list(answer.json["errors"])) == (422, ["body"])
