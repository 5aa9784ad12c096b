"""What people can ask of interactions."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from flask import Flask, jsonify, request
from werkzeug.test import TestResponse

from shared import clock
from shared.ids import new_id
from shared.testing.fixtures import ANA, CENTRAL, LUIS, NORA, NORTE, OLGA, Bench

NOON = datetime(2026, 3, 9, 18, tzinfo=UTC)  # noon in Mexico City
JUAN, PEPE, EVA = new_id(), new_id(), new_id()


def a_client(id: UUID, name: str, branch_id: UUID = CENTRAL) -> dict[str, Any]:
    return {
        "id": id, "version": 1, "name": name, "phone": "+525512345678", "type": "lead", "status": "active",
        "branch_id": branch_id,
    }  # fmt: skip


@pytest.fixture(autouse=True)
def _clients_are_known(bench: Bench) -> None:
    bench.hear("ClientCreated", a_client(JUAN, "Juan Pérez"))
    bench.hear("ClientCreated", a_client(PEPE, "Pepe Norteño", NORTE))


@pytest.fixture(autouse=True)
def _it_is_monday_noon() -> Iterator[None]:
    with clock.stopped(NOON):
        yield


@pytest.fixture
def resolved(bench: Bench) -> list[dict[str, Any]]:
    """What contacts was asked to resolve; it makes Eva of anybody, and refuses whoever has no phone."""
    asked: list[dict[str, Any]] = []
    contacts = Flask("contacts")

    @contacts.post("/api/v1/contacts/resolve")
    def resolve() -> Any:
        asked.append({**request.get_json(), "key": request.headers.get("Idempotency-Key")})
        if "phone" not in request.get_json():
            return jsonify(type="/problems/invalid-fields", status=422, errors={"phone": ["Falta este dato."]}), 422
        return jsonify(a_client(EVA, "Eva Ríos"))

    bench.reach("contacts", contacts)
    return asked


@pytest.fixture
def follow_up(bench: Bench) -> dict[str, Any]:
    """A follow-up of Juan, as followups tells of it."""
    known = {
        "id": str(new_id()), "client": {"id": str(JUAN)}, "state": "overdue", "completed_by": None, "sale_id": None,
        "branch_id": str(CENTRAL),
    }  # fmt: skip
    followups = Flask("followups")

    @followups.get("/api/v1/follow-ups/<id>")
    def show(id: str) -> Any:
        return jsonify(known) if id == known["id"] else (jsonify(type="/problems/not-found"), 404)

    bench.reach("followups", followups)
    return known


def body(**fields: Any) -> dict[str, Any]:
    return {"contact": {"client_id": str(JUAN)}, "method": "call", "occurred_at": "2026-03-09T17:00:00Z"} | fields


def registered(bench: Bench, by: UUID = ANA, **fields: Any) -> dict[str, Any]:
    answer = bench.as_(by).post("/interactions", body(**fields))
    assert answer.status_code == 201, answer.text
    return answer.json


class TestRegistering:
    @pytest.mark.requirement("I1", "I4", "I6", "I12", "G11", "F11")
    def test_for_a_known_client_without_asking_anybody(self, bench: Bench) -> None:
        made = registered(bench, notes="Pidió precios", follow_up_on="2026-03-12")

        assert made["client"] == {"id": str(JUAN), "name": "Juan Pérez", "phone": "+525512345678"}
        assert made["author"] == made["follow_up_assigned_to"] == {"id": str(ANA), "name": "Ana Ruiz"}
        assert (made["branch_id"], made["direction"]) == (str(CENTRAL), "outbound")
        (event,) = bench.published()
        assert (event.type, event.sequence, event.actor_id) == ("InteractionCreated", 1, ANA)
        assert event.data["follow_up_on"] == "2026-03-12"

    def test_for_a_new_name_contacts_makes_the_client(self, bench: Bench, resolved: list[dict[str, Any]]) -> None:
        contact = {"first_name": "Eva", "last_name": "Ríos", "phone": "55 1234 5678"}

        made = registered(bench, contact=contact)

        assert made["client"]["name"] == "Eva Ríos"
        assert resolved[0]["branch_id"] == str(CENTRAL)

    def test_the_key_of_the_request_goes_along(self, bench: Bench, resolved: list[dict[str, Any]]) -> None:
        contact = {"patient_id": str(new_id()), "phone": "55 1234 5678"}
        bench.as_(ANA).post("/interactions", body(contact=contact), headers={"Idempotency-Key": "k9"})

        assert resolved[0]["key"] == "k9"

    def test_what_contacts_refuses_is_named_in_the_contact(
        self, bench: Bench, resolved: list[dict[str, Any]]
    ) -> None:
        answer = bench.as_(ANA).post("/interactions", body(contact={"patient_id": str(new_id())}))

        assert (answer.status_code, list(answer.json["errors"])) == (422, ["contact.phone"])

    def test_without_contacts_nothing_is_stored(self, bench: Bench) -> None:
        contact = {"first_name": "Eva", "last_name": "Ríos", "phone": "55 1234 5678"}

        answer = bench.as_(ANA).post("/interactions", body(contact=contact))

        assert (answer.status_code, answer.json["service"]) == (503, "contacts")
        assert bench.as_(ANA).get("/interactions").json["items"] == []

    @pytest.mark.requirement("I7")
    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"contact": None}, "contact"),
            ({"contact": {}}, "contact"),
            ({"contact": {"client_id": str(JUAN), "phone": "55"}}, "contact"),
            ({"contact": {"client_id": "x"}}, "contact.client_id"),
            ({"contact": {"client_id": str(PEPE)}}, "contact.client_id"),
            ({"method": "fax"}, "method"),
            ({"direction": "sideways"}, "direction"),
            ({"occurred_at": "ayer"}, "occurred_at"),
            ({"occurred_at": "2026-03-09T17:00:00"}, "occurred_at"),
            ({"occurred_at": "2026-03-10T18:00:01Z"}, "occurred_at"),
            ({"follow_up_on": "2026-03-08"}, "follow_up_on"),
            ({"follow_up_time": "16:30"}, "follow_up_time"),
            ({"follow_up_on": "2026-03-12", "follow_up_time": "24:00"}, "follow_up_time"),
            ({"follow_up_assigned_to_id": str(NORA)}, "follow_up_assigned_to_id"),
            ({"branch_id": str(NORTE)}, "branch_id"),
            ({"notes": "x" * 10_001}, "notes"),
            ({"author": str(LUIS)}, "author"),
            ({"contact": {"client_id": str(JUAN), "type": "vip"}}, "contact.type"),
        ],
    )
    def test_what_cannot_be_taken_is_named(self, bench: Bench, fields: dict[str, Any], field: str) -> None:
        answer = bench.as_(ANA).post("/interactions", body(**fields))

        assert answer.status_code == 422, answer.text
        assert list(answer.json["errors"]) == [field]
        assert bench.published() == []

    def test_what_can_be_refused_is_refused_before_a_client_is_made(
        self, bench: Bench, resolved: list[dict[str, Any]]
    ) -> None:
        contact = {"first_name": "Eva", "last_name": "Ríos", "phone": "55 1234 5678"}

        answer = bench.as_(ANA).post("/interactions", body(contact=contact, follow_up_on="2026-03-01"))

        assert (answer.status_code, resolved) == (422, [])

    @pytest.mark.requirement("I3")
    def test_a_visit_is_inbound_unless_told_otherwise(self, bench: Bench) -> None:
        assert registered(bench, method="visit")["direction"] == "inbound"
        assert registered(bench, method="visit", direction="outbound")["direction"] == "outbound"

    @pytest.mark.requirement("I17")
    def test_a_day_stays_that_day_in_the_branch(self, bench: Bench) -> None:
        made = registered(bench, occurred_at="2026-03-08", follow_up_on="2026-03-08")

        assert made["precision"] == "day"
        assert (
            clock.day_of(datetime.fromisoformat(made["occurred_at"]), "America/Mexico_City").isoformat()
            == "2026-03-08"
        )


class TestCompletingAFollowUp:
    def complete(self, bench: Bench, id: str, **fields: Any) -> TestResponse:
        return bench.as_(ANA).post("/interactions", body(completes_follow_up_id=id, **fields))

    def test_it_goes_along_in_the_event_with_the_notes(self, bench: Bench, follow_up: dict[str, Any]) -> None:
        assert self.complete(bench, follow_up["id"], notes="Vendrá").status_code == 201

        (event,) = bench.published()
        assert event.data["completes_follow_up_id"] == follow_up["id"]
        assert event.data["completion_notes"] == "Vendrá"

    def test_an_unknown_one_and_another_clients_are_refused(self, bench: Bench, follow_up: dict[str, Any]) -> None:
        unknown = self.complete(bench, str(new_id()))
        follow_up["client"] = {"id": str(PEPE)}
        others = self.complete(bench, follow_up["id"])

        for answer in (unknown, others):
            assert (answer.status_code, list(answer.json["errors"])) == (422, ["completes_follow_up_id"])
        assert bench.published() == []

    def test_one_that_is_done_is_a_conflict_with_who_and_when(self, bench: Bench, follow_up: dict[str, Any]) -> None:
        luis = {"id": str(LUIS), "name": "Luis Vega"}
        follow_up |= {"state": "done", "completed_by": luis, "completed_at": "2026-03-09T17:30:00Z"}

        answer = self.complete(bench, follow_up["id"])

        assert (answer.status_code, answer.json["type"]) == (409, "/problems/already-completed")
        assert (answer.json["by"], answer.json["at"]) == (luis, "2026-03-09T17:30:00Z")

    def test_without_followups_nothing_is_stored(self, bench: Bench) -> None:
        answer = self.complete(bench, str(new_id()))

        assert (answer.status_code, answer.json["service"]) == (503, "followups")
        assert bench.published() == []


class TestChanging:
    def test_the_event_tells_every_day_that_was_named(self, bench: Bench) -> None:
        path = f"/interactions/{registered(bench, follow_up_on='2026-03-12')['id']}"
        bench.as_(ANA).patch(path, {"follow_up_on": None})
        bench.as_(LUIS).patch(path, {"follow_up_on": "2026-03-15", "notes": "cambio"})

        event = bench.published()[-1]

        assert [step["on"] for step in event.data["follow_up_days"]] == ["2026-03-12", None, "2026-03-15"]
        assert [step["version"] for step in event.data["follow_up_days"]] == [1, 2, 3]
        assert event.data["revisions"] == {"notes": 3, "follow_up_assigned_to": 1, "sale_id": 1, "follow_up_time": 1}

    def test_the_time_of_the_next_contact_goes_with_its_day(self, bench: Bench) -> None:
        made = registered(bench, follow_up_on="2026-03-12", follow_up_time="16:30")
        assert (made["follow_up_time"], made["revisions"]["follow_up_time"]) == ("16:30", 1)
        path = f"/interactions/{made['id']}"

        moved = bench.as_(ANA).patch(path, {"follow_up_on": "2026-03-13"}).json
        cleared = bench.as_(ANA).patch(path, {"follow_up_on": None}).json

        assert (moved["follow_up_time"], moved["revisions"]["follow_up_time"]) == ("16:30", 1)
        assert (cleared["follow_up_time"], cleared["revisions"]["follow_up_time"]) == (None, 3)

    @pytest.mark.requirement("I14")
    @pytest.mark.parametrize("field", ["client_id", "contact", "author", "branch_id", "version", "id"])
    def test_client_author_and_branch_stay(self, bench: Bench, field: str) -> None:
        path = f"/interactions/{registered(bench)['id']}"

        answer = bench.as_(ANA).patch(path, {field: str(new_id())})

        assert (answer.status_code, list(answer.json["errors"])) == (422, [field])

    def test_the_next_contact_cannot_come_before_the_corrected_day(self, bench: Bench) -> None:
        path = f"/interactions/{registered(bench, occurred_at='2026-03-01', follow_up_on='2026-03-05')['id']}"

        answer = bench.as_(ANA).patch(path, {"occurred_at": "2026-03-08"})

        assert (answer.status_code, list(answer.json["errors"])) == (422, ["follow_up_on"])

    def test_a_stale_version_is_refused(self, bench: Bench) -> None:
        path = f"/interactions/{registered(bench)['id']}"
        bench.as_(ANA).patch(path, {"notes": "b"})

        assert bench.as_(LUIS).patch(path, {"notes": "c"}, headers={"If-Match": '"1"'}).status_code == 412
        assert bench.as_(LUIS).delete(path, headers={"If-Match": '"1"'}).status_code == 412

    @pytest.mark.requirement("I15")
    def test_deleted_it_is_gone_and_its_notes_too(self, bench: Bench) -> None:
        path = f"/interactions/{registered(bench, notes='secreto', follow_up_on='2026-03-12')['id']}"

        answer = bench.as_(ANA).delete(path)

        assert (answer.status_code, answer.data) == (204, b"")
        assert bench.as_(ANA).get(path).status_code == 404
        event = bench.published()[-1]
        assert (event.type, event.sequence, event.data["notes"]) == ("InteractionDeleted", 2, "")
        assert event.data["follow_up_days"]

    def test_another_branch_cannot_see_or_touch_it(self, bench: Bench) -> None:
        path = f"/interactions/{registered(bench)['id']}"

        for answer in (bench.as_(NORA).get(path), bench.as_(NORA).patch(path, {}), bench.as_(NORA).delete(path)):
            assert answer.status_code == 404
        assert bench.as_(NORA).get("/interactions").json["items"] == []
        assert bench.as_(OLGA).get(path).status_code == 200


class TestListing:
    @pytest.mark.requirement("I18")
    def test_newest_first(self, bench: Bench) -> None:
        for hour in (15, 17, 16):
            registered(bench, occurred_at=f"2026-03-09T{hour}:00:00Z", notes=str(hour))

        assert [each["notes"] for each in bench.as_(ANA).get("/interactions").json["items"]] == ["17", "16", "15"]

    @pytest.mark.requirement("C10")
    def test_in_the_order_in_which_they_happened_where_that_is_wanted(self, bench: Bench) -> None:
        for hour in (15, 17, 16):
            registered(bench, occurred_at=f"2026-03-09T{hour}:00:00Z", notes=str(hour))

        first = bench.as_(ANA).get("/interactions", sort="occurred_at", limit=2).json
        rest = bench.as_(ANA).get("/interactions", sort="occurred_at", cursor=first["next_cursor"]).json

        assert [each["notes"] for each in first["items"] + rest["items"]] == ["15", "16", "17"]

    @pytest.mark.requirement("I2")
    @pytest.mark.parametrize(
        ("filters", "found"),
        [
            ({"method": "email"}, ["correo"]),
            ({"method": ["email", "visit"]}, ["correo", "visita"]),
            ({"direction": "inbound"}, ["visita"]),
            ({"author_id": str(LUIS)}, ["visita"]),
            ({"client_id": str(PEPE)}, []),
            ({"from": "2026-03-08"}, ["correo", "llamada"]),
            ({"to": "2026-03-07"}, ["visita"]),
            ({"q": "LLAMADÁ"}, ["llamada"]),
            ({"q": "perez llama"}, ["llamada"]),
            ({"q": "%"}, []),
        ],
    )
    def test_narrowed(self, bench: Bench, filters: dict[str, Any], found: list[str]) -> None:
        registered(bench, notes="llamada", occurred_at="2026-03-09T15:00:00Z")
        registered(bench, notes="correo", method="email", occurred_at="2026-03-09T16:00:00Z")
        # Late in the evening of the 7th in Mexico City, though already the 8th in UTC.
        registered(bench, LUIS, notes="visita", method="visit", occurred_at="2026-03-08T05:00:00Z")

        items = bench.as_(ANA).get("/interactions", **filters).json["items"]

        assert [each["notes"] for each in items] == found

    def test_a_client_who_is_renamed_is_shown_with_the_new_name(self, bench: Bench) -> None:
        registered(bench)
        bench.hear("ClientUpdated", a_client(JUAN, "Juan Pérez Gil"), sequence=3)
        bench.hear("ClientUpdated", a_client(JUAN, "Juan Viejo"), sequence=2)

        assert bench.as_(ANA).get("/interactions").json["items"][0]["client"]["name"] == "Juan Pérez Gil"
