"""What becomes of messages that came in: interactions, whoever dies or is forgotten on the way."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, jsonify, request
from werkzeug.test import TestResponse

from services.notifications import incoming as answering
from services.notifications.incoming import Answerer
from services.notifications.models import Incoming, db
from services.notifications.tests.examples import JUAN, MONDAY
from services.notifications.tests.outside import a_client, an_sms, incoming, let_outside_in, twilio
from shared import clock
from shared.ids import new_id
from shared.testing.fixtures import CENTRAL, Bench

INTERACTION = str(new_id())


class Died(BaseException):
    """The process is gone."""


def refusal(status: int, name: str, **members: Any) -> tuple[Any, int]:
    return jsonify(type=f"/problems/{name}", title="", detail="", status=status, **members), status


class Interactions:
    """Stands in for the service: it keeps its answers by their keys, and does as it is told about whom it is for."""

    def __init__(self, bench: Bench, *refused: str, candidates: tuple[Any, ...] = ()) -> None:
        self.asked: list[dict[str, Any]] = []
        self._kept: dict[str, Any] = {}
        self._refused, self._candidates = refused, candidates
        identity, interactions = Flask("identity"), Flask("interactions")
        identity.post("/api/v1/auth/service")(lambda: jsonify(access_token="x", expires_in=300))
        interactions.post("/api/v1/interactions")(self._register)
        bench.reach("identity", identity)
        bench.reach("interactions", interactions)

    def _register(self) -> Any:
        body, key = request.get_json(), request.headers["Idempotency-Key"]
        self.asked.append(body["contact"])
        if self._kept.get(key, body) != body:
            return refusal(422, "idempotency-key-reused")
        if "first_name" in body["contact"] and self._candidates:
            return refusal(409, "possible-duplicate", candidates=self._candidates)
        if self._refused:
            return refusal(409, *self._refused)
        self._kept[key] = body
        client = {"id": body["contact"].get("client_id", str(new_id()))}
        return jsonify(id=INTERACTION, client=client, branch_id=str(CENTRAL)), 201


@pytest.fixture(autouse=True)
def _outside(bench: Bench) -> None:
    let_outside_in(bench)


def a_message(bench: Bench) -> TestResponse:
    with clock.stopped(MONDAY):
        return twilio(bench, an_sms("Quiero una cita", ProfileName="Juan Pérez"))


def answer(bench: Bench, minutes: int = 0) -> int:
    with clock.stopped(MONDAY + timedelta(minutes=minutes)), bench.app.app_context():
        return Answerer().round()


def test_somebody_whom_contacts_knew_first_is_told_of_once_though_the_worker_died(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    interactions = Interactions(bench, candidates=({"id": str(JUAN["id"])},))
    a_message(bench)

    def die(point: str) -> None:
        if point == "incoming.before_commit":
            raise Died

    with monkeypatch.context() as patch:
        patch.setattr(answering, "crash_point", die)
        with pytest.raises(Died):
            answer(bench)
    answer(bench, minutes=2)

    assert interactions.asked[-1] == {"client_id": str(JUAN["id"])}
    assert [each["interaction_id"] for each in incoming(bench)] == [INTERACTION]


def test_what_somebody_wrote_who_is_being_forgotten_is_not_asked_for_again_and_again(bench: Bench) -> None:
    a_client(bench)
    interactions = Interactions(bench, "person-erased")
    a_message(bench)

    assert (answer(bench), answer(bench, minutes=120)) == (1, 0)

    assert len(interactions.asked) == 1
    with bench.app.app_context():
        assert db.session.scalars(sa.select(Incoming.error)).all() == ["person-erased"]
