import pytest

from services.contacts.tests.people import a_client, a_patient, a_student, at_once, names
from shared.testing.fixtures import ANA, LUIS, NORA, OLGA


def find(bench, q, by=ANA, **args):
    return names(bench.as_(by).get("/contacts/search", q=q, **args))


@pytest.fixture
def people(bench):
    a_client(bench, first_name="Juan", last_name="Pérez", phone="55 1234 5678", email="jperez_1@example.com")
    a_client(bench, first_name="María José", last_name="Muñoz-García", phone="81 2000 6789")
    a_patient(bench, first_name="Susana", last_name="Ibáñez", phone="33 9876 5432")
    return bench


JUAN, MARIA, SUSANA = "Juan Pérez", "María José Muñoz-García", "Susana Ibáñez"


FINDS = {
    "juan": [JUAN],
    "JUAN": [JUAN],
    "perez ju": [JUAN],
    "Pérez Juán": [JUAN],
    "  ju   pe ": [JUAN],
    "munoz": [MARIA],
    "muñoz": [MARIA],
    "garcia maria": [MARIA],
    "muñoz-garcía": [MARIA],
    "j": [JUAN, MARIA],
    "ga": [MARIA],
    "an": [],
    "u": [],
    "uan": [JUAN],
    "ana": [SUSANA],
    "bañ": [SUSANA],
    "juan muñoz": [],
    "juan x": [],
    "5512345678": [JUAN],
    "55 1234 5678": [JUAN],
    "(55) 1234-5678": [JUAN],
    "+52 55 1234 5678": [JUAN],
    "+52 1 55 1234 5678": [JUAN],
    "044 55 1234 5678": [JUAN],
    "5678": [JUAN],
    "345": [JUAN],
    "45": [],
    "52": [JUAN, MARIA, SUSANA],
    "juan 5678": [JUAN],
    "56 78 juan": [JUAN],
    "juan 9876": [],
    "jperez_1@example.com": [JUAN],
    "JPerez_1@Ex": [JUAN],
    "jperez": [JUAN],
    "jperez%1@": [],
    "%": [],
    "_": [],
    "": [],
    "   ": [],
    "¿?": [],
    "'; DROP TABLE clients; --": [],
}


@pytest.mark.requirement("G13")
def test_what_is_typed_finds(people):
    assert {typed: find(people, typed) for typed in FINDS} == FINDS


def test_the_best_comes_first(bench):
    for name in ("Zoe Ana", "Susana Mora", "Anabel Ruiz", "Ana", "Eva Anaya", "Ana Paz", "Diana Rey"):
        first, _, last = name.partition(" ")
        a_client(bench, first_name=first, last_name=last)

    assert find(bench, "ana") == [
        "Ana",
        "Ana Paz",
        "Anabel Ruiz",
        "Eva Anaya",
        "Zoe Ana",
        "Diana Rey",
        "Susana Mora",
    ]


@pytest.mark.requirement("G13")
@pytest.mark.requirement("I9")
def test_clients_and_patients_say_what_they_are(bench):
    client = a_client(bench, last_name="Rey", phone=None)
    patient = a_patient(bench, last_name="Rey", phone="55 1234 5678")
    a_student(bench, last_name="Rey")

    answer = bench.as_(ANA).get("/contacts/search", q="rey")

    assert answer.json == {
        "items": [
            {
                "kind": "client",
                "id": client["id"],
                "client_id": client["id"],
                "name": "Juan Rey",
                "phone": None,
                "has_phone": False,
            },
            {
                "kind": "patient",
                "id": patient["id"],
                "client_id": None,
                "name": "Rosa Rey",
                "phone": "+525512345678",
                "has_phone": True,
            },
        ],
        "next_cursor": None,
    }


def test_a_patient_that_is_a_client_appears_once_as_the_client(bench):
    patient = a_patient(bench, first_name="Rosa", last_name="Muñoz", phone="55 1234 5678")
    client = a_client(bench, first_name="Rosita", last_name="M.", phone="81 1111 2222")
    url = f"/clients/{client['id']}"
    bench.as_(ANA).post(f"{url}/link", {"patient_id": patient["id"]})

    for typed in ("rosa", "muñoz", "55 1234 5678", "rosita 8111112222"):
        [found] = bench.as_(ANA).get("/contacts/search", q=typed).json["items"]
        assert (found["kind"], found["id"], found["client_id"]) == ("client", client["id"], client["id"])
        assert found["phone"] == "+528111112222"

    bench.as_(ANA).post(f"{url}/unlink", {"patient_id": patient["id"]})
    assert find(bench, "muñoz") == ["Rosa Muñoz"]
    assert find(bench, "ros") == ["Rosa Muñoz", "Rosita M."]


def test_a_linked_patient_lends_its_phone_to_a_client_without(bench):
    patient = a_patient(bench, phone="55 1234 5678")
    client = a_client(bench)
    bench.as_(ANA).post(f"/clients/{client['id']}/link", {"patient_id": patient["id"]})

    [found] = bench.as_(ANA).get("/contacts/search", q="juan").json["items"]

    assert (found["phone"], found["has_phone"]) == ("+525512345678", True)


def test_changes_are_found_at_once_and_what_was_is_not(bench):
    client = a_client(bench, phone="55 1234 5678", email="juan@example.com")
    patient = a_patient(bench)
    bench.as_(ANA).post(f"/clients/{client['id']}/link", {"patient_id": patient["id"]})

    bench.as_(ANA).patch(f"/clients/{client['id']}", {"first_name": "Pablo", "phone": "5587654321", "email": None})
    bench.as_(ANA).patch(f"/patients/{patient['id']}", {"first_name": "Flor"})

    for gone in ("juan", "1234", "juan@example.com", "rosa"):
        assert find(bench, gone) == []
    for there in ("pablo", "8765 4321", "flor"):
        assert find(bench, there) == ["Pablo Pérez"]


@pytest.mark.parametrize("attempt", range(3))
def test_changes_of_a_patient_and_its_client_at_the_same_moment_are_both_found(bench, attempt):
    client, patient = a_client(bench), a_patient(bench)
    bench.as_(ANA).post(f"/clients/{client['id']}/link", {"patient_id": patient["id"]})

    at_once(
        lambda: bench.as_(ANA).patch(f"/clients/{client['id']}", {"first_name": "Pablo"}),
        lambda: bench.as_(LUIS).patch(f"/patients/{patient['id']}", {"first_name": "Flor"}),
    )

    assert find(bench, "pablo flor") == ["Pablo Pérez"]


def test_what_was_refused_is_not_found(bench):
    a_client(bench, phone="5512345678")
    bench.as_(ANA).post("/clients", {"first_name": "Repetido", "phone": "5512345678"})

    assert find(bench, "repetido") == []


def test_everybody_finds_those_of_their_own_branches(bench):
    a_client(bench, first_name="Central", last_name="")
    a_client(bench, by=NORA, first_name="Centro", last_name="")

    assert find(bench, "cen") == ["Central"]
    assert find(bench, "cen", by=NORA) == ["Centro"]
    assert find(bench, "cen", by=OLGA) == ["Central", "Centro"]


def test_an_argentine_mobile_is_found_with_its_9_and_without(bench):
    a_client(bench, phone="+54 9 11 2345 6789")

    for typed in ("+54 9 11 2345 6789", "+54 11 2345 6789", "91123456789", "541123456789"):
        assert find(bench, typed) == ["Juan Pérez"]


def test_ten_are_found_at_a_time_and_the_rest_on_the_next_pages(bench):
    for i in range(23):
        a_client(bench, first_name=f"Eva{i:02}", last_name="")

    pages, cursor = [], None
    while cursor or not pages:
        args = {"cursor": cursor} if cursor else {}
        answer = bench.as_(ANA).get("/contacts/search", q="eva", **args)
        pages.append(names(answer))
        cursor = answer.json["next_cursor"]

    assert [len(page) for page in pages] == [10, 10, 3]
    assert [name for page in pages for name in page] == [f"Eva{i:02}" for i in range(23)]
    assert len(find(bench, "eva", limit=200)) == 23


@pytest.mark.parametrize("args", [{}, {"q": "x" * 201}, {"q": "x", "limit": 0}, {"q": "x", "limit": 201}])
def test_a_search_that_cannot_be_is_refused(bench, args):
    assert bench.as_(ANA).get("/contacts/search", **args).status_code == 422
