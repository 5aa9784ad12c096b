import io
from datetime import UTC, datetime

import openpyxl
import pytest

from services.contacts.models.clients import TYPES
from services.contacts.tests.people import a_client, a_student, names
from shared import clock
from shared.ids import new_id
from shared.testing.fixtures import ANA, CENTRAL, LUIS, NORA, NORTE, OLGA

NOON = datetime(2026, 11, 20, 18, tzinfo=UTC)


@pytest.mark.requirement("C1", "C2", "C3")
def test_a_client_needs_only_a_first_name(bench):
    with clock.stopped(NOON):
        answer = bench.as_(ANA).post("/clients", {"first_name": "Juan"})

    id = answer.json["id"]
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/clients/{id}"
    assert answer.headers["ETag"] == '"1"'
    assert answer.json == {
        "id": id,
        "name": "Juan",
        "first_name": "Juan",
        "last_name": "",
        "email": None,
        "phone": None,
        "other_phones": [],
        "other_emails": [],
        "type": "lead",
        "source": "direct",
        "status": "active",
        "notes": "",
        "tags": [],
        "branch_id": str(CENTRAL),
        "assigned_to": None,
        "patient_id": None,
        "student_id": None,
        "active_enrolments": 0,
        "erased_at": None,
        "created_at": "2026-11-20T18:00:00Z",
        "updated_at": "2026-11-20T18:00:00Z",
        "version": 1,
    }
    assert bench.as_(ANA).get(f"/clients/{id}").json == answer.json


@pytest.mark.requirement("C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10")
def test_a_client_keeps_all_that_the_form_has(bench):
    given = {
        "first_name": "María José",
        "last_name": "Núñez",
        "email": "Maria@Example.com",
        "phone": "044 55 1234 5678",
        "type": "prospect",
        "source": "referral",
        "status": "inactive",
        "notes": "Interesada en salto.\nLlamar por la tarde.",
    }

    client = a_client(bench, **given, assigned_to_id=str(LUIS))

    expected = given | {"email": "maria@example.com", "phone": "+525512345678"}
    assert {name: client[name] for name in given} == expected
    assert client["name"] == "María José Núñez"
    assert client["assigned_to"] == {"id": str(LUIS), "name": "Luis Vega"}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"last_name": "Pérez"}, "first_name"),
        ({"first_name": "  "}, "first_name"),
        ({"first_name": "J" * 201}, "first_name"),
        ({"first_name": "Juan\x00"}, "first_name"),
        ({"first_name": "Juan", "phone": "123"}, "phone"),
        ({"first_name": "Juan", "email": "juan"}, "email"),
        ({"first_name": "Juan", "type": "friend"}, "type"),
        ({"first_name": "Juan", "source": "tv"}, "source"),
        ({"first_name": "Juan", "status": "gone"}, "status"),
        ({"first_name": "Juan", "name": "Juan"}, "name"),
        ({"first_name": "Juan", "version": 7}, "version"),
        ({"first_name": "Juan", "assigned_to_id": str(NORA)}, "assigned_to_id"),
        ({"first_name": "Juan", "assigned_to_id": "Luis"}, "assigned_to_id"),
        ({"first_name": "Juan", "branch_id": str(NORTE)}, "branch_id"),
    ],
)
def test_a_client_with_a_wrong_field_is_refused_by_its_name(bench, given, field):
    answer = bench.as_(ANA).post("/clients", given)

    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [field]
    assert names(bench.as_(ANA).get("/clients")) == []
    assert bench.published() == []


def test_names_of_any_script_can_be_kept_and_sorted(bench):
    for name in ("ﷺ" * 200, "😀", "王", "İ" * 200, "o'Neill"):
        a_client(bench, first_name=name, last_name=name)

    assert len(names(bench.as_(ANA).get("/clients", sort="name"))) == 5


def test_a_client_is_made_in_the_branch_named_else_in_the_users_first_else_in_the_oldest(bench):
    assert a_client(bench, by=NORA)["branch_id"] == str(NORTE)
    assert a_client(bench, by=OLGA)["branch_id"] == str(CENTRAL)
    assert a_client(bench, by=OLGA, branch_id=str(NORTE))["branch_id"] == str(NORTE)


def test_clients_of_another_branch_cannot_be_seen_or_changed(bench):
    client = a_client(bench, by=NORA)
    ana = bench.as_(ANA)

    for answer in (
        ana.get(f"/clients/{client['id']}"),
        ana.patch(f"/clients/{client['id']}", {"first_name": "X"}),
        ana.post(f"/clients/{client['id']}/convert"),
        ana.post(f"/clients/{client['id']}/promote"),
        ana.post(f"/clients/{client['id']}/link", {"student_id": str(new_id())}),
    ):
        assert answer.status_code == 404
    assert names(ana.get("/clients", branch_id=str(NORTE))) == []


@pytest.mark.requirement("C17", "C22")
def test_a_client_is_changed(bench):
    with clock.stopped(NOON):
        client = a_client(bench, phone="55 1234 5678", assigned_to_id=str(LUIS))

    answer = bench.as_(ANA).patch(
        f"/clients/{client['id']}",
        {"last_name": "", "phone": None, "type": "prospect", "assigned_to_id": None},
    )

    assert answer.status_code == 200
    changed = {"name": "Juan", "last_name": "", "phone": None, "type": "prospect", "assigned_to": None, "version": 2}
    assert answer.json == client | changed | {"updated_at": answer.json["updated_at"]}
    assert answer.json["updated_at"] > client["updated_at"]


def test_a_change_to_what_is_there_already_is_none(bench):
    client = a_client(bench, phone="55 1234 5678")

    answer = bench.as_(ANA).patch(f"/clients/{client['id']}", {"first_name": "Juan", "phone": "+52 1 55 1234 5678"})

    assert answer.json == client
    assert [event.type for event in bench.published()] == ["ClientCreated"]


def test_a_change_of_an_old_version_is_refused(bench):
    client = a_client(bench)
    url = f"/clients/{client['id']}"
    bench.as_(LUIS).patch(url, {"notes": "Llamar"})

    answer = bench.as_(ANA).patch(url, {"notes": "No llamar"}, headers={"If-Match": '"1"'})

    assert answer.status_code == 412
    assert bench.as_(ANA).get(url).json["notes"] == "Llamar"


@pytest.mark.requirement("C11")
def test_a_lead_converts_into_an_active_customer(bench):
    client = a_client(bench, status="inactive")

    answer = bench.as_(ANA).post(f"/clients/{client['id']}/convert")

    assert (answer.json["type"], answer.json["status"], answer.json["version"]) == ("customer", "active", 2)
    assert bench.published()[-1].type == "ClientConverted"


def test_converting_a_vip_makes_it_active_and_keeps_it_a_vip(bench):
    client = a_client(bench, type="vip", status="inactive")

    answer = bench.as_(ANA).post(f"/clients/{client['id']}/convert")

    assert (answer.json["type"], answer.json["status"]) == ("vip", "active")


@pytest.mark.requirement("C12")
def test_promoting_makes_a_vip_and_leaves_the_status(bench):
    client = a_client(bench, status="inactive")

    answer = bench.as_(ANA).post(f"/clients/{client['id']}/promote")

    assert (answer.json["type"], answer.json["status"]) == ("vip", "inactive")
    assert bench.published()[-1].type == "ClientPromoted"


@pytest.mark.parametrize("action", ["convert", "promote"])
def test_doing_it_again_changes_nothing(bench, action):
    client = a_client(bench)
    first = bench.as_(ANA).post(f"/clients/{client['id']}/{action}")

    again = bench.as_(ANA).post(f"/clients/{client['id']}/{action}")

    assert again.json == first.json
    assert len(bench.published()) == 2


@pytest.mark.requirement("C17", "C21")
def test_clients_are_listed_the_newest_first(bench):
    for name in ("Ana", "Berta", "Carla"):
        a_client(bench, first_name=name, last_name="")

    first = bench.as_(ANA).get("/clients", limit=2, include="total")
    second = bench.as_(ANA).get("/clients", limit=2, cursor=first.json["next_cursor"])

    assert (names(first), names(second)) == (["Carla", "Berta"], ["Ana"])
    assert first.json["total"] == 3
    assert second.json["next_cursor"] is None


def test_clients_are_sorted_by_name_without_regard_to_case_and_accents(bench):
    for name in ("Zoe", "Ángel", "beto", "Andrés"):
        a_client(bench, first_name=name, last_name="")

    first = bench.as_(ANA).get("/clients", sort="name", limit=3)
    second = bench.as_(ANA).get("/clients", sort="name", limit=3, cursor=first.json["next_cursor"])

    assert names(first) + names(second) == ["Andrés", "Ángel", "beto", "Zoe"]


def test_clients_are_sorted_by_their_last_change(bench):
    ana, beto = a_client(bench, first_name="Ana"), a_client(bench, first_name="Beto")
    bench.as_(ANA).patch(f"/clients/{ana['id']}", {"notes": "Llamó"})

    listed = bench.as_(ANA).get("/clients", sort="-updated_at").json["items"]

    assert [client["id"] for client in listed] == [ana["id"], beto["id"]]


@pytest.mark.parametrize("sort", ["created_at", "-name", "phone", ""])
def test_any_other_order_is_refused(bench, sort):
    answer = bench.as_(ANA).get("/clients", sort=sort)

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["sort"])


@pytest.fixture
def listed(bench):
    """Ask for clients as the administrator does, by name."""
    a_client(bench, first_name="Ana", last_name="", status="inactive", source="referral")
    beto = {"phone": "5512345678", "email": "beto@example.com", "assigned_to_id": str(LUIS)}
    a_client(bench, first_name="Beto", last_name="", type="vip", source="web", **beto)
    a_client(bench, first_name="Carla", last_name="", type="prospect", source="competitor", assigned_to_id=str(ANA))
    a_client(bench, by=NORA, first_name="Dora", last_name="", type="customer", source="other")
    return lambda **asked: names(bench.as_(OLGA).get("/clients", sort="name", **asked))


FILTERS = [
    *(({"type": type}, [name]) for type, name in zip(TYPES, ("Ana", "Carla", "Dora", "Beto"), strict=True)),
    ({"type": ["lead", "vip"]}, ["Ana", "Beto"]),
    ({"type": ["lead", "vip", "prospect", "customer"]}, ["Ana", "Beto", "Carla", "Dora"]),
    ({"source": "web"}, ["Beto"]),
    ({"source": ["referral", "competitor", "other"]}, ["Ana", "Carla", "Dora"]),
    ({"source": "direct"}, []),
    ({"status": "inactive"}, ["Ana"]),
    ({"status": "active"}, ["Beto", "Carla", "Dora"]),
    ({"status": ["active", "inactive"]}, ["Ana", "Beto", "Carla", "Dora"]),
    ({"assigned_to_id": str(LUIS)}, ["Beto"]),
    ({"assigned_to_id": [str(LUIS), str(ANA)]}, ["Beto", "Carla"]),
    ({"assigned_to_id": str(NORA)}, []),
    ({"branch_id": str(NORTE)}, ["Dora"]),
    ({"branch_id": [str(NORTE), str(CENTRAL)], "type": ["prospect", "customer"]}, ["Carla", "Dora"]),
    ({"type": "vip", "source": "web", "status": "active", "assigned_to_id": str(LUIS), "q": "beto"}, ["Beto"]),
    ({"type": "vip", "source": "referral"}, []),
    ({"q": "bet"}, ["Beto"]),
    ({"q": "BÉTO"}, ["Beto"]),
    ({"q": "5512345678"}, ["Beto"]),
    ({"q": "beto@example"}, ["Beto"]),
    ({"q": "???"}, []),
    ({"q": ""}, ["Ana", "Beto", "Carla", "Dora"]),
]


@pytest.mark.requirement("C6", "C7", "C8", "C17", "C20")
def test_clients_are_filtered_and_a_filter_given_again_means_any_of(listed):
    assert [(asked, listed(**asked)) for asked, _ in FILTERS] == FILTERS


@pytest.mark.parametrize(
    "field", ["type", "source", "status", "assigned_to_id", "branch_id", "tag", "created_from", "created_to"]
)
def test_a_filter_that_cannot_be_is_refused_by_its_name(bench, field):
    answer = bench.as_(ANA).get("/clients", **{field: "nonsense"})

    assert (answer.status_code, [each.split(".")[0] for each in answer.json["errors"]]) == (422, [field])


def test_a_filter_that_is_not_known_is_refused(bench):
    assert bench.as_(ANA).get("/clients", typ="lead").status_code == 422


def test_days_of_creation_are_days_of_the_branch(bench):
    with clock.stopped(datetime(2026, 11, 20, 5, 59, tzinfo=UTC)):
        a_client(bench, first_name="Jueves", last_name="")
    with clock.stopped(datetime(2026, 11, 20, 6, 0, tzinfo=UTC)):
        a_client(bench, first_name="Viernes", last_name="")
    with clock.stopped(datetime(2026, 11, 21, 6, 0, tzinfo=UTC)):
        a_client(bench, first_name="Sábado", last_name="")
    ana = bench.as_(ANA)

    assert names(ana.get("/clients", created_from="2026-11-20", created_to="2026-11-20")) == ["Viernes"]
    assert names(ana.get("/clients", created_to="2026-11-19")) == ["Jueves"]
    assert names(ana.get("/clients", created_from="2026-11-20T06:00:00Z")) == ["Sábado", "Viernes"]
    assert names(ana.get("/clients", created_to="2026-11-20T00:00:00-06:00")) == ["Viernes", "Jueves"]


def test_days_of_creation_are_days_of_each_branch(bench):
    # Midnight of November 20 is 06:00 UTC in Mexico City and 08:00 UTC in Tijuana.
    for hour in (5, 6, 7, 8):
        with clock.stopped(datetime(2026, 11, 20, hour, tzinfo=UTC)):
            a_client(bench, first_name=f"C{hour}", last_name="")
            a_client(bench, by=NORA, first_name=f"N{hour}", last_name="")

    def created(**asked):
        return names(bench.as_(OLGA).get("/clients", sort="name", **asked))

    assert created(created_from="2026-11-20") == ["C6", "C7", "C8", "N8"]
    assert created(created_to="2026-11-19") == ["C5", "N5", "N6", "N7"]
    assert created(created_from="2026-11-20", branch_id=str(NORTE)) == ["N8"]
    assert created(created_from="2026-11-20T07:00:00Z", created_to="2026-11-20T07:00:00Z") == ["C7", "N7"]
    assert created(created_from="2026-11-20T08:00:00Z", created_to="2026-11-20") == ["C8", "N8"]


def test_the_whole_list_can_be_had_as_csv(bench):
    a_client(bench, first_name="=cmd()", last_name="", phone="55 1234 5678")

    answer = bench.as_(ANA).get("/clients", format="csv")

    heading, row = answer.text.lstrip("\ufeff").splitlines()
    cells = dict(zip(heading.split(","), row.split(","), strict=True))
    assert (cells["name"], cells["phone"]) == ("'=cmd()", "'+525512345678")


@pytest.mark.parametrize("start", ["\x01", "'\x02", "\ufffe"])
def test_no_cell_becomes_a_formula_without_the_characters_that_a_sheet_cannot_hold(bench, start):
    a_client(bench, first_name="Juan", notes=f"{start}=1+1")

    sheet = openpyxl.load_workbook(io.BytesIO(bench.as_(ANA).get("/clients", format="xlsx").data)).active

    assert "f" not in {cell.data_type for cell in sheet[2]}
    assert any(str(cell.value).endswith("=1+1") for cell in sheet[2])


def test_a_client_is_published_as_it_is_shown(bench):
    client = a_client(bench, phone="55 1234 5678")
    bench.as_(LUIS).patch(f"/clients/{client['id']}", {"notes": "Llamó"})

    created, updated = bench.published()

    assert (created.type, created.sequence, created.actor_id) == ("ClientCreated", 1, ANA)
    assert created.data == client
    assert (updated.type, updated.sequence, updated.actor_id) == ("ClientUpdated", 2, LUIS)
    assert updated.data == bench.as_(ANA).get(f"/clients/{client['id']}").json
    assert updated.branch_id == CENTRAL


@pytest.mark.requirement("C10")
def test_the_enrolments_of_a_linked_student_are_counted_without_a_new_version(bench):
    client = a_client(bench)
    student = a_student(bench, enrolments=[{"program": "Salto"}, {"program": "Doma", "status": "ended"}])
    linked = bench.as_(ANA).post(f"/clients/{client['id']}/link", {"student_id": student["id"]})
    assert (linked.json["active_enrolments"], linked.json["version"]) == (1, 2)

    bench.as_(ANA).patch(f"/students/{student['id']}", {"enrolments": [{"program": "A"}, {"program": "B"}]})

    now = bench.as_(ANA).get(f"/clients/{client['id']}").json
    assert (now["active_enrolments"], now["version"]) == (2, 2)
    assert bench.published()[-1].type == "StudentUpdated"


def test_nobody_without_a_token_sees_clients(bench):
    assert bench.as_(None).get("/clients").status_code == 401
