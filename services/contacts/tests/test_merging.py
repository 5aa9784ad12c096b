"""Two records of one person become one."""

import pytest

from cli.announce import announce
from services.contacts.models.clients import Client
from services.contacts.tests.people import a_client, a_patient, a_student, a_tag, at_once, names
from shared.ids import new_id
from shared.testing.fixtures import ANA, MARTA, NORA, OLGA

PHONE, OTHER_PHONE = "+525512345678", "+525587654321"


def merge(bench, client, duplicate, by=MARTA, **options):
    return bench.as_(by).post(f"/clients/{client['id']}/merge", {"duplicate_id": duplicate["id"]}, **options)


def two(bench):
    """A client and a duplicate of it."""
    return (
        a_client(bench, phone=PHONE, email="juan@aldia.test", notes="Llamó por la tarde"),
        a_client(bench, first_name="Juanito", phone=OTHER_PHONE, email="juanito@aldia.test", notes="Prefiere correo"),
    )


def shown(bench, id, by=ANA):
    return bench.as_(by).get(f"/clients/{id}")


class TestTheClientKept:
    def test_it_takes_over_what_is_known_of_the_duplicate(self, bench):
        client, duplicate = two(bench)

        answer = merge(bench, client, duplicate)

        assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
        assert answer.json == client | {
            "other_phones": [OTHER_PHONE],
            "other_emails": ["juanito@aldia.test"],
            "notes": "Llamó por la tarde\nPrefiere correo",
            "version": 2,
            "updated_at": answer.json["updated_at"],
            "kept_id": client["id"],
            "duplicate_id": duplicate["id"],
        }
        assert shown(bench, client["id"]).json.items() <= answer.json.items()

    def test_a_further_phone_that_becomes_the_first_changes_places_with_it(self, bench):
        client, duplicate = two(bench)
        merge(bench, client, duplicate)

        first = {"phone": OTHER_PHONE, "email": "juanito@aldia.test"}
        answer = bench.as_(ANA).patch(f"/clients/{client['id']}", first)

        assert answer.json.items() >= first.items()
        assert (answer.json["other_phones"], answer.json["other_emails"]) == ([PHONE], ["juan@aldia.test"])
        assert bench.as_(ANA).get(f"/contacts/search?q={PHONE}").json["items"][0]["id"] == client["id"]

    def test_the_others_are_told(self, bench):
        client, duplicate = two(bench)

        answer = merge(bench, client, duplicate)

        [told] = bench.published("ClientsMerged")
        assert (str(told.subject), told.sequence) == (client["id"], 2)
        assert told.data == answer.json

    def test_what_both_have_it_has_once(self, bench):
        client = a_client(bench, phone=PHONE, email="casa@aldia.test")
        duplicate = a_client(bench, phone=PHONE, email="casa@aldia.test", allow_duplicate=True)

        answer = merge(bench, client, duplicate)

        assert (answer.json["other_phones"], answer.json["other_emails"]) == ([], [])

    def test_it_has_the_tags_of_both(self, bench):
        client, duplicate = two(bench)
        ours, both, theirs = a_tag(bench, "A"), a_tag(bench, "B"), a_tag(bench, "C")
        bench.as_(ANA).put(f"/clients/{client['id']}/tags", {"tag_ids": [ours["id"], both["id"]]})
        bench.as_(ANA).put(f"/clients/{duplicate['id']}/tags", {"tag_ids": [both["id"], theirs["id"]]})

        answer = merge(bench, client, duplicate)

        assert [tag["name"] for tag in answer.json["tags"]] == ["A", "B", "C"]

    def test_it_takes_the_links_over(self, bench):
        client, duplicate = two(bench)
        patient, student = a_patient(bench), a_student(bench)
        bench.as_(ANA).post(f"/clients/{client['id']}/link", {"patient_id": patient["id"]})
        bench.as_(ANA).post(f"/clients/{duplicate['id']}/link", {"student_id": student["id"]})

        answer = merge(bench, client, duplicate)

        assert (answer.json["patient_id"], answer.json["student_id"]) == (patient["id"], student["id"])
        assert bench.as_(ANA).get(f"/students/{student['id']}").json["client_id"] == client["id"]

    @pytest.mark.parametrize(("kind", "made"), [("student", a_student), ("patient", a_patient)])
    def test_two_who_are_linked_with_different_people_are_no_duplicates(self, bench, kind, made):
        client, duplicate = two(bench)
        for each in (client, duplicate):
            bench.as_(ANA).post(f"/clients/{each['id']}/link", {f"{kind}_id": made(bench)["id"]})

        answer = merge(bench, client, duplicate)

        assert (answer.status_code, answer.json["type"]) == (409, "/problems/already-linked")
        assert shown(bench, duplicate["id"]).json["id"] == duplicate["id"]

    def test_the_numbers_of_both_find_it(self, bench):
        client, duplicate = two(bench)
        merge(bench, client, duplicate)

        for typed in ("5587654321", "juanito@aldia.test", "5512345678"):
            found = bench.as_(ANA).get("/contacts/search", q=typed).json["items"]
            assert [each["id"] for each in found] == [client["id"]]
            assert [each["id"] for each in bench.as_(ANA).get("/clients", q=typed).json["items"]] == [client["id"]]

    @pytest.mark.parametrize("given", [{"phone": OTHER_PHONE}, {"email": "juanito@aldia.test"}])
    def test_the_numbers_of_the_duplicate_are_its_own(self, bench, given):
        client, duplicate = two(bench)
        merge(bench, client, duplicate)

        answer = bench.as_(ANA).post("/clients", {"first_name": "Eva", **given})

        assert (answer.status_code, answer.json["type"]) == (409, "/problems/possible-duplicate")
        assert [each["id"] for each in answer.json["candidates"]] == [client["id"]]

    def test_a_new_name_with_the_number_of_the_duplicate_is_offered_the_client(self, bench):
        client, duplicate = two(bench)
        merge(bench, client, duplicate)

        answer = bench.as_(ANA).post(
            "/contacts/resolve", {"first_name": "Juan", "last_name": "P", "phone": OTHER_PHONE}
        )

        assert [each["id"] for each in answer.json["candidates"]] == [client["id"]]


class TestTheDuplicate:
    def test_its_id_leads_to_the_client(self, bench):
        client, duplicate = two(bench)
        merge(bench, client, duplicate)

        answer = shown(bench, duplicate["id"])

        assert answer.status_code == 301
        assert answer.headers["Location"] == f"/api/v1/clients/{client['id']}"
        assert answer.headers["Cache-Control"] == "no-store"

    def test_its_id_leads_nobody_to_a_client_of_another_branch(self, bench):
        client, duplicate = two(bench)
        merge(bench, client, duplicate)

        assert shown(bench, duplicate["id"], by=NORA).status_code == 404

    def test_it_is_in_no_list_and_no_count(self, bench):
        client, duplicate = two(bench)
        merge(bench, client, duplicate)

        assert names(bench.as_(ANA).get("/clients")) == ["Juan Pérez"]
        assert names(bench.as_(ANA).get("/contacts/search", q="Juan")) == ["Juan Pérez"]
        assert bench.as_(ANA).get("/clients/stats").json["total"] == 1
        assert bench.as_(ANA).get("/clients", include="total").json["total"] == 1

    def test_what_is_written_to_it_is_written_to_the_client(self, bench):
        client, duplicate = two(bench)
        patient, tag = a_patient(bench), a_tag(bench)
        merge(bench, client, duplicate)
        url = f"/clients/{duplicate['id']}"

        answers = [
            bench.as_(ANA).patch(url, {"last_name": "Pérez Gil"}),
            bench.as_(ANA).post(f"{url}/promote"),
            bench.as_(ANA).post(f"{url}/link", {"patient_id": patient["id"]}),
            bench.as_(ANA).post(f"{url}/tags", {"tag_ids": [tag["id"]]}),
        ]

        assert [(answer.status_code, answer.json["id"]) for answer in answers] == [(200, client["id"])] * 4
        now = shown(bench, client["id"]).json
        assert (now["last_name"], now["type"], now["patient_id"]) == ("Pérez Gil", "vip", patient["id"])
        assert [each["name"] for each in now["tags"]] == [tag["name"]]

    def test_whoever_chooses_it_gets_the_client(self, bench):
        client, duplicate = two(bench)
        merge(bench, client, duplicate)

        answer = bench.as_(ANA).post("/contacts/resolve", {"client_id": duplicate["id"]})

        assert (answer.status_code, answer.json["id"]) == (200, client["id"])


class TestWhoMay:
    def test_operators_may_not(self, bench):
        assert merge(bench, *two(bench), by=ANA).status_code == 403

    def test_the_client_must_be_of_an_own_branch(self, bench):
        elsewhere = a_client(bench, by=NORA)

        assert merge(bench, elsewhere, a_client(bench)).status_code == 404

    def test_the_duplicate_must_be_of_an_own_branch(self, bench):
        answer = merge(bench, a_client(bench), a_client(bench, by=NORA))

        assert (answer.status_code, list(answer.json["errors"])) == (422, ["duplicate_id"])

    def test_who_has_both_branches_may_merge_across_them(self, bench):
        client, duplicate = a_client(bench, phone=PHONE), a_client(bench, by=NORA, phone=OTHER_PHONE)

        answer = merge(bench, client, duplicate, by=OLGA)

        assert (answer.status_code, answer.json["other_phones"]) == (200, [OTHER_PHONE])

    def test_a_patient_stays_in_the_branch_of_its_client(self, bench):
        client, duplicate = a_client(bench, notes="Solo para Central"), a_client(bench, by=NORA)
        patient = a_patient(bench, by=NORA, phone=OTHER_PHONE)
        bench.as_(NORA).post(f"/clients/{duplicate['id']}/link", {"patient_id": patient["id"]})

        answer = merge(bench, client, duplicate, by=OLGA)

        assert (answer.status_code, list(answer.json["errors"])) == (422, ["duplicate_id"])
        chosen = bench.as_(NORA).post("/contacts/resolve", {"patient_id": patient["id"]})
        assert chosen.json["id"] == duplicate["id"]
        assert merge(bench, duplicate, client, by=OLGA).status_code == 200

    def test_a_client_is_no_duplicate_of_itself(self, bench):
        client = a_client(bench)

        answer = merge(bench, client, client)

        assert (answer.status_code, list(answer.json["errors"])) == (422, ["duplicate_id"])

    def test_an_unknown_duplicate_is_refused(self, bench):
        assert merge(bench, a_client(bench), {"id": str(new_id())}).status_code == 422
        assert merge(bench, {"id": str(new_id())}, a_client(bench)).status_code == 404

    def test_who_saw_an_older_version_is_refused(self, bench):
        client, duplicate = two(bench)
        bench.as_(ANA).post(f"/clients/{client['id']}/promote")

        assert merge(bench, client, duplicate, headers={"If-Match": '"1"'}).status_code == 412
        assert merge(bench, client, duplicate, headers={"If-Match": '"2"'}).status_code == 200

    def test_the_same_request_twice_is_answered_twice_and_done_once(self, bench):
        client, duplicate = two(bench)

        first, again = (merge(bench, client, duplicate, headers={"Idempotency-Key": "k"}) for _ in range(2))

        assert first.json == again.json
        assert len(bench.published("ClientsMerged")) == 1


class TestAgain:
    def test_merging_what_is_merged_changes_nothing(self, bench):
        client, duplicate = two(bench)
        first = merge(bench, client, duplicate)

        assert merge(bench, client, duplicate).json == first.json
        assert merge(bench, duplicate, client).json == first.json
        assert len(bench.published("ClientsMerged")) == 1

    def test_in_a_chain_the_last_one_is_kept(self, bench):
        first, second, third = a_client(bench, phone=PHONE), a_client(bench, phone=OTHER_PHONE), a_client(bench)
        merge(bench, second, first)

        answer = merge(bench, third, second)

        assert sorted(answer.json["other_phones"]) == sorted([PHONE, OTHER_PHONE])
        for each in (first, second):
            assert shown(bench, each["id"]).headers["Location"] == f"/api/v1/clients/{third['id']}"

    def test_merging_into_a_duplicate_merges_into_the_client(self, bench):
        first, second, third = a_client(bench), a_client(bench), a_client(bench)
        merge(bench, first, second)

        assert merge(bench, second, third).json["id"] == first["id"]
        assert shown(bench, third["id"]).headers["Location"] == f"/api/v1/clients/{first['id']}"

    def test_new_read_models_learn_what_a_duplicate_became(self, bench):
        client, duplicate = two(bench)
        merged = merge(bench, client, duplicate).json
        before = len(bench.published())

        announce(bench.service, Client, "ClientUpdated")

        told = {event.type: event for event in bench.published()[before:]}
        assert (told["ClientUpdated"].data.items() <= merged.items(), told["ClientUpdated"].announced) == (True, True)
        again = told["ClientsMerged"]
        assert (str(again.subject), again.sequence, again.announced) == (client["id"], 2, True)
        assert again.data == merged


class TestAtOnce:
    @pytest.mark.parametrize("attempt", range(5))
    def test_two_merges_in_opposite_directions_keep_one(self, bench, attempt):
        client, duplicate = a_client(bench), a_client(bench)

        answers = at_once(lambda: merge(bench, client, duplicate), lambda: merge(bench, duplicate, client))

        assert [answer.status_code for answer in answers] == [200, 200]
        [kept_id] = {answer.json["id"] for answer in answers}
        lost_id = ({client["id"], duplicate["id"]} - {kept_id}).pop()
        assert shown(bench, kept_id).status_code == 200
        assert shown(bench, lost_id).headers["Location"] == f"/api/v1/clients/{kept_id}"
        assert len(bench.published("ClientsMerged")) == 1

    @pytest.mark.parametrize("attempt", range(3))
    def test_a_ring_of_merges_leaves_one(self, bench, attempt):
        ring = [a_client(bench) for _ in range(4)]

        answers = at_once(
            *(lambda n=n: merge(bench, ring[n], ring[(n + 1) % 4]) for n in range(4)),
        )

        assert {answer.status_code for answer in answers} == {200}
        found = bench.as_(ANA).get("/clients").json["items"]
        assert len(found) == 1
        for each in ring:
            answer = shown(bench, each["id"])
            assert answer.headers.get("Location", f"/api/v1/clients/{each['id']}").endswith(found[0]["id"])

    @pytest.mark.parametrize("n", range(4))
    def test_nothing_is_lost_while_others_write(self, bench, n):
        client, duplicate = a_client(bench), a_client(bench)
        patient, student, tag = a_patient(bench), a_student(bench), a_tag(bench, f"T{n}")
        bench.as_(ANA).post(f"/clients/{duplicate['id']}/link", {"patient_id": patient["id"]})
        url, phone = f"/clients/{duplicate['id']}", f"+5255000000{n:02}"

        answers = at_once(
            lambda: merge(bench, client, duplicate),
            lambda: bench.as_(ANA).patch(url, {"phone": phone}),
            lambda: bench.as_(ANA).post(f"{url}/link", {"student_id": student["id"]}),
            lambda: bench.as_(ANA).post(f"{url}/tags", {"tag_ids": [tag["id"]]}),
            lambda: bench.as_(ANA).patch(f"/patients/{patient['id']}", {"first_name": "Rosalía"}),
            lambda: bench.as_(ANA).post("/contacts/resolve", {"patient_id": patient["id"], "phone": phone}),
        )

        assert [answer.status_code for answer in answers] == [200] * 6
        now = shown(bench, client["id"]).json
        assert phone in [now["phone"], *now["other_phones"]]
        assert (now["patient_id"], now["student_id"]) == (patient["id"], student["id"])
        assert [each["name"] for each in now["tags"]] == [tag["name"]]
        [found] = bench.as_(ANA).get("/contacts/search", q=phone).json["items"]
        assert found["id"] == client["id"]
