import pytest

from services.contacts.models.duplicates import LIKELY, Known, assess
from services.contacts.names import keys_of
from services.contacts.tests.pairs import pairs
from services.contacts.tests.people import a_client
from shared.ids import new_id
from shared.testing.fixtures import ANA, CENTRAL, MARTA, NORA, OLGA


def duplicates(bench, client, by=ANA):
    answer = bench.as_(by).get(f"/clients/{client['id']}/duplicates")
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


def told(found):
    return [(each["name"], each["reasons"], each["score"]) for each in found]


@pytest.mark.requirement("G13")
def test_who_may_be_a_client_is_listed_with_reasons_the_likeliest_first(bench):
    given = {"first_name": "María Guadalupe", "last_name": "Núñez Ibáñez"}
    client = a_client(bench, **given, phone="55 1234 5678", email="lupe@example.com")
    a_client(bench, first_name="Lupita", last_name="Nuñez")
    same = a_client(bench, first_name="Ma. Gpe.", last_name="Ibañez Nuñez", phone="5512345678", allow_duplicate=True)
    a_client(bench, first_name="Leo", last_name="Ibáñez Soto", phone="5512345678", allow_duplicate=True)
    a_client(bench, first_name="Guadalupe", last_name="Núñez Ibáñez", phone="55 1234 5687")
    a_client(bench, first_name="Sara", last_name="Núñez Ibáñez")
    a_client(bench, first_name="María Guadalupe", last_name="Núñez Ibáñez", phone="33 8765 4321")

    found = duplicates(bench, client)

    assert told(found) == [
        ("Ma. Gpe. Ibañez Nuñez", ["same-phone", "similar-name"], 0.96),
        ("Guadalupe Núñez Ibáñez", ["similar-phone", "similar-name"], 0.93),
        ("Leo Ibáñez Soto", ["same-phone"], 0.49),
    ]
    assert found[0] == {
        "id": same["id"],
        "name": same["name"],
        "phone": same["phone"],
        "email": None,
        "reasons": ["same-phone", "similar-name"],
        "score": 0.96,
    }


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        ({}, {}, ["same-name"]),
        ({"phone": "5512345678"}, {}, ["same-name"]),
        ({"phone": "5512345678"}, {"phone": "5512345679"}, ["similar-phone", "same-name"]),
        ({"phone": "5512345678"}, {"phone": "5521345678"}, ["similar-phone", "same-name"]),
        ({"phone": "5512345678"}, {"phone": "5587654321"}, None),
        ({"phone": "5512345678"}, {"phone": "5512345678"}, ["same-phone", "same-name"]),
        ({"email": "a@x.mx"}, {"email": "A@x.mx"}, ["same-email", "same-name"]),
        ({"email": "a@x.mx"}, {"email": "b@x.mx"}, ["same-name"]),
    ],
)
def test_a_name_says_less_where_both_have_another_phone(bench, one, other, reasons):
    client = a_client(bench, last_name="Pérez García", **one)
    a_client(bench, last_name="Perez Garcia", **other, allow_duplicate=True)

    assert [each["reasons"] for each in duplicates(bench, client)] == ([reasons] if reasons else [])


def test_a_likely_name_alone_refuses_nobody(bench):
    a_client(bench, first_name="José Luis", last_name="Pérez García")

    assert a_client(bench, first_name="José Luis", last_name="Pérez García")["version"] == 1


def test_a_refusal_tells_of_those_with_a_like_name_too(bench):
    a_client(bench, first_name="Rosa", last_name="Mora", phone="55 1234 5678")
    a_client(bench, first_name="José Luis", last_name="Pérez García")

    answer = bench.as_(ANA).post(
        "/clients", {"first_name": "J. Luis", "last_name": "Pérez García", "phone": "55 1234 5678"}
    )

    assert answer.status_code == 409
    assert told(answer.json["candidates"]) == [
        ("José Luis Pérez García", ["similar-name"], 0.72),
        ("Rosa Mora", ["same-phone"], 0.49),
    ]


def test_whoever_has_the_phone_is_among_the_candidates_however_many_have_the_name(bench):
    for _ in range(12):
        a_client(bench, last_name="Pérez García")
    rosa = a_client(bench, first_name="Rosa", last_name="Mora", phone="5512345678")

    answer = bench.as_(ANA).post(
        "/clients", {"first_name": "Juan", "last_name": "Pérez García", "phone": "5512345678"}
    )

    assert len(answer.json["candidates"]) == 10
    assert answer.json["candidates"][-1]["id"] == rosa["id"]


def test_a_renamed_client_is_like_others_by_its_new_name_only(bench):
    client = a_client(bench, last_name="Pérez García")
    other = a_client(bench, last_name="Pérez García")
    bench.as_(ANA).patch(f"/clients/{other['id']}", {"first_name": "Rosa", "last_name": "Mora Vega"})
    rosa = a_client(bench, first_name="Rosa", last_name="Mora Vega")

    assert duplicates(bench, client) == []
    assert told(duplicates(bench, rosa)) == [("Rosa Mora Vega", ["same-name"], 0.9)]


def test_clients_of_another_branch_are_no_duplicates(bench):
    client = a_client(bench, last_name="Pérez García", phone="5512345678")
    theirs = a_client(bench, by=NORA, last_name="Pérez García", phone="5512345678")

    assert duplicates(bench, client, by=OLGA) == []
    for id in (theirs["id"], str(new_id())):
        assert bench.as_(ANA).get(f"/clients/{id}/duplicates").status_code == 404


def test_a_merged_duplicate_is_none_any_more(bench):
    client, duplicate = a_client(bench, last_name="Pérez García"), a_client(bench, last_name="Pérez García")
    assert duplicates(bench, client)

    merged = bench.as_(MARTA).post(f"/clients/{client['id']}/merge", {"duplicate_id": duplicate["id"]})

    assert (merged.status_code, duplicates(bench, client)) == (200, [])


def test_the_twenty_likeliest_are_listed(bench):
    client = a_client(bench, last_name="Pérez García")
    for i in range(22):
        a_client(bench, last_name="Pérez García" if i else "Pérez")

    found = duplicates(bench, client)

    assert [each["name"] for each in found] == ["Juan Pérez García"] * 20
    assert found[0].keys() == {"id", "name", "phone", "email", "reasons", "score"}
    assert str(CENTRAL) not in str(found)


@pytest.mark.parametrize("seed", [1, 2026, 777])
def test_of_labelled_pairs_nearly_all_are_told_rightly(seed, capsys):
    made = pairs(seed, of_each=30)

    told = [(pair.same, are_one(pair)) for pair in made]

    right = told.count((True, True))
    precision = right / (right + told.count((False, True)))
    recall = right / (right + told.count((True, False)))
    with capsys.disabled():
        print(f"\nDuplicates of {len(made)} pairs, seed {seed}: precision {precision:.3f}, recall {recall:.3f}")
    assert len(made) >= 300
    assert precision >= 0.95
    assert recall >= 0.90


def are_one(pair):
    """Whether two records are found, and found to be one person; it must not matter which is which."""
    one, other = (
        Known.of(each.first_name, each.last_name, [each.phone], [each.email]) for each in (pair.one, pair.other)
    )
    assert assess(one, other) == assess(other, one)
    met = one.phones & other.phones or one.emails & other.emails or keys_of(one.name) & keys_of(other.name)
    return bool(met) and assess(one, other).score >= LIKELY
