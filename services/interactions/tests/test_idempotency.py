"""A request sent twice happens once, whatever happened to the first one."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
import sqlalchemy as sa
from flask import Flask, jsonify, request

from services.interactions.tests.test_api import EVA, a_client
from shared import clock
from shared.ids import new_id
from shared.testing.fixtures import ANA, Bench

NOON = datetime(2026, 3, 9, 18, tzinfo=UTC)
KEY = {"Idempotency-Key": "k1"}
BODY = {
    "contact": {"first_name": "Eva", "last_name": "Ríos", "phone": "55 1234 5678"},
    "method": "call",
    "occurred_at": "2026-03-09T17:00:00Z",
}


@pytest.fixture(autouse=True)
def _it_is_monday_noon() -> Iterator[None]:
    with clock.stopped(NOON):
        yield


def contacts_answers(bench: Bench) -> None:
    contacts = Flask("contacts")

    @contacts.post("/api/v1/contacts/resolve")
    def resolve() -> Any:
        assert request.headers["Idempotency-Key"] == "k1"
        return jsonify(a_client(EVA, "Eva Ríos"))

    bench.reach("contacts", contacts)


def test_after_a_503_it_succeeds_once(bench: Bench) -> None:
    refused = bench.as_(ANA).post("/interactions", BODY, headers=KEY)
    contacts_answers(bench)
    made = bench.as_(ANA).post("/interactions", BODY, headers=KEY)
    again = bench.as_(ANA).post("/interactions", BODY, headers=KEY)

    assert (refused.status_code, made.status_code) == (503, 201)
    assert again.data == made.data
    assert len(bench.as_(ANA).get("/interactions").json["items"]) == 1


def test_the_key_of_a_request_that_died_is_free_after_half_a_minute(bench: Bench) -> None:
    contacts_answers(bench)
    body = orjson.dumps(BODY)
    table = bench.service.tables.idempotency
    with bench.app.app_context():
        bench.service.db.session.execute(
            sa.insert(table).values(
                key="k1", user_id=ANA, path="/api/v1/interactions", fingerprint=hashlib.sha256(body).hexdigest(),
                claim=new_id(), claimed_at=NOON,
            )
        )  # fmt: skip
        bench.service.db.session.commit()

    def send() -> Any:
        return bench.as_(ANA).request(
            "POST", "/interactions", data=body, content_type="application/json", headers=KEY
        )  # fmt: skip

    waiting = send()
    with clock.stopped(NOON + timedelta(seconds=31)):
        made = send()

    assert (waiting.status_code, waiting.json["type"]) == (409, "/problems/idempotency-in-progress")
    assert waiting.headers["Retry-After"]
    assert made.status_code == 201


def test_an_answer_is_kept_for_a_day(bench: Bench) -> None:
    contacts_answers(bench)
    made = bench.as_(ANA).post("/interactions", BODY, headers=KEY)

    with clock.stopped(NOON + timedelta(hours=23, minutes=59)):
        bench.sweep(clock.now())
        kept = bench.as_(ANA).post("/interactions", BODY, headers=KEY)
    table = bench.service.tables.idempotency
    bench.sweep(NOON + timedelta(hours=24, minutes=1))
    with bench.app.app_context():
        left = bench.service.db.session.scalar(sa.select(sa.func.count()).select_from(table))

    assert kept.data == made.data
    assert left == 0
