"""Saved views: filters under a name, one's own or a branch's."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from shared.testing.fixtures import ANA, CENTRAL, LUIS, MARTA, NORA, NORTE, OLGA, PEOPLE, Bench

URGENT = {"name": "Lo urgente", "page": "follow-ups", "query": "state=overdue"}


def save(bench: Bench, who: UUID = ANA, **fields: Any) -> TestResponse:
    return bench.as_(who).post("/views", URGENT | fields)


def saved(bench: Bench, who: UUID = ANA, **fields: Any) -> dict[str, Any]:
    answer = save(bench, who, **fields)
    assert answer.status_code == 201, answer.text
    return answer.json


def shared(bench: Bench, who: UUID = MARTA, branch_id: UUID = CENTRAL, **fields: Any) -> dict[str, Any]:
    return saved(bench, who, branch_id=str(branch_id), **fields)


def names(bench: Bench, who: UUID, **asked: Any) -> list[str]:
    return [view["name"] for view in bench.as_(who).get("/views", **asked).json["items"]]


class TestOwn:
    def test_what_is_saved_is_there_wherever_one_signs_in(self, bench: Bench) -> None:
        view = saved(bench)

        assert view | {"id": 0, "created_at": 0, "updated_at": 0} == URGENT | {
            "id": 0, "branch_id": None, "owner": {"id": str(ANA), "name": view["owner"]["name"]},
            "created_at": 0, "updated_at": 0, "version": 1,
        }  # fmt: skip
        assert bench.as_(ANA).get("/views", page="follow-ups").json["items"] == [view]
        assert bench.as_(ANA).get(f"/views/{view['id']}").json == view

    def test_it_is_nobody_elses(self, bench: Bench) -> None:
        path = f"/views/{saved(bench)['id']}"

        for who in (LUIS, MARTA, NORA, OLGA):
            assert names(bench, who) == []
            assert bench.as_(who).get(path).status_code == 404
            assert bench.as_(who).patch(path, {"name": "Mía"}).status_code == 404
            assert bench.as_(who).delete(path).status_code == 404
        assert names(bench, ANA) == ["Lo urgente"]

    def test_views_are_told_by_page_in_the_order_of_their_names(self, bench: Bench) -> None:
        for name, page in (("zeta", "clients"), ("Árbol", "clients"), ("beta", "messages"), ("Casa", "clients")):
            saved(bench, name=name, page=page)

        assert names(bench, ANA, page="clients") == ["Árbol", "Casa", "zeta"]
        assert names(bench, ANA, page=["messages", "clients"]) == ["Árbol", "beta", "Casa", "zeta"]
        assert names(bench, ANA) == ["Árbol", "beta", "Casa", "zeta"]

    def test_name_and_filters_change_and_the_page_does_not(self, bench: Bench) -> None:
        path = f"/views/{saved(bench)['id']}"

        changed = bench.as_(ANA).patch(path, {"name": "LO URGENTE", "query": "state=today"}).json

        assert (changed["name"], changed["query"], changed["version"]) == ("LO URGENTE", "state=today", 2)
        assert list(bench.as_(ANA).patch(path, {"page": "clients"}).json["errors"]) == ["page"]

    def test_what_was_seen_in_an_old_version_is_neither_changed_nor_deleted(self, bench: Bench) -> None:
        path, old = f"/views/{saved(bench)['id']}", {"If-Match": '"1"'}
        bench.as_(ANA).patch(path, {"name": "Otra"}, headers=old)

        assert bench.as_(ANA).patch(path, {"name": "Más"}, headers=old).status_code == 412
        assert bench.as_(ANA).delete(path, headers=old).status_code == 412
        assert bench.as_(ANA).delete(path, headers={"If-Match": '"2"'}).status_code == 204
        assert bench.as_(ANA).get(path).status_code == 404

    def test_a_request_sent_twice_saves_one(self, bench: Bench) -> None:
        key = {"Idempotency-Key": "una-vez"}

        first, second = (bench.as_(ANA).post("/views", URGENT, headers=key) for _ in range(2))

        assert (first.status_code, second.status_code) == (201, 201)
        assert first.json == second.json
        assert names(bench, ANA) == ["Lo urgente"]

    def test_a_name_is_of_one_view_of_a_page(self, bench: Bench) -> None:
        saved(bench)

        for again in ("Lo urgente", "  LO   ÚRGENTE "):
            assert save(bench, name=again).json["type"] == "/problems/name-taken"
        other = saved(bench, name="Otra")
        taken = bench.as_(ANA).patch(f"/views/{other['id']}", {"name": "lo urgente"})
        assert (taken.status_code, taken.json["type"]) == (409, "/problems/name-taken")
        assert save(bench, page="clients").status_code == 201
        assert save(bench, LUIS).status_code == 201

    def test_there_are_thirty_at_most(self, bench: Bench) -> None:
        for number in range(30):
            saved(bench, name=f"Vista {number}")

        refused = save(bench, name="Una más")
        english = bench.as_(ANA).post("/views", URGENT, headers={"Accept-Language": "en"})

        assert (refused.status_code, refused.json["type"]) == (409, "/problems/too-many-views")
        assert "30 vistas" in refused.json["detail"]
        assert "30 saved views" in english.json["detail"]
        assert save(bench, page="clients").status_code == 201
        assert shared(bench, name="De todos")


class TestShared:
    def test_a_view_of_a_branch_is_seen_by_all_who_work_there(self, bench: Bench) -> None:
        view = shared(bench)

        assert (view["branch_id"], view["owner"]["id"]) == (str(CENTRAL), str(MARTA))
        for who in (ANA, LUIS, MARTA, OLGA):
            assert bench.as_(who).get("/views").json["items"] == [view]
        assert names(bench, NORA) == []
        assert bench.as_(NORA).get(f"/views/{view['id']}").status_code == 404

    def test_operators_use_it_and_leave_it_as_it_is(self, bench: Bench) -> None:
        path = f"/views/{shared(bench)['id']}"

        for body in ({"name": "Mía"}, {"query": "q=x"}, {"branch_id": None}):
            assert bench.as_(ANA).patch(path, body).status_code == 403
        assert bench.as_(ANA).delete(path).status_code == 403
        assert bench.as_(ANA).get(path).json["version"] == 1

    def test_operators_share_nothing(self, bench: Bench) -> None:
        own = saved(bench)

        assert save(bench, name="Otra", branch_id=str(CENTRAL)).status_code == 403
        assert bench.as_(ANA).patch(f"/views/{own['id']}", {"branch_id": str(CENTRAL)}).status_code == 403

    @pytest.mark.parametrize("branch_id", [NORTE, UUID(int=7)])
    def test_managers_share_with_their_own_branches(self, bench: Bench, branch_id: UUID) -> None:
        own = saved(bench, MARTA)
        into = {"branch_id": str(branch_id)}

        for answer in (
            save(bench, MARTA, name="Otra", **into),
            bench.as_(MARTA).patch(f"/views/{own['id']}", into),
        ):
            assert (answer.status_code, list(answer.json["errors"])) == (422, ["branch_id"])

    def test_administrators_share_with_any_branch_that_there_is(self, bench: Bench) -> None:
        view = shared(bench, OLGA, NORTE)

        assert names(bench, NORA) == ["Lo urgente"]
        assert save(bench, OLGA, name="Otra", branch_id=str(UUID(int=7))).status_code == 422
        moved = bench.as_(OLGA).patch(f"/views/{view['id']}", {"branch_id": str(CENTRAL)})
        assert (moved.status_code, names(bench, NORA), names(bench, ANA)) == (200, [], ["Lo urgente"])

    def test_it_is_shared_later_and_taken_back(self, bench: Bench) -> None:
        path = f"/views/{saved(bench, MARTA)['id']}"

        assert bench.as_(MARTA).patch(path, {"branch_id": str(CENTRAL)}).json["version"] == 2
        assert names(bench, ANA) == ["Lo urgente"]
        assert bench.as_(MARTA).patch(path, {"branch_id": None}).json["branch_id"] is None
        assert names(bench, ANA) == []
        assert names(bench, OLGA) == []

    def test_it_is_the_branchs_whoever_shared_it(self, bench: Bench) -> None:
        view = shared(bench)
        path = f"/views/{view['id']}"

        renamed = bench.as_(OLGA).patch(path, {"name": "De la sucursal"})

        assert (renamed.json["name"], renamed.json["owner"]) == ("De la sucursal", view["owner"])
        assert bench.as_(OLGA).delete(path).status_code == 204
        assert names(bench, MARTA) == []

    def test_a_name_may_be_ones_own_and_the_branchs_but_not_twice_the_branchs(self, bench: Bench) -> None:
        saved(bench, MARTA)
        shared(bench)

        again = save(bench, OLGA, branch_id=str(CENTRAL))

        assert (again.status_code, again.json["type"]) == (409, "/problems/name-taken")
        assert names(bench, MARTA) == ["Lo urgente", "Lo urgente"]
        assert shared(bench, OLGA, NORTE)["name"] == "Lo urgente"

    def test_it_comes_back_to_a_name_that_is_free(self, bench: Bench) -> None:
        view = shared(bench)
        saved(bench, MARTA)

        back = bench.as_(MARTA).patch(f"/views/{view['id']}", {"branch_id": None})

        assert (back.status_code, back.json["type"]) == (409, "/problems/name-taken")

    def test_a_branch_has_thirty_at_most(self, bench: Bench) -> None:
        for number in range(30):
            shared(bench, (MARTA, OLGA)[number % 2], name=f"Vista {number}")
        own = saved(bench, MARTA)

        full = bench.as_(MARTA).patch(f"/views/{own['id']}", {"branch_id": str(CENTRAL)})

        assert (full.status_code, full.json["type"]) == (409, "/problems/too-many-views")

    def test_ones_own_come_first_on_whatever_page(self, bench: Bench) -> None:
        shared(bench, name="Abril")
        saved(bench, MARTA, name="Zeta")

        first = bench.as_(MARTA).get("/views", limit=1).json
        rest = bench.as_(MARTA).get("/views", limit=1, cursor=first["next_cursor"]).json

        assert [view["name"] for view in first["items"] + rest["items"]] == ["Zeta", "Abril"]
        assert rest["next_cursor"] is None


class TestLeaving:
    def test_what_was_ones_own_goes_with_its_owner_and_what_was_shared_stays(self, bench: Bench) -> None:
        saved(bench, MARTA, name="Mía")
        view = shared(bench)
        bench.as_(OLGA).patch(f"/users/{MARTA}", {"active": False})

        assert names(bench, ANA) == ["Lo urgente"]
        back = bench.as_(OLGA).patch(f"/views/{view['id']}", {"branch_id": None})
        assert (back.status_code, list(back.json["errors"])) == (422, ["branch_id"])
        bench.as_(OLGA).patch(f"/users/{MARTA}", {"active": True})
        assert names(bench, MARTA) == ["Lo urgente"]

    def test_who_leaves_a_branch_leaves_its_views(self, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
        shared(bench)
        saved(bench, MARTA, name="Mía")
        monkeypatch.setitem(PEOPLE, MARTA, PEOPLE[MARTA] | {"branch_ids": [NORTE]})

        assert names(bench, MARTA) == ["Mía"]


def test_the_trail_tells_who_did_what_and_no_name(bench: Bench) -> None:
    view = shared(bench, name="Lo de Juan Pérez")
    bench.as_(MARTA).patch(f"/views/{view['id']}", {"name": "Otra"})
    bench.as_(OLGA).delete(f"/views/{view['id']}")

    seen = bench.as_(OLGA).get("/audit", record_id=view["id"])

    assert [entry["action"] for entry in seen.json["items"]] == ["ViewDeleted", "ViewChanged", "ViewSaved"]
    assert {entry["record"]["type"] for entry in seen.json["items"]} == {"view"}
    assert "Juan" not in seen.text


class TestManyAtOnce:
    def test_of_twenty_who_save_the_same_name_one_does(self, bench: Bench) -> None:
        with ThreadPoolExecutor(20) as people:
            answers = list(people.map(lambda _: save(bench, MARTA, branch_id=str(CENTRAL)), range(20)))

        assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 19}

    def test_the_limit_holds_for_many_at_once(self, bench: Bench) -> None:
        for number in range(25):
            saved(bench, name=f"Vista {number}")

        with ThreadPoolExecutor(15) as people:
            answers = list(people.map(lambda number: save(bench, name=f"A la vez {number}"), range(15)))

        assert Counter(answer.status_code for answer in answers) == {201: 5, 409: 10}
        assert len(names(bench, ANA)) == 30


class TestHostile:
    @pytest.mark.parametrize(
        ("field", "values"),
        [
            ("name", [None, 7, "", " ", "x" * 61, "\x00", ["x"], {"a": 1}]),
            ("query", [None, 7, "", " ", "x" * 2001, "q=\x00", ["state=today"], {"state": "today"}]),
            ("page", [None, 7, "", "users", "../clients", ["clients"]]),
            ("branch_id", ["x", 7, [str(CENTRAL)], str(CENTRAL) + "0"]),
        ],
    )
    def test_a_value_that_cannot_be_is_refused_by_the_name_of_its_field(
        self, bench: Bench, field: str, values: list[Any]
    ) -> None:
        path = f"/views/{saved(bench, MARTA, name='Otra')['id']}"

        for value in values:
            for answer in (save(bench, MARTA, **{field: value}), bench.as_(MARTA).patch(path, {field: value})):
                assert answer.status_code in {400, 422}, f"{value!r}: {answer.text}"
                assert answer.status_code == 400 or list(answer.json["errors"]) == [field], value

    def test_nothing_that_is_ours_can_be_set(self, bench: Bench) -> None:
        path = f"/views/{saved(bench)['id']}"

        for field, value in {
            "id": str(ANA), "version": 9, "owner_id": str(LUIS), "owner": {"id": str(LUIS)}, "folded": "x",
            "created_at": "2026-01-01T00:00:00Z",
        }.items():  # fmt: skip
            for answer in (save(bench, name="Otra", **{field: value}), bench.as_(ANA).patch(path, {field: value})):
                assert (answer.status_code, list(answer.json["errors"])) == (422, [field])

    @pytest.mark.parametrize("page", ["", "users", "clients' OR 1=1"])
    def test_a_page_that_is_none_finds_nothing_by_mistake(self, bench: Bench, page: str) -> None:
        assert bench.as_(ANA).get("/views", page=page).status_code == 422

    def test_names_may_be_of_any_letters(self, bench: Bench) -> None:
        for name in ("ﷺ" * 60, "́", "a' OR '1'='1", "=1+1", "<b>x</b>", "👩‍👩‍👧", "İı"):
            view = saved(bench, name=name)
            assert bench.as_(ANA).get(f"/views/{view['id']}").json["name"] == name
        assert "'=1+1" in bench.as_(ANA).get("/views", format="csv").text
