"""How people want to be told: their own preferences, and what clients have agreed to."""

from typing import Any
from uuid import UUID

import pytest

from services.notifications.models import Consent
from services.notifications.tests.examples import JUAN, MONDAY, a_client
from shared import clock
from shared.testing.fixtures import ANA, CENTRAL, LUIS, NORA, NORTE, OLGA, Bench

NOTHING = {"email": "unknown", "sms": "unknown", "whatsapp": "unknown"}
EVA = {"id": UUID("01900000-0000-7000-8000-00000000e002"), "name": "Eva Sol", "phone": "+525587654321"}


def consent_of(bench: Bench, client_id: UUID = JUAN["id"]) -> dict[str, Any]:
    answer = bench.as_(ANA).get(f"/consents/{client_id}")
    assert answer.status_code == 200, answer.text
    return {name: answer.json[name] for name in NOTHING}


def say(bench: Bench, client_id: UUID = JUAN["id"], **states: str) -> Any:
    return bench.as_(ANA).put(f"/consents/{client_id}", states)


def test_a_client_who_said_nothing_is_unknown_by_every_channel(bench: Bench) -> None:
    bench.hear("ClientCreated", a_client())

    answer = bench.as_(ANA).get(f"/consents/{JUAN['id']}")

    assert answer.json == NOTHING | {
        "client_id": str(JUAN["id"]),
        "branch_id": str(CENTRAL),
        "updated_at": None,
        "version": 1,
    }
    assert answer.headers["ETag"] == '"1"'


def test_what_is_left_out_of_a_consent_stays(bench: Bench) -> None:
    bench.hear("ClientCreated", a_client())

    say(bench, sms="granted")
    answer = say(bench, whatsapp="revoked")

    assert answer.status_code == 200
    assert consent_of(bench) == {"email": "unknown", "sms": "granted", "whatsapp": "revoked"}


def test_a_consent_is_published_once_it_changes(bench: Bench) -> None:
    bench.hear("ClientCreated", a_client())

    with clock.stopped(MONDAY):
        say(bench, sms="granted")
        say(bench, sms="granted")

    [event] = bench.published("ConsentChanged")
    assert (event.subject, event.branch_id, event.sequence) == (JUAN["id"], CENTRAL, 2)
    assert event.data == NOTHING | {
        "sms": "granted",
        "client_id": str(JUAN["id"]),
        "branch_id": str(CENTRAL),
        "updated_at": "2026-11-23T15:00:00Z",
        "version": 2,
    }


def test_a_consent_seen_in_an_old_version_is_not_changed(bench: Bench) -> None:
    bench.hear("ClientCreated", a_client())
    say(bench, sms="granted")

    answer = bench.as_(ANA).put(f"/consents/{JUAN['id']}", {"sms": "revoked"}, headers={"If-Match": '"1"'})

    assert answer.status_code == 412
    assert consent_of(bench)["sms"] == "granted"


def test_the_consent_of_a_client_of_another_branch_is_not_found(bench: Bench) -> None:
    bench.hear("ClientCreated", a_client(branch_id=NORTE))

    assert bench.as_(ANA).get(f"/consents/{JUAN['id']}").status_code == 404
    assert say(bench, sms="granted").status_code == 404
    assert bench.as_(NORA).get(f"/consents/{JUAN['id']}").status_code == 200
    assert bench.as_(OLGA).get(f"/consents/{JUAN['id']}").status_code == 200


def test_a_word_that_is_no_consent_is_refused(bench: Bench) -> None:
    bench.hear("ClientCreated", a_client())

    answer = say(bench, sms="maybe")

    assert answer.status_code == 422
    assert list(answer.json["errors"]) == ["sms"]


def test_what_a_client_says_by_a_message_counts(bench: Bench) -> None:
    bench.hear("ClientCreated", a_client())
    say(bench, sms="granted", whatsapp="granted")

    with bench.app.app_context():
        Consent.set(JUAN["id"], {"sms": "revoked"}, at=MONDAY)
        bench.service.db.session.commit()

    assert consent_of(bench) == {"email": "unknown", "sms": "revoked", "whatsapp": "granted"}
    assert len(bench.published("ConsentChanged")) == 2


@pytest.mark.parametrize("merged_first", [True, False])
def test_when_clients_are_merged_revoked_wins(bench: Bench, merged_first: bool) -> None:
    bench.hear("ClientCreated", a_client())
    bench.hear("ClientCreated", a_client(**EVA))
    merged = a_client(**EVA, kept_id=EVA["id"], duplicate_id=JUAN["id"])
    if merged_first:
        say(bench, EVA["id"], sms="granted", email="granted")
        bench.hear("ClientsMerged", merged, sequence=2)
        say(bench, JUAN["id"], sms="revoked", whatsapp="granted")
    else:
        say(bench, EVA["id"], sms="granted", email="granted")
        say(bench, JUAN["id"], sms="revoked", whatsapp="granted")
        bench.hear("ClientsMerged", merged, sequence=2)

    wanted = {"email": "granted", "sms": "revoked", "whatsapp": "granted"}
    assert consent_of(bench, EVA["id"]) == consent_of(bench, JUAN["id"]) == wanted
    assert {each.subject for each in bench.published("ConsentChanged")[-1:]} == {EVA["id"]}


def test_what_was_granted_is_not_revoked_by_a_merge(bench: Bench) -> None:
    bench.hear("ClientCreated", a_client())
    bench.hear("ClientCreated", a_client(**EVA))
    say(bench, JUAN["id"], sms="granted", email="granted")
    say(bench, EVA["id"], email="revoked")

    bench.hear("ClientsMerged", a_client(**EVA, kept_id=EVA["id"], duplicate_id=JUAN["id"]), sequence=2)

    assert consent_of(bench, EVA["id"]) == {"email": "revoked", "sms": "granted", "whatsapp": "unknown"}


def test_of_an_erased_client_nothing_is_noted(bench: Bench) -> None:
    bench.hear("ClientCreated", a_client())
    bench.hear("ClientErased", a_client(name="Persona eliminada", phone=None, erased_at="2026-11-23"), sequence=2)

    assert say(bench, sms="granted").status_code == 409


# --- preferences ------------------------------------------------------------------------------------------


def test_everybody_has_preferences_before_saying_anything(bench: Bench) -> None:
    assert bench.as_(ANA).get("/preferences").json == {
        "channels": {"email": True, "sms": True, "whatsapp": True},
        "quiet_hours": None,
        "digest_at": "08:00",
        "language": "es",
        "version": 1,
    }


def test_what_is_left_out_of_preferences_stays(bench: Bench) -> None:
    first = bench.as_(ANA).put("/preferences", {"channels": {"email": False}, "digest_at": None})
    second = bench.as_(ANA).put("/preferences", {"quiet_hours": {"from": "21:00", "to": "08:00"}, "language": "en"})

    assert (first.status_code, second.status_code) == (200, 200)
    assert bench.as_(ANA).get("/preferences").json == {
        "channels": {"email": False, "sms": True, "whatsapp": True},
        "quiet_hours": {"from": "21:00", "to": "08:00"},
        "digest_at": None,
        "language": "en",
        "version": 3,
    }
    assert bench.as_(LUIS).get("/preferences").json["version"] == 1


def test_preferences_seen_in_an_old_version_are_not_changed(bench: Bench) -> None:
    bench.as_(ANA).put("/preferences", {"language": "en"})

    answer = bench.as_(ANA).put("/preferences", {"language": "es"}, headers={"If-Match": '"1"'})

    assert answer.status_code == 412


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"quiet_hours": {"from": "21:00"}}, "quiet_hours.to"),
        ({"quiet_hours": {"from": "21:00", "to": "21:00"}}, "quiet_hours.to"),
        ({"quiet_hours": {"from": "25:00", "to": "21:00"}}, "quiet_hours.from"),
        ({"digest_at": "8"}, "digest_at"),
        ({"language": "fr"}, "language"),
        ({"channels": {"in_app": False}}, "channels.in_app"),
        ({"channels": None}, "channels"),
    ],
)
def test_preferences_that_make_no_sense_are_refused(bench: Bench, wrong: dict[str, Any], field: str) -> None:
    answer = bench.as_(ANA).put("/preferences", wrong)

    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [field]
