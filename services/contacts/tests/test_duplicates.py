import pytest

from services.contacts.tests.people import a_client, at_once, names
from shared.testing.fixtures import ANA, LUIS, NORA


@pytest.mark.requirement("G13")
@pytest.mark.parametrize(
    ("given", "reason", "score"),
    [
        ({"phone": "+525512345678"}, "same-phone", 0.49),
        ({"phone": "044 55 1234 5678"}, "same-phone", 0.49),
        ({"phone": "+52 1 55 1234 5678"}, "same-phone", 0.49),
        ({"email": "JUAN@example.com"}, "same-email", 0.52),
        ({"email": "juan@example.com", "phone": "55 0000 0000"}, "same-email", 0.52),
    ],
)
def test_a_phone_or_email_that_a_client_has_already_is_refused_with_that_client(bench, given, reason, score):
    juan = a_client(bench, phone="55 1234 5678", email="juan@example.com")

    answer = bench.as_(LUIS).post("/clients", {"first_name": "Otro"} | given)

    assert (answer.status_code, answer.json["type"]) == (409, "/problems/possible-duplicate")
    assert answer.json["candidates"] == [
        {
            "id": juan["id"],
            "name": "Juan Pérez",
            "phone": "+525512345678",
            "email": "juan@example.com",
            "reasons": [reason],
            "score": score,
        }
    ]
    assert names(bench.as_(ANA).get("/clients")) == ["Juan Pérez"]
    assert len(bench.published()) == 1


def test_an_argentine_mobile_is_known_with_its_9_and_without(bench):
    a_client(bench, phone="+54 9 11 2345 6789")

    assert bench.as_(ANA).post("/clients", {"first_name": "X", "phone": "+54 11 2345 6789"}).status_code == 409


def test_a_family_may_share_a_phone_when_somebody_says_so(bench):
    a_client(bench, phone="55 1234 5678")

    son = a_client(bench, first_name="Leo", phone="55 1234 5678", allow_duplicate=True)

    assert son["phone"] == "+525512345678"
    again = bench.as_(ANA).post("/clients", {"first_name": "Eva", "phone": "55 1234 5678"})
    assert [each["name"] for each in again.json["candidates"]] == ["Juan Pérez", "Leo Pérez"]


def test_clients_without_phone_and_email_are_no_duplicates(bench):
    a_client(bench)
    a_client(bench)

    assert names(bench.as_(ANA).get("/clients")) == ["Juan Pérez", "Juan Pérez"]


def test_another_branch_may_have_the_same_client(bench):
    a_client(bench, phone="55 1234 5678")

    assert a_client(bench, by=NORA, phone="55 1234 5678")["version"] == 1


def test_a_client_cannot_take_the_phone_or_email_of_another_one(bench):
    a_client(bench, phone="55 1234 5678", email="juan@example.com")
    luz = a_client(bench, first_name="Luz", phone="55 8765 4321")
    url = f"/clients/{luz['id']}"

    for change in ({"phone": "5512345678"}, {"email": "juan@example.com"}):
        answer = bench.as_(ANA).patch(url, change)
        assert (answer.status_code, answer.json["candidates"][0]["name"]) == (409, "Juan Pérez")

    assert bench.as_(ANA).get(url).json == luz
    allowed = bench.as_(ANA).patch(url, {"phone": "5512345678", "allow_duplicate": True})
    assert (allowed.status_code, allowed.json["phone"]) == (200, "+525512345678")


def test_a_change_of_something_else_is_not_asked_about_a_shared_phone(bench):
    a_client(bench, phone="55 1234 5678")
    luz = a_client(bench, first_name="Luz", phone="55 1234 5678", allow_duplicate=True)

    answer = bench.as_(ANA).patch(f"/clients/{luz['id']}", {"notes": "Hermana", "phone": "55 1234 5678"})

    assert answer.status_code == 200


def test_a_phone_given_up_is_free_again(bench):
    juan = a_client(bench, phone="55 1234 5678")
    bench.as_(ANA).patch(f"/clients/{juan['id']}", {"phone": None})

    assert a_client(bench, first_name="Luz", phone="55 1234 5678")["version"] == 1


def test_of_variants_of_one_phone_given_at_the_same_moment_one_client_is_made(bench):
    variants = ("+525512345678", "+52 1 55 1234 5678", "044 55 1234 5678", "01 55 1234 5678", "5512345678")

    answers = at_once(
        *(
            lambda phone=phone: bench.as_(ANA).post("/clients", {"first_name": "Juan", "phone": phone})
            for phone in variants
        )
    )

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]
    [made] = [answer.json["id"] for answer in answers if answer.status_code == 201]
    refused = [answer.json["candidates"] for answer in answers if answer.status_code == 409]
    assert all([each["id"] for each in candidates] == [made] for candidates in refused)


@pytest.mark.parametrize("attempt", range(3))
def test_who_gives_several_keys_at_the_same_moment_does_not_wait_for_ever(bench, attempt):
    def create():
        given = {"first_name": "X", "phone": "5512345678", "email": "x@example.com"}
        return bench.as_(ANA).post("/clients", given)

    answers = at_once(create, create, create)

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]


def test_a_change_and_a_new_client_cannot_both_take_a_phone(bench):
    juan = a_client(bench)

    answers = at_once(
        lambda: bench.as_(ANA).patch(f"/clients/{juan['id']}", {"phone": "5512345678"}),
        lambda: bench.as_(LUIS).post("/clients", {"first_name": "Luz", "phone": "5512345678"}),
    )

    assert [answer.status_code for answer in answers].count(409) == 1
