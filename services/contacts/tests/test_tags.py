import pytest

from services.contacts.tests.people import a_client, a_tag, at_once, names
from shared.ids import new_id
from shared.testing.fixtures import ANA, LUIS, MARTA, NORA, OLGA


def of(tag):
    """A tag as clients show it."""
    return {name: tag[name] for name in ("id", "name", "color")}


def put(bench, client, *tags, by=ANA):
    return bench.as_(by).put(f"/clients/{client['id']}/tags", {"tag_ids": [tag["id"] for tag in tags]})


def add(bench, client, *tags, by=ANA, **options):
    return bench.as_(by).post(f"/clients/{client['id']}/tags", {"tag_ids": [tag["id"] for tag in tags]}, **options)


def remove(bench, client, tag, by=ANA):
    return bench.as_(by).delete(f"/clients/{client['id']}/tags/{tag['id']}")


def shown(bench, client, by=ANA):
    return bench.as_(by).get(f"/clients/{client['id']}").json


@pytest.mark.requirement("C18")
def test_a_tag_has_a_name_and_a_color(bench):
    answer = bench.as_(MARTA).post("/tags", {"name": "Interesado en salto", "color": "#1A9C5B"})

    id = answer.json["id"]
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/api/v1/tags/{id}")
    assert answer.json == {"id": id, "name": "Interesado en salto", "color": "#1a9c5b", "version": 1}
    assert bench.as_(ANA).get(f"/tags/{id}").json == answer.json
    [published] = bench.published()
    assert (published.type, published.data, published.branch_id) == ("TagUpdated", answer.json, None)


@pytest.mark.requirement("C18")
def test_tags_are_those_of_the_whole_house_by_name(bench):
    for name in ("Sensible al precio", "Padre de 2", "Árabe", "interesado en salto"):
        a_tag(bench, name)

    first = bench.as_(NORA).get("/tags", limit=2, include="total")
    second = bench.as_(NORA).get("/tags", limit=2, cursor=first.json["next_cursor"])

    assert names(first) + names(second) == ["Árabe", "interesado en salto", "Padre de 2", "Sensible al precio"]
    assert (first.json["total"], second.json["next_cursor"]) == (4, None)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"color": "#1a9c5b"}, "name"),
        ({"name": " ", "color": "#1a9c5b"}, "name"),
        ({"name": "x" * 201, "color": "#1a9c5b"}, "name"),
        ({"name": "x"}, "color"),
        ({"name": "x", "color": "red"}, "color"),
        ({"name": "x", "color": "#1a9c5"}, "color"),
        ({"name": "x", "color": "#1a9c5b\n"}, "color"),
        ({"name": "x", "color": None}, "color"),
        ({"name": "x", "color": "#1a9c5b", "branch_id": str(new_id())}, "branch_id"),
    ],
)
def test_a_tag_with_a_wrong_field_is_refused_by_its_name(bench, given, field):
    answer = bench.as_(MARTA).post("/tags", given)

    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
    assert names(bench.as_(ANA).get("/tags")) == []


def test_operators_cannot_write_tags(bench):
    tag = a_tag(bench)

    for answer in (
        bench.as_(ANA).post("/tags", {"name": "Otro", "color": "#000000"}),
        bench.as_(ANA).patch(f"/tags/{tag['id']}", {"name": "Otro"}),
        bench.as_(ANA).delete(f"/tags/{tag['id']}"),
    ):
        assert answer.status_code == 403


@pytest.mark.parametrize("name", ["Interesado en salto", "INTERESADO EN SALTO", "  interesádo   en  Salto "])
def test_a_name_that_another_tag_has_is_refused_whatever_its_case_and_accents(bench, name):
    a_tag(bench, "Interesado en salto")
    other = a_tag(bench, "Otro")

    for answer in (
        bench.as_(MARTA).post("/tags", {"name": name, "color": "#000000"}),
        bench.as_(MARTA).patch(f"/tags/{other['id']}", {"name": name}),
    ):
        assert (answer.status_code, answer.json["type"]) == (409, "/problems/name-taken")
    assert names(bench.as_(ANA).get("/tags")) == ["Interesado en salto", "Otro"]


def test_names_of_any_script_are_names_of_tags(bench):
    for name in ("ﷺ" * 200, "😀", "İ" * 200):
        a_tag(bench, name)

    assert len(names(bench.as_(ANA).get("/tags"))) == 3


def test_of_two_that_create_a_tag_at_the_same_moment_one_is_refused(bench):
    answers = at_once(
        *(
            lambda name=name: bench.as_(MARTA).post("/tags", {"name": name, "color": "#000000"})
            for name in ("Niño", "niño", "NIÑO", "nino")
        )
    )

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert {answer.json["type"] for answer in answers if answer.status_code == 409} == {"/problems/name-taken"}


def test_a_tag_and_one_renamed_at_the_same_moment_do_not_get_one_name(bench):
    tag = a_tag(bench, "Otro")

    answers = at_once(
        lambda: bench.as_(MARTA).post("/tags", {"name": "Nuevo", "color": "#000000"}),
        lambda: bench.as_(OLGA).patch(f"/tags/{tag['id']}", {"name": "NUEVO"}),
    )

    assert [answer.status_code for answer in answers].count(409) == 1


def test_a_tag_may_be_renamed_to_another_spelling_of_its_own_name(bench):
    tag = a_tag(bench, "Nino")

    answer = bench.as_(MARTA).patch(f"/tags/{tag['id']}", {"name": "Niño"})

    assert (answer.status_code, answer.json["name"], answer.json["version"]) == (200, "Niño", 2)


def test_a_change_of_a_tag_to_what_it_is_already_is_none(bench):
    tag = a_tag(bench)

    assert bench.as_(MARTA).patch(f"/tags/{tag['id']}", {"name": tag["name"], "color": "#1A9C5B"}).json == tag
    assert len(bench.published()) == 1


def test_a_change_of_an_old_version_of_a_tag_is_refused(bench):
    tag = a_tag(bench)
    bench.as_(MARTA).patch(f"/tags/{tag['id']}", {"color": "#000000"})

    old = {"If-Match": '"1"'}
    assert bench.as_(MARTA).patch(f"/tags/{tag['id']}", {"color": "#ffffff"}, headers=old).status_code == 412
    assert bench.as_(MARTA).delete(f"/tags/{tag['id']}", headers=old).status_code == 412


@pytest.mark.requirement("C10", "C19")
def test_a_client_shows_its_tags_by_name(bench):
    jump, price, father = (a_tag(bench, name) for name in ("Salto", "precio", "Ángel"))
    client = a_client(bench)

    answer = add(bench, client, jump, price, father)

    assert answer.status_code == 200
    assert answer.json["tags"] == [of(father), of(price), of(jump)]
    assert (answer.json["version"], answer.headers["ETag"]) == (2, '"2"')
    assert shown(bench, client) == answer.json
    assert bench.as_(ANA).get("/clients").json["items"] == [answer.json]
    updated = bench.published("ClientUpdated")
    assert [event.data for event in updated] == [answer.json]


@pytest.mark.requirement("C19")
def test_tags_are_added_to_those_there_are_and_set_instead_of_them(bench):
    jump, price, father = (a_tag(bench, name) for name in ("Salto", "Precio", "Padre de 2"))
    client = a_client(bench)

    add(bench, client, jump)
    assert add(bench, client, price, jump).json["tags"] == [of(price), of(jump)]
    assert put(bench, client, father, price, price).json["tags"] == [of(father), of(price)]
    assert put(bench, client).json["tags"] == []


def test_a_tag_is_taken_off_a_client(bench):
    jump, price = a_tag(bench, "Salto"), a_tag(bench, "Precio")
    client = a_client(bench)
    add(bench, client, jump, price)

    assert remove(bench, client, jump).status_code == 204

    now = shown(bench, client)
    assert (now["tags"], now["version"]) == ([of(price)], 3)
    assert bench.published()[-1].data == now
    assert names(bench.as_(ANA).get("/tags")) == ["Precio", "Salto"]


def test_tags_that_are_there_already_or_not_there_are_no_change(bench):
    jump, price = a_tag(bench, "Salto"), a_tag(bench, "Precio")
    client = a_client(bench)
    tagged = add(bench, client, jump).json

    assert add(bench, client, jump).json == tagged
    assert add(bench, client).json == tagged
    assert put(bench, client, jump).json == tagged
    assert remove(bench, client, price).status_code == 204
    assert shown(bench, client) == tagged


def test_a_tag_that_is_not_there_cannot_be_given(bench):
    jump, client = a_tag(bench), a_client(bench)

    for call in (put, add):
        answer = call(bench, client, jump, {"id": str(new_id())})
        assert (answer.status_code, list(answer.json["errors"])) == (422, ["tag_ids"])
    assert shown(bench, client) == client
    assert bench.as_(ANA).post(f"/clients/{client['id']}/tags").status_code == 422


def test_clients_of_another_branch_cannot_be_tagged(bench):
    tag, client = a_tag(bench), a_client(bench, by=NORA)

    for answer in (put(bench, client, tag), add(bench, client, tag), remove(bench, client, tag)):
        assert answer.status_code == 404
    assert shown(bench, client, by=NORA) == client


def test_tags_of_an_old_version_of_a_client_are_refused(bench):
    tag, client = a_tag(bench), a_client(bench)
    bench.as_(LUIS).patch(f"/clients/{client['id']}", {"notes": "Llamar"})

    assert add(bench, client, tag, headers={"If-Match": '"1"'}).status_code == 412


@pytest.mark.requirement("C20")
def test_clients_are_filtered_by_any_of_some_tags(bench):
    jump, price, unused = (a_tag(bench, name) for name in ("Salto", "Precio", "Padre de 2"))
    ana, beto, carla = (a_client(bench, first_name=name, last_name="") for name in ("Ana", "Beto", "Carla"))
    a_client(bench, first_name="Dora", last_name="")
    put(bench, ana, jump, price)
    put(bench, beto, jump)
    put(bench, carla, price)

    def found(*tags, **args):
        return names(bench.as_(ANA).get("/clients", sort="name", tag=[tag["id"] for tag in tags], **args))

    assert found(jump) == ["Ana", "Beto"]
    assert found(price) == ["Ana", "Carla"]
    assert found(jump, price) == ["Ana", "Beto", "Carla"]
    assert found(jump, q="bet") == ["Beto"]
    assert found(unused) == found({"id": str(new_id())}) == []
    assert bench.as_(ANA).get("/clients", tag="Salto").status_code == 422


def test_a_renamed_tag_shows_in_its_clients_at_once_without_a_new_version(bench):
    tag, client = a_tag(bench, "Salto"), a_client(bench)
    tagged = add(bench, client, tag).json

    renamed = bench.as_(MARTA).patch(f"/tags/{tag['id']}", {"name": "Doma", "color": "#000000"}).json

    assert shown(bench, client) == tagged | {"tags": [of(renamed)]}
    assert bench.published()[-1].type == "TagUpdated"


def test_a_deleted_tag_is_gone_from_its_clients_at_once(bench):
    jump, price = a_tag(bench, "Salto"), a_tag(bench, "Precio")
    client = a_client(bench)
    tagged = add(bench, client, jump, price).json

    answer = bench.as_(MARTA).delete(f"/tags/{jump['id']}")

    assert (answer.status_code, answer.data) == (204, b"")
    assert bench.as_(ANA).get(f"/tags/{jump['id']}").status_code == 404
    assert bench.as_(MARTA).delete(f"/tags/{jump['id']}").status_code == 404
    assert shown(bench, client) == tagged | {"tags": [of(price)]}
    assert names(bench.as_(ANA).get("/clients", tag=jump["id"])) == []
    gone = bench.published()[-1]
    assert (gone.type, gone.sequence, gone.data) == ("TagDeleted", 2, jump | {"version": 2})
    assert a_tag(bench, "Salto")["version"] == 1


@pytest.mark.parametrize("attempt", range(3))
def test_a_tag_deleted_while_it_is_given_is_either_refused_or_gone(bench, attempt):
    tag, client = a_tag(bench), a_client(bench)

    given, deleted = at_once(
        lambda: add(bench, client, tag),
        lambda: bench.as_(MARTA).delete(f"/tags/{tag['id']}"),
    )

    assert (given.status_code in {200, 422}, deleted.status_code) == (True, 204)
    assert shown(bench, client)["tags"] == []


def test_two_who_tag_a_client_at_the_same_moment_both_succeed(bench):
    tags, client = [a_tag(bench, name) for name in ("A", "B", "C")], a_client(bench)

    answers = at_once(*(lambda tag=tag: add(bench, client, tag, tags[0]) for tag in tags))

    assert {answer.status_code for answer in answers} == {200}
    assert [tag["name"] for tag in shown(bench, client)["tags"]] == ["A", "B", "C"]


def test_the_tags_of_clients_stand_in_the_table_of_all(bench):
    add(bench, a_client(bench), a_tag(bench, "Padre de 2"))

    answer = bench.as_(ANA).get("/clients", format="csv")

    assert "Padre de 2" in answer.text
