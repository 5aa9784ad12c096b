"""What is known of clients that were merged and erased, in whatever order one hears of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import permutations
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask, jsonify, redirect
from werkzeug.test import TestResponse

from services.interactions.models import Client, Interaction
from shared.events import unseal
from shared.ids import new_id
from shared.inbox import apply
from shared.readmodels.clients import Erased
from shared.testing.fixtures import ANA, CENTRAL, Bench, an_event
from shared.testing.halfway import ON_POSTGRESQL, halfway

ANITA, LOPEZ = new_id(), new_id()


def a_client(id: UUID, name: str = "Ana López", **fields: Any) -> dict[str, Any]:
    return {
        "id": id, "version": 1, "name": name, "phone": "+525512345678", "type": "lead", "status": "active",
        "branch_id": CENTRAL, **fields,
    }  # fmt: skip


def merged(kept_id: UUID, duplicate_id: UUID) -> dict[str, Any]:
    return a_client(kept_id, kept_id=kept_id, duplicate_id=duplicate_id)


def told_of(bench: Bench, kept_id: UUID, duplicate_id: UUID) -> dict[str, Any]:
    """Both are known, and something was said with the duplicate."""
    bench.hear("ClientCreated", a_client(kept_id))
    bench.hear("ClientCreated", a_client(duplicate_id, "Anita López"))
    registered = register(bench, duplicate_id, headers={"Idempotency-Key": str(duplicate_id)})
    assert registered.status_code == 201, registered.json
    return registered.json


def register(bench: Bench, client_id: UUID, **options: Any) -> TestResponse:
    given = {"contact": {"client_id": str(client_id)}, "method": "call", "notes": "Quiere precios"}
    return bench.as_(ANA).post("/interactions", given | {"occurred_at": "2026-03-09T17:00:00Z"}, **options)


def at_once(*calls: Callable[[], Any]) -> None:
    """Let calls begin at the same moment, each in a thread of its own."""
    start = Barrier(len(calls))

    def call(each: Callable[[], Any]) -> Any:
        start.wait(10)
        return each()

    with ThreadPoolExecutor(len(calls)) as pool:
        list(pool.map(call, calls))


ERASED = {"name": "Persona eliminada", "phone": None, "erased_at": "2026-03-09T18:00:00Z"}


class TestMerging:
    def test_a_chain_of_merges_ends_with_the_last_one_kept_in_any_order(self, bench: Bench) -> None:
        for order in permutations(range(5)):
            first, second, third = new_id(), new_id(), new_id()
            events = [
                an_event("ClientCreated", a_client(first)),
                an_event("ClientCreated", a_client(second)),
                an_event("ClientCreated", a_client(third)),
                an_event("ClientsMerged", merged(second, third), 2),
                an_event("ClientsMerged", merged(first, second), 2),
            ]

            apply(bench.service, [events[each] for each in order])

            with bench.app.app_context():
                assert [Client.kept(each) for each in (first, second, third)] == [first] * 3
                assert Client.learn(third).id == first  # type: ignore[union-attr]

    def test_a_client_that_nobody_told_of_is_itself(self, bench: Bench) -> None:
        with bench.app.app_context():
            assert Client.kept(LOPEZ) == LOPEZ
            assert not Client.is_erased(LOPEZ)

    def test_a_duplicate_that_only_contacts_knows_is_learned_as_the_one_kept(self, bench: Bench) -> None:
        contacts = Flask("contacts")

        @contacts.get("/api/v1/clients/<uuid:id>")
        def show(id: UUID) -> Any:
            return jsonify(a_client(id)) if id == ANITA else redirect(f"/api/v1/clients/{ANITA}", 301)

        bench.reach("contacts", contacts)

        with bench.app.test_request_context():
            assert Client.learn(LOPEZ).id == ANITA  # type: ignore[union-attr]

    def test_who_writes_about_a_duplicate_writes_about_the_one_kept(self, bench: Bench) -> None:
        bench.hear("ClientsMerged", merged(ANITA, LOPEZ), 2)

        with bench.app.app_context():
            assert Client.hold(LOPEZ) == ANITA

    def test_the_interactions_with_a_duplicate_are_the_clients(self, bench: Bench) -> None:
        registered = told_of(bench, ANITA, LOPEZ)

        bench.hear("ClientsMerged", merged(ANITA, LOPEZ), 2)

        [moved] = bench.as_(ANA).get("/interactions", client_id=str(ANITA)).json["items"]
        assert (moved["id"], moved["client"]["id"], moved["version"]) == (registered["id"], str(ANITA), 2)
        [told] = bench.published("InteractionUpdated")
        assert (told.data["client"]["id"], told.sequence) == (str(ANITA), 2)

    def test_one_registered_late_for_the_duplicate_is_the_clients(self, bench: Bench) -> None:
        told_of(bench, ANITA, LOPEZ)
        bench.hear("ClientsMerged", merged(ANITA, LOPEZ), 2)

        assert register(bench, LOPEZ).json["client"]["id"] == str(ANITA)

    @pytest.mark.parametrize("attempt", range(5))
    def test_nothing_stays_behind_while_others_register(self, bench: Bench, attempt: int) -> None:
        kept, duplicate = new_id(), new_id()
        told_of(bench, kept, duplicate)

        at_once(
            lambda: bench.hear("ClientsMerged", merged(kept, duplicate), 2),
            *(lambda: register(bench, duplicate) for _ in range(3)),
        )

        assert bench.as_(ANA).get("/interactions", client_id=str(duplicate)).json["items"] == []
        assert len(bench.as_(ANA).get("/interactions", client_id=str(kept)).json["items"]) == 4


class TestErasing:
    def test_no_word_of_what_was_said_is_left(self, bench: Bench) -> None:
        told_of(bench, ANITA, LOPEZ)

        bench.hear("ClientErased", a_client(LOPEZ, **ERASED), 2)

        [left] = bench.as_(ANA).get("/interactions", client_id=str(LOPEZ)).json["items"]
        assert (left["notes"], left["method"]) == ("", "call")
        assert left["client"] == {"id": str(LOPEZ), "name": "Persona eliminada", "phone": None}
        assert bench.as_(ANA).get("/interactions", q="precios").json["items"] == []
        [told] = bench.published("InteractionUpdated")
        assert (told.data["notes"], told.data["revisions"]["notes"]) == ("", told.sequence)

    def test_what_was_kept_for_a_repeated_request_is_blank_too(self, bench: Bench) -> None:
        registered = told_of(bench, ANITA, LOPEZ)

        bench.hear("ClientErased", a_client(LOPEZ, **ERASED), 2)

        again = register(bench, LOPEZ, headers={"Idempotency-Key": str(LOPEZ)})
        assert (again.status_code, again.json["id"], again.json["notes"]) == (201, registered["id"], "")
        assert again.json["client"]["name"] == "Persona eliminada"
        assert again.json["author"]["name"] == "Ana Ruiz"

    def test_an_event_set_aside_later_is_blank_in_the_end(self, bench: Bench) -> None:
        told_of(bench, ANITA, LOPEZ)
        bench.hear("ClientErased", a_client(LOPEZ, **ERASED), 2)
        late = an_event("ClientUpdated", a_client(LOPEZ, "Evangelina"))
        with bench.app.app_context():
            row = {"event_id": late.id, "type": late.type, "body": late.raw, "attempts": 5, "error": "Boom"}
            bench.service.db.session.execute(sa.insert(bench.service.tables.parked).values(row))
            bench.service.db.session.commit()

        bench.sweep(datetime(2026, 3, 9, 18, tzinfo=UTC))

        with bench.app.app_context():
            [left] = bench.service.db.session.scalars(sa.select(bench.service.tables.parked.c.body))
        assert b"Evangelina" not in left
        assert unseal(left).subject == LOPEZ

    def test_nothing_more_is_written(self, bench: Bench) -> None:
        registered = told_of(bench, ANITA, LOPEZ)
        bench.hear("ClientErased", a_client(LOPEZ, **ERASED), 2)

        url = f"/interactions/{registered['id']}"
        refused = [
            register(bench, LOPEZ),
            bench.as_(ANA).patch(url, {"notes": "Volvió"}),
        ]

        assert {(answer.status_code, answer.json["type"]) for answer in refused} == {(409, "/problems/person-erased")}

    @pytest.mark.parametrize("attempt", range(5))
    def test_one_erased_while_others_write_is_erased_in_the_end(self, bench: Bench, attempt: int) -> None:
        kept, gone = new_id(), new_id()
        url = f"/interactions/{told_of(bench, kept, gone)['id']}"

        at_once(
            lambda: bench.hear("ClientErased", a_client(gone, **ERASED), 2),
            lambda: register(bench, gone),
            lambda: register(bench, gone, headers={"Idempotency-Key": "k" + str(gone)}),
            lambda: bench.as_(ANA).patch(url, {"notes": "Quiere precios ya"}),
        )

        left = bench.as_(ANA).get("/interactions", client_id=str(gone)).json["items"]
        assert {each["notes"] for each in left} == {""}
        again = register(bench, gone, headers={"Idempotency-Key": "k" + str(gone)})
        assert (again.status_code, again.json.get("notes")) in {(201, ""), (409, None)}

    @ON_POSTGRESQL
    def test_notes_that_are_written_while_they_are_erased_are_gone(
        self, bench: Bench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bench.hear("ClientCreated", a_client(LOPEZ))
        given = {"contact": {"client_id": str(LOPEZ)}, "method": "call", "occurred_at": "2026-03-09T17:00:00Z"}
        url = f"/interactions/{bench.as_(ANA).post('/interactions', given).json['id']}"

        erased = a_client(LOPEZ, **ERASED)
        with halfway(bench, monkeypatch, Interaction, "change", lambda: bench.hear("ClientErased", erased, 2)):
            assert bench.as_(ANA).patch(url, {"notes": "Evangelina quiere precios"}).status_code == 200

        assert bench.as_(ANA).get(url).json["notes"] == ""

    def test_an_erased_person_stays_erased_in_any_order(self, bench: Bench) -> None:
        for order in permutations(range(4)):
            kept, duplicate = new_id(), new_id()
            events = [
                an_event("ClientCreated", a_client(kept)),
                an_event("ClientsMerged", merged(kept, duplicate), 2),
                an_event("ClientErased", a_client(kept, **ERASED), 3),
                an_event("ClientErased", a_client(duplicate, **ERASED), 2),
            ]

            apply(bench.service, [events[each] for each in order])

            with bench.app.app_context():
                for each in (kept, duplicate):
                    known = bench.service.db.session.get(Client, each)
                    assert known is not None
                    assert (known.name, known.phone) == ("Persona eliminada", None)
                    assert known.folded == "persona eliminada "
                    with pytest.raises(Erased):
                        Client.hold(each)
                    with pytest.raises(Erased):
                        Client.refuse_erased(each)
