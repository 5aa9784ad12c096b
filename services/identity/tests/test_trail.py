"""The audit trail: who did what, when, from where, to which record; and that nobody can rewrite it unseen."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from services.identity.first_start import first_start
from services.identity.tests.people import NOON, PASSWORD, login, refresh, signed_in
from shared import clock
from shared.config import Settings
from shared.ids import new_id
from shared.sealing import Verdict, seal_trail, verify_trail
from shared.testing.fixtures import ANA, CENTRAL, LUIS, MARTA, OLGA, Bench

FROM = {"X-Forwarded-For": "203.0.113.7"}
BRANCH = {"name": "Sur", "time_zone": "America/Bogota", "phone_region": "CO", "pack": "school"}


def trail(bench: Bench, **filters: Any) -> list[dict[str, Any]]:
    answer = bench.as_(OLGA).get("/audit", **filters)
    assert answer.status_code == 200, answer.text
    return answer.json["items"]


def actions(bench: Bench, **filters: Any) -> list[str]:
    return [entry["action"] for entry in trail(bench, **filters)]


def open_branch(bench: Bench, name: str = "Sur", **headers: str) -> dict[str, Any]:
    answer = bench.as_(OLGA).post("/branches", BRANCH | {"name": name}, headers=FROM | headers)
    assert answer.status_code == 201, answer.text
    return answer.json


class TestWhatIsKept:
    def test_a_change_tells_who_what_when_from_where_and_to_which_record(self, bench: Bench) -> None:
        with clock.stopped(NOON):
            branch = open_branch(bench, **{"X-Request-Id": "r-1"})

        [entry] = trail(bench)
        assert UUID(entry.pop("id")).version == 7
        assert entry == {
            "at": "2026-03-09T18:00:00Z",
            "service": "identity",
            "actor": {"id": str(OLGA), "name": "Olga Mora"},
            "action": "BranchCreated",
            "record": {"type": "branch", "id": branch["id"]},
            "record_version": 1,
            "branch_id": None,
            "address": "203.0.113.7",
            "request_id": "r-1",
            "sealed": False,
        }

    def test_what_a_request_changes_besides_is_told_too(self, bench: Bench) -> None:
        team = bench.as_(OLGA).post("/teams", {"name": "A", "branch_id": str(CENTRAL), "member_ids": [str(ANA)]}).json

        assert {(entry["action"], entry["record"]["id"]) for entry in trail(bench)} == {
            ("TeamUpdated", team["id"]),
            ("UserUpdated", str(ANA)),
        }
        assert [entry["branch_id"] for entry in trail(bench, record_id=team["id"])] == [str(CENTRAL)]

    def test_what_is_refused_leaves_nothing(self, bench: Bench) -> None:
        assert bench.as_(OLGA).post("/branches", BRANCH | {"time_zone": "Mars"}).status_code == 422
        assert bench.as_(ANA).post("/branches", BRANCH).status_code == 403

        assert actions(bench) == []

    def test_a_request_sent_twice_is_told_once(self, bench: Bench) -> None:
        open_branch(bench, **{"Idempotency-Key": "k"})
        open_branch(bench, **{"Idempotency-Key": "k"})

        assert actions(bench) == ["BranchCreated"]

    def test_where_from_is_told_without_the_zone_of_an_address(self, bench: Bench) -> None:
        open_branch(bench, **{"X-Forwarded-For": f"fe80::1%{'a' * 60}"})

        assert trail(bench)[0]["address"] == "fe80::1"

    def test_it_holds_no_names_phones_or_addresses_of_mail(self, bench: Bench) -> None:
        fields = {"name": "Zoraida", "email": "zoraida@example.com", "phone": "55 1234 5678", "role": "admin"}
        bench.as_(OLGA).post("/users", fields | {"password": PASSWORD})

        with bench.app.app_context():
            rows = bench.service.db.session.execute(sa.select(bench.service.tables.trail)).all()
        assert len(rows) == 1
        assert not any(word in str(rows).lower() for word in ("zoraida", "12345678", PASSWORD))

    def test_what_the_first_start_makes_was_done_by_the_system(self, empty: Bench) -> None:
        with empty.app.app_context():
            first_start(Settings(admin_email="a@example.com", admin_password=PASSWORD), NOON)

        with empty.app.app_context():
            rows = empty.service.db.session.execute(sa.select(empty.service.tables.trail)).all()
        assert [(row.action, row.actor_id, row.address) for row in rows] == [
            ("BranchCreated", None, None),
            ("UserCreated", None, None),
        ]


class TestSigningIn:
    def test_who_signs_in_and_out_is_told(self, bench: Bench) -> None:
        token = signed_in(bench)["refresh_token"]
        bench.as_(None).post("/auth/logout", {"refresh_token": token}, headers=FROM)

        assert [(entry["action"], entry["actor"]["name"], entry["address"]) for entry in trail(bench)] == [
            ("SignedOut", "Ana Ruiz", "203.0.113.7"),
            ("SignedIn", "Ana Ruiz", "203.0.113.7"),
        ]

    def test_a_failed_sign_in_names_the_account_and_nobody_as_its_actor(self, bench: Bench) -> None:
        login(bench, password="otra cosa larga")
        bench.as_(None).post("/auth/login", {"email": "nadie@example.com", "password": "x"})

        assert [(entry["action"], entry["actor"], entry["record"]) for entry in trail(bench)] == [
            ("SignInFailed", None, {"type": "user", "id": None}),
            ("SignInFailed", None, {"type": "user", "id": str(ANA)}),
        ]

    def test_a_new_password_is_told_and_so_is_a_try_to_change_it(self, bench: Bench) -> None:
        bench.as_(ANA).post("/auth/password", {"current": "no es", "new": "otra contraseña larga"})
        bench.as_(ANA).post("/auth/password", {"current": PASSWORD, "new": "otra contraseña larga"})

        assert [(entry["action"], entry["actor"]["name"]) for entry in trail(bench)] == [
            ("PasswordChanged", "Ana Ruiz"),
            ("PasswordChangeFailed", "Ana Ruiz"),
        ]

    def test_a_refresh_token_that_comes_again_is_told(self, bench: Bench) -> None:
        with clock.stopped(NOON):
            token = signed_in(bench)["refresh_token"]
            refresh(bench, token)
            refresh(bench, token, agent="otro/1")

        assert actions(bench) == ["RefreshTokenReused", "SignedIn"]


class TestReading:
    def test_only_administrators_may(self, bench: Bench) -> None:
        assert bench.as_(MARTA).get("/audit").status_code == 403
        assert bench.as_(None).get("/audit").status_code == 401

    def test_it_is_narrowed_by_who_what_and_when(self, bench: Bench) -> None:
        with clock.stopped(NOON):
            first = open_branch(bench, "Uno")
        with clock.stopped(NOON + timedelta(days=1)):
            second = open_branch(bench, "Dos")
            signed_in(bench)

        assert actions(bench, actor_id=str(ANA)) == ["SignedIn"]
        assert actions(bench, actor_id=[str(ANA), str(OLGA)]) == ["SignedIn", "BranchCreated", "BranchCreated"]
        assert [entry["record"]["id"] for entry in trail(bench, record_id=second["id"])] == [second["id"]]
        assert actions(bench, action="SignedIn") == ["SignedIn"]
        assert actions(bench, action=["SignedIn", "BranchCreated"], to="2026-03-09") == ["BranchCreated"]
        assert [entry["record"]["id"] for entry in trail(bench, to="2026-03-09")] == [first["id"]]
        assert len(trail(bench, **{"from": "2026-03-10"})) == 2
        assert len(trail(bench, **{"from": "2026-03-09", "to": "2026-03-09T18:00:00Z"})) == 0
        assert len(trail(bench, **{"from": "2026-03-09T18:00:00Z", "to": "2026-03-09T18:00:01Z"})) == 1

    def test_its_pages_hold_every_row_once_newest_first(self, bench: Bench) -> None:
        with clock.stopped(NOON):
            made = [open_branch(bench, f"Sucursal {number}")["id"] for number in range(5)]

        seen, cursor = [], None
        while cursor or not seen:
            page = bench.as_(OLGA).get("/audit", limit=2, **({"cursor": cursor} if cursor else {})).json
            seen += [entry["record"]["id"] for entry in page["items"]]
            cursor = page["next_cursor"]
        assert seen == made[::-1]

    @pytest.mark.parametrize("format", ["csv", "xlsx"])
    def test_whoever_takes_a_list_with_them_leaves_a_row(self, bench: Bench, format: str) -> None:
        assert bench.as_(ANA).get("/users", format=format).status_code == 200
        bench.as_(ANA).get("/users")

        [entry] = trail(bench)
        assert (entry["action"], entry["actor"]["name"]) == ("Exported", "Ana Ruiz")
        assert entry["record"] == {"type": "users", "id": None}


class TestTheChain:
    def verdict(self, bench: Bench) -> Verdict:
        with bench.app.app_context():
            return verify_trail()

    def sealed(self, bench: Bench, count: int = 5) -> None:
        for number in range(count):
            open_branch(bench, f"Sucursal {number}")
        assert self.seal(bench) == count

    def seal(self, bench: Bench) -> int:
        with bench.app.app_context():
            return seal_trail(NOON)

    def change(self, bench: Bench, statement: Callable[[sa.Table], Any]) -> None:
        with bench.app.app_context():
            bench.service.db.session.execute(statement(bench.service.tables.trail))
            bench.service.db.session.commit()

    def row(self, bench: Bench, position: int) -> dict[str, Any]:
        table = bench.service.tables.trail
        with bench.app.app_context():
            query = sa.select(table).where(table.c.position == position)
            return dict(bench.service.db.session.execute(query).mappings().one())

    def test_an_empty_trail_is_whole(self, bench: Bench) -> None:
        assert self.verdict(bench) == Verdict(0, 0, None)
        assert self.seal(bench) == 0

    def test_rows_are_sealed_by_the_sweep_and_the_chain_goes_on(self, bench: Bench) -> None:
        self.sealed(bench)
        open_branch(bench, "Otra")

        assert self.verdict(bench) == Verdict(5, 1, None)
        assert [entry["sealed"] for entry in trail(bench)] == [False] + [True] * 5
        assert bench.sweep(NOON) >= 1
        assert self.verdict(bench) == Verdict(6, 0, None)
        assert self.seal(bench) == 0

    @pytest.mark.parametrize(
        "change",
        [
            {"actor_id": LUIS},
            {"action": "BranchUpdated"},
            {"record_id": CENTRAL},
            {"version": 2},
            {"branch_id": CENTRAL},
            {"address": "198.51.100.1"},
            {"request_id": "another"},
            {"at": datetime(2026, 1, 1, tzinfo=UTC)},
            {"record_type": "user"},
            {"hash": "0" * 64},
        ],
        ids=lambda change: next(iter(change)),
    )
    def test_a_changed_row_is_named(self, bench: Bench, change: dict[str, Any]) -> None:
        self.sealed(bench)

        self.change(bench, lambda table: sa.update(table).where(table.c.position == 3).values(change))

        assert str(self.verdict(bench).fault).startswith("row 3 was changed, or put there, after it was sealed (")

    @pytest.mark.parametrize(
        ("removed", "told"),
        [
            ([1], "row 1 was removed"),
            ([3], "row 3 was removed"),
            ([2, 3], "rows 2 to 3 were removed"),
            ([5], "row 5 was removed"),
            ([4, 5], "rows 4 to 5 were removed"),
            ([1, 2, 3, 4, 5], "rows 1 to 5 were removed"),
        ],
    )
    def test_removed_rows_are_named_the_last_ones_too(self, bench: Bench, removed: list[int], told: str) -> None:
        self.sealed(bench)

        self.change(bench, lambda table: sa.delete(table).where(table.c.position.in_(removed)))

        assert self.verdict(bench).fault == told

    def test_rows_moved_up_to_close_a_gap_are_noticed(self, bench: Bench) -> None:
        self.sealed(bench)

        self.change(bench, lambda table: sa.delete(table).where(table.c.position == 2))
        for position in (3, 4, 5):
            closer = sa.update(bench.service.tables.trail).values(position=position - 1)
            self.change(bench, lambda table, q=closer, p=position: q.where(table.c.position == p))

        assert str(self.verdict(bench).fault).startswith("row 2 was changed")

    def test_a_row_put_behind_the_end_is_noticed(self, bench: Bench) -> None:
        self.sealed(bench)
        forged = self.row(bench, 5) | {"id": new_id(), "position": 6, "actor_id": LUIS}

        self.change(bench, lambda table: sa.insert(table).values(forged))

        assert str(self.verdict(bench).fault).startswith("row 6 was put there behind the end of the chain")

    @pytest.mark.parametrize("sealed_since", [False, True])
    def test_a_row_with_a_time_long_past_is_noticed(self, bench: Bench, sealed_since: bool) -> None:
        self.sealed(bench)
        at = self.row(bench, 3)["at"] - timedelta(days=3)
        forged = self.row(bench, 3) | {"id": new_id(), "at": at, "position": None, "hash": None, "actor_id": LUIS}

        self.change(bench, lambda table: sa.insert(table).values(forged))
        if sealed_since:
            self.seal(bench)

        assert "was put there later than it says" in str(self.verdict(bench).fault)

    def test_a_chain_made_anew_after_a_removal_does_not_end_where_it_did(self, bench: Bench) -> None:
        self.sealed(bench)

        self.change(bench, lambda table: sa.delete(table).where(table.c.position == 5))
        self.change(bench, lambda table: sa.update(table).where(table.c.position == 4).values(position=5))

        assert self.verdict(bench).fault == "row 4 was removed"
