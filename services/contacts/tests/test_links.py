import pytest

from services.contacts.tests.people import a_client, a_patient, a_student, at_once
from shared.ids import new_id
from shared.testing.fixtures import ANA, NORA, OLGA

KINDS = pytest.mark.parametrize(("kind", "made"), [("student", a_student), ("patient", a_patient)])


def link(bench, client, kind, other, action="link", by=ANA):
    return bench.as_(by).post(f"/clients/{client['id']}/{action}", {f"{kind}_id": str(other)})


@KINDS
@pytest.mark.requirement("C10", "C13")
def test_linked_records_name_each_other(bench, kind, made):
    client, other = a_client(bench), made(bench)

    answer = link(bench, client, kind, other["id"])

    assert (answer.status_code, answer.json[f"{kind}_id"], answer.json["version"]) == (200, other["id"], 2)
    assert bench.as_(ANA).get(f"/{kind}s/{other['id']}").json == other | {"client_id": client["id"]}
    linked = bench.published()[-1]
    assert (linked.type, linked.data) == ("ClientLinked", answer.json)


@KINDS
@pytest.mark.requirement("C13")
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


@KINDS
def test_of_links_to_one_record_at_the_same_moment_one_is_made(bench, kind, made):
    one, two, other = a_client(bench), a_client(bench), made(bench)

    answers = at_once(*(lambda client=client: link(bench, client, kind, other["id"]) for client in (one, two)))

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    [linked] = [answer.json["id"] for answer in answers if answer.status_code == 200]
    assert bench.as_(ANA).get(f"/{kind}s/{other['id']}").json["client_id"] == linked


@KINDS
def test_of_links_of_one_client_at_the_same_moment_one_is_made(bench, kind, made):
    client, others = a_client(bench), [made(bench), made(bench)]

    answers = at_once(*(lambda other=other: link(bench, client, kind, other["id"]) for other in others))

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    now = bench.as_(ANA).get(f"/clients/{client['id']}").json
    links = [bench.as_(ANA).get(f"/{kind}s/{other['id']}").json["client_id"] for other in others]
    assert sorted(links, key=str) == [client["id"], None]
    assert now[f"{kind}_id"] == others[links.index(client["id"])]["id"]


@pytest.mark.requirement("C13")
@KINDS
def test_the_link_is_seen_in_the_lists_of_both(bench, kind, made):
    client, other = a_client(bench), made(bench)

    link(bench, client, kind, other["id"])

    [listed] = bench.as_(ANA).get("/clients").json["items"]
    [there] = bench.as_(ANA).get(f"/{kind}s").json["items"]
    assert (listed[f"{kind}_id"], there["client_id"]) == (other["id"], client["id"])


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
