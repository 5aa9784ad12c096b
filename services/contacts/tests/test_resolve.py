import pytest

from services.contacts.tests.people import a_client, a_patient, at_once, names
from shared.ids import new_id
from shared.testing.fixtures import ANA, CENTRAL, LUIS, NORA, NORTE, OLGA

NEW = {"first_name": "Juan", "last_name": "Pérez", "phone": "044 55 1234 5678"}


def resolve(bench, by=ANA, **contact):
    return bench.as_(by).post("/contacts/resolve", contact)


@pytest.mark.requirement("I10")
def test_a_client_is_itself(bench):
    client = a_client(bench)

    answer = resolve(bench, client_id=client["id"])

    assert (answer.status_code, answer.json) == (200, client)


def test_a_client_that_cannot_be_seen_is_unknown(bench):
    for id in (a_client(bench, by=NORA)["id"], str(new_id())):
        answer = resolve(bench, client_id=id)
        assert (answer.status_code, list(answer.json["errors"])) == (422, ["client_id"])


@pytest.mark.requirement("I10", "C16")
def test_a_new_name_becomes_a_lead(bench):
    answer = resolve(bench, **NEW)

    client = answer.json
    assert answer.status_code == 200
    assert (client["name"], client["phone"]) == ("Juan Pérez", "+525512345678")
    assert (client["type"], client["status"], client["source"]) == ("lead", "active", "direct")
    assert client["branch_id"] == str(CENTRAL)
    assert [event.type for event in bench.published()] == ["ClientCreated"]


def test_a_new_name_may_say_its_branch(bench):
    assert resolve(bench, by=OLGA, **NEW, branch_id=str(NORTE)).json["branch_id"] == str(NORTE)
    assert resolve(bench, **NEW, branch_id=str(NORTE)).status_code == 422


@pytest.mark.parametrize("field", ["first_name", "last_name", "phone"])
@pytest.mark.requirement("C16")
def test_a_new_name_needs_all_three(bench, field):
    given = {name: value for name, value in NEW.items() if name != field}

    answer = resolve(bench, **given)

    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])


def test_a_new_name_needs_a_possible_phone(bench):
    answer = resolve(bench, **NEW | {"phone": "123"})

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["phone"])


@pytest.mark.requirement("G13")
def test_a_new_name_with_a_known_phone_may_be_known(bench):
    client = a_client(bench, phone="5512345678")

    answer = resolve(bench, **NEW)

    assert (answer.status_code, answer.json["type"]) == (409, "/problems/possible-duplicate")
    assert [each["id"] for each in answer.json["candidates"]] == [client["id"]]
    assert resolve(bench, **NEW, allow_duplicate=True).status_code == 200


@pytest.mark.parametrize(
    "contact",
    [
        {},
        {"phone": "5512345678"},
        {"client_id": str(new_id()), "patient_id": str(new_id())},
        {"client_id": str(new_id()), "phone": "5512345678"},
        {"client_id": str(new_id()), "first_name": "Juan"},
        {"patient_id": str(new_id()), "last_name": "Pérez"},
        {"patient_id": str(new_id()), "allow_duplicate": True},
    ],
)
def test_a_contact_has_exactly_one_form(bench, contact):
    answer = resolve(bench, **contact)

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["body"])
    assert "{client_id}" in answer.json["errors"]["body"][0]


@pytest.mark.requirement("I10", "C14")
def test_a_patient_becomes_a_client_linked_to_it(bench):
    patient = a_patient(bench, phone="55 8765 4321", email="rosa@example.com")

    answer = resolve(bench, patient_id=patient["id"])

    client = answer.json
    assert answer.status_code == 200
    assert (client["name"], client["phone"], client["email"]) == ("Rosa Muñoz", "+525587654321", "rosa@example.com")
    assert (client["type"], client["status"], client["source"]) == ("lead", "active", "direct")
    assert client["patient_id"] == patient["id"]
    assert bench.as_(ANA).get(f"/patients/{patient['id']}").json == patient | {"client_id": client["id"]}
    created = bench.published()[-1]
    assert (created.type, created.data) == ("ClientCreated", client)


def test_the_same_patient_is_the_same_client(bench):
    patient = a_patient(bench, phone="55 8765 4321")
    first = resolve(bench, patient_id=patient["id"])

    assert resolve(bench, patient_id=patient["id"], phone="55 0000 0000").json == first.json
    assert len(bench.published()) == 2


@pytest.mark.requirement("C14")
def test_a_patient_chosen_by_several_at_the_same_moment_becomes_one_client(bench):
    patient = a_patient(bench)

    answers = at_once(
        *(
            lambda by=by: resolve(bench, by=by, patient_id=patient["id"], phone="55 8765 4321")
            for by in (ANA, LUIS, OLGA, ANA)
        )
    )

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json["id"] for answer in answers}) == 1
    assert names(bench.as_(ANA).get("/clients")) == ["Rosa Muñoz"]


@pytest.mark.requirement("C15")
def test_a_patient_without_a_phone_needs_one(bench):
    patient = a_patient(bench)

    answer = resolve(bench, patient_id=patient["id"])

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["phone"])
    assert names(bench.as_(ANA).get("/clients")) == []


@pytest.mark.requirement("C15")
def test_the_phone_given_is_kept_on_the_patient_too(bench):
    patient = a_patient(bench)

    client = resolve(bench, patient_id=patient["id"], phone="044 55 8765 4321").json

    assert client["phone"] == "+525587654321"
    assert bench.as_(ANA).get(f"/patients/{patient['id']}").json["phone"] == "+525587654321"
    assert [event.type for event in bench.published()] == ["PatientCreated", "PatientUpdated", "ClientCreated"]


def test_a_phone_that_cannot_be_is_refused_for_a_patient(bench):
    answer = resolve(bench, patient_id=a_patient(bench)["id"], phone="123")

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["phone"])


@pytest.mark.parametrize(
    ("of_patient", "of_client", "given", "then_patient", "then_client"),
    [
        ("5511111111", None, None, "+525511111111", "+525511111111"),
        (None, "5522222222", None, None, "+525522222222"),
        (None, "5522222222", "5533333333", "+525533333333", "+525522222222"),
        (None, None, "5533333333", "+525533333333", "+525533333333"),
        ("5511111111", "5522222222", "5533333333", "+525511111111", "+525522222222"),
        ("5511111111", None, "5533333333", "+525511111111", "+525511111111"),
    ],
)
def test_phones_fill_what_is_missing_of_a_patient_and_its_client(
    bench, of_patient, of_client, given, then_patient, then_client
):
    patient, client = a_patient(bench, phone=of_patient), a_client(bench, phone=of_client)
    bench.as_(ANA).post(f"/clients/{client['id']}/link", {"patient_id": patient["id"]})

    answer = resolve(bench, patient_id=patient["id"], **({"phone": given} if given else {}))

    assert (answer.status_code, answer.json["id"], answer.json["phone"]) == (200, client["id"], then_client)
    assert bench.as_(ANA).get(f"/patients/{patient['id']}").json["phone"] == then_patient


def test_a_patient_and_its_client_without_phones_need_one(bench):
    patient, client = a_patient(bench), a_client(bench)
    bench.as_(ANA).post(f"/clients/{client['id']}/link", {"patient_id": patient["id"]})

    assert list(resolve(bench, patient_id=patient["id"]).json["errors"]) == ["phone"]


def test_a_patient_becomes_a_client_of_its_own_branch_also_if_another_has_the_phone(bench):
    a_client(bench, by=NORA, phone="55 8765 4321")
    patient = a_patient(bench, by=NORA, phone="55 8765 4321")

    answer = resolve(bench, by=OLGA, patient_id=patient["id"], branch_id=str(CENTRAL))

    assert (answer.status_code, answer.json["branch_id"]) == (200, str(NORTE))


def test_a_patient_that_cannot_be_seen_is_unknown(bench):
    for id in (a_patient(bench, by=NORA)["id"], str(new_id())):
        answer = resolve(bench, patient_id=id, phone="5512345678")
        assert (answer.status_code, list(answer.json["errors"])) == (422, ["patient_id"])


def test_a_request_sent_twice_with_its_key_makes_one_client(bench):
    headers = {"Idempotency-Key": "k1"}

    first, again = (bench.as_(ANA).post("/contacts/resolve", NEW, headers=headers) for _ in range(2))

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json == again.json
