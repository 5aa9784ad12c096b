"""Users: who may see them, who may change them, and what follows."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest

from services.identity.tests.people import PASSWORD, a_team, bearing, email_of, login, signed_in
from shared.ids import new_id
from shared.testing.fixtures import ANA, CENTRAL, LUIS, MARTA, NORA, NORTE, OLGA, Bench

PUBLIC = {"id", "name", "role", "active", "branch_ids", "team_ids", "version"}
WHOLE = PUBLIC | {"email", "phone", "created_at", "updated_at"}


def eva(**fields: Any) -> dict[str, Any]:
    return {
        "name": "Eva Sol", "email": "eva@example.com", "role": "operator", "branch_ids": [str(CENTRAL)],
        "password": PASSWORD, **fields,
    }  # fmt: skip


def created(bench: Bench, **fields: Any) -> dict[str, Any]:
    answer = bench.as_(OLGA).post("/users", eva(**fields))
    assert answer.status_code == 201, answer.text
    return answer.json


def names(bench: Bench, by: UUID, **filters: Any) -> list[str]:
    return [user["name"] for user in bench.as_(by).get("/users", **filters).json["items"]]


class TestReading:
    def test_everybody_sees_their_branches_people_and_the_administrators(self, bench: Bench) -> None:
        assert names(bench, ANA) == ["Ana Ruiz", "Luis Vega", "Marta Gil", "Olga Mora"]
        assert names(bench, NORA) == ["Nora Paz", "Olga Mora"]
        assert names(bench, OLGA) == ["Ana Ruiz", "Luis Vega", "Marta Gil", "Nora Paz", "Olga Mora"]

    def test_others_are_seen_without_private_fields(self, bench: Bench) -> None:
        seen = {user["id"]: user.keys() for user in bench.as_(MARTA).get("/users").json["items"]}

        assert seen[str(ANA)] == seen[str(OLGA)] == PUBLIC
        assert seen[str(MARTA)] == WHOLE
        assert bench.as_(MARTA).get(f"/users/{ANA}").json.keys() == PUBLIC
        assert bench.as_(ANA).get(f"/users/{ANA}").json.keys() == WHOLE
        assert bench.as_(OLGA).get(f"/users/{ANA}").json.keys() == WHOLE

    def test_secrets_are_seen_by_nobody(self, bench: Bench) -> None:
        assert "argon2" not in bench.as_(OLGA).get("/users").text
        assert "argon2" not in bench.as_(OLGA).get("/users", format="csv").text

    def test_somebody_of_another_branch_is_unknown(self, bench: Bench) -> None:
        assert bench.as_(ANA).get(f"/users/{NORA}").status_code == 404
        assert bench.as_(ANA).get(f"/users/{new_id()}").status_code == 404

    def test_the_list_can_be_filtered_and_paged(self, bench: Bench) -> None:
        bench.as_(OLGA).patch(f"/users/{LUIS}", {"active": False})

        assert names(bench, OLGA, branch_id=str(NORTE)) == ["Nora Paz"]
        assert names(bench, OLGA, branch_id=[str(NORTE), str(CENTRAL)], active="true") == [
            "Ana Ruiz", "Marta Gil", "Nora Paz",
        ]  # fmt: skip
        page = bench.as_(OLGA).get("/users", limit=2, include="total").json
        assert page["total"] == 5
        assert names(bench, OLGA, limit=3, cursor=page["next_cursor"]) == ["Marta Gil", "Nora Paz", "Olga Mora"]


class TestCreating:
    def test_the_new_user_can_sign_in(self, bench: Bench) -> None:
        answer = bench.as_(OLGA).post("/users", eva(email="Eva@Example.com", phone="55 1234 5678"))

        assert answer.status_code == 201, answer.text
        assert answer.json.keys() == WHOLE
        assert (answer.json["email"], answer.json["phone"]) == ("eva@example.com", "+525512345678")
        assert answer.json["active"] is True
        assert answer.headers["Location"] == f"/api/v1/users/{answer.json['id']}"
        signed = bench.as_(None).post("/auth/login", {"email": "eva@example.com", "password": PASSWORD})
        assert signed.status_code == 200, signed.text

    def test_the_others_hear_of_it(self, bench: Bench) -> None:
        user = created(bench)

        (event,) = bench.published("UserCreated")
        assert (event.sequence, event.actor_id) == (1, OLGA)
        assert event.data == user
        assert "password" not in event.data

    def test_branches_stay_in_the_order_given(self, bench: Bench) -> None:
        user = created(bench, branch_ids=[str(NORTE), str(CENTRAL), str(NORTE)])

        assert user["branch_ids"] == [str(NORTE), str(CENTRAL)]
        assert bench.as_(OLGA).get(f"/users/{user['id']}").json["branch_ids"] == [str(NORTE), str(CENTRAL)]

    def test_an_administrator_needs_no_branch(self, bench: Bench) -> None:
        assert created(bench, role="admin", branch_ids=[])["branch_ids"] == []

    @pytest.mark.parametrize("email", ["ana@example.com", "ANA@example.com"])
    def test_an_email_is_one_persons(self, bench: Bench, email: str) -> None:
        answer = bench.as_(OLGA).post("/users", eva(email=email))

        assert answer.status_code == 409
        assert answer.json["type"] == "/problems/email-taken"

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"name": " "}, "name"),
            ({"email": "eva"}, "email"),
            ({"role": "service"}, "role"),
            ({"role": "public"}, "role"),
            ({"branch_ids": []}, "branch_ids"),
            ({"branch_ids": [str(new_id())]}, "branch_ids"),
            ({"team_ids": [str(new_id())]}, "team_ids"),
            ({"phone": "123"}, "phone"),
            ({"phone": "hola"}, "phone"),
            ({"password": "corta"}, "password"),
            ({"password": "Password123"}, "password"),
            ({"password": None}, "password"),
            ({"password_hash": "x"}, "password_hash"),
            ({"version": 7}, "version"),
            ({"id": str(new_id())}, "id"),
        ],
    )
    def test_what_cannot_be_is_named(self, bench: Bench, fields: dict[str, Any], field: str) -> None:
        answer = bench.as_(OLGA).post("/users", eva(**fields))

        assert answer.status_code == 422, answer.text
        assert list(answer.json["errors"]) == [field]

    def test_a_team_must_be_of_one_of_their_branches(self, bench: Bench) -> None:
        here, there = a_team(bench), a_team(bench, branch_id=NORTE)

        refused = bench.as_(OLGA).post("/users", eva(team_ids=[str(there)]))
        user = created(bench, team_ids=[str(here)])

        assert "team_ids" in refused.json["errors"]
        assert user["team_ids"] == [str(here)]
        assert bench.published("TeamUpdated")[-1].data["member_ids"] == [user["id"]]

    def test_the_same_request_sent_twice_makes_one(self, bench: Bench) -> None:
        answers = [bench.as_(OLGA).post("/users", eva(), headers={"Idempotency-Key": "k"}) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [201, 201]
        assert answers[0].json == answers[1].json

    @pytest.mark.parametrize("who", [ANA, MARTA])
    def test_only_administrators_may(self, bench: Bench, who: UUID) -> None:
        assert bench.as_(who).post("/users", eva()).status_code == 403
        assert bench.as_(who).patch(f"/users/{who}", {"role": "admin"}).status_code == 403


class TestChanging:
    def test_what_is_given_changes_and_the_rest_stays(self, bench: Bench) -> None:
        answer = bench.as_(OLGA).patch(f"/users/{ANA}", {"name": "Ana Ruiz Paz", "phone": "+34 600 123 456"})

        assert answer.status_code == 200, answer.text
        assert (answer.json["name"], answer.json["phone"]) == ("Ana Ruiz Paz", "+34600123456")
        assert (answer.json["email"], answer.json["branch_ids"]) == ("ana@example.com", [str(CENTRAL)])
        assert answer.json["version"] == 2
        (event,) = bench.published("UserUpdated")
        assert (event.sequence, event.data) == (2, answer.json)

    def test_the_own_email_is_not_taken(self, bench: Bench) -> None:
        assert bench.as_(OLGA).patch(f"/users/{ANA}", {"email": "ANA@example.com"}).status_code == 200
        assert bench.as_(OLGA).patch(f"/users/{ANA}", {"email": email_of(LUIS)}).status_code == 409

    def test_a_phone_can_be_taken_away(self, bench: Bench) -> None:
        bench.as_(OLGA).patch(f"/users/{ANA}", {"phone": "5512345678"})

        assert bench.as_(OLGA).patch(f"/users/{ANA}", {"phone": None}).json["phone"] is None

    def test_who_leaves_a_branch_leaves_its_teams(self, bench: Bench) -> None:
        team_id = a_team(bench)
        bench.as_(OLGA).patch(f"/users/{ANA}", {"team_ids": [str(team_id)]})

        moved = bench.as_(OLGA).patch(f"/users/{ANA}", {"branch_ids": [str(NORTE)]})

        assert moved.json["team_ids"] == []
        assert bench.as_(OLGA).get(f"/teams/{team_id}").json["member_ids"] == []
        assert [event.data["member_ids"] for event in bench.published("TeamUpdated")] == [[str(ANA)], []]

    def test_an_operator_needs_a_branch(self, bench: Bench) -> None:
        created(bench, role="admin", branch_ids=[])

        assert bench.as_(OLGA).patch(f"/users/{ANA}", {"branch_ids": []}).status_code == 422
        assert bench.as_(OLGA).patch(f"/users/{OLGA}", {"role": "operator"}).status_code == 422

    def test_a_stale_version_is_refused(self, bench: Bench) -> None:
        answer = bench.as_(OLGA).patch(f"/users/{ANA}", {"name": "Otra"}, headers={"If-Match": '"7"'})

        assert answer.status_code == 412

    def test_a_password_set_by_the_administrator_opens(self, bench: Bench) -> None:
        bench.as_(OLGA).patch(f"/users/{ANA}", {"password": "puesta por olga"})

        assert login(bench).status_code == 401
        assert login(bench, password="puesta por olga").status_code == 200

    @pytest.mark.parametrize("change", [{"active": False}, {"role": "operator", "branch_ids": [str(CENTRAL)]}])
    def test_the_last_administrator_stays(self, bench: Bench, change: dict[str, Any]) -> None:
        answer = bench.as_(OLGA).patch(f"/users/{OLGA}", change)

        assert answer.status_code == 409
        assert answer.json["type"] == "/problems/last-admin"
        assert bench.as_(OLGA).get(f"/users/{OLGA}").json["role"] == "admin"

    def test_an_inactive_administrator_does_not_count(self, bench: Bench) -> None:
        created(bench, role="admin", branch_ids=[], active=False)

        assert bench.as_(OLGA).patch(f"/users/{OLGA}", {"active": False}).status_code == 409

    def test_two_who_remove_each_other_at_once_leave_one(self, bench: Bench) -> None:
        other = created(bench, role="admin", branch_ids=[])["id"]
        token = bench.as_(None).post("/auth/login", {"email": "eva@example.com", "password": PASSWORD})
        olga, eva_ = bench.as_(OLGA), bearing(bench, token.json["access_token"])

        with ThreadPoolExecutor(2) as pool:
            done = [
                pool.submit(olga.patch, f"/users/{other}", {"active": False}),
                pool.submit(eva_.patch, f"/users/{OLGA}", {"active": False}),
            ]
        codes = sorted(each.result().status_code for each in done)

        assert codes == [200, 409]

    def test_an_administrator_no_longer_cannot_take_it_back(self, bench: Bench) -> None:
        created(bench, role="admin", branch_ids=[])
        body = {"email": "eva@example.com", "password": PASSWORD}
        token = bench.as_(None).post("/auth/login", body).json["access_token"]
        changed = bearing(bench, token).patch(f"/users/{OLGA}", {"role": "operator", "branch_ids": [str(CENTRAL)]})
        assert changed.status_code == 200, changed.text

        assert bench.as_(OLGA).patch(f"/users/{OLGA}", {"role": "admin"}).status_code == 403


def test_changes_are_not_announced_where_they_fail(bench: Bench) -> None:
    bench.as_(OLGA).patch(f"/users/{OLGA}", {"active": False})
    bench.as_(OLGA).post("/users", eva(email=email_of(ANA)))

    assert bench.published() == []


def test_the_whole_state_can_be_announced(bench: Bench) -> None:
    signed_in(bench)

    assert {cls.__name__: kind for cls, kind in bench.service.announces} == {
        "Branch": "BranchUpdated", "User": "UserUpdated", "Team": "TeamUpdated",
    }  # fmt: skip
