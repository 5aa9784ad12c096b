"""Messages that clients write: whose they are, and what they say."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from services.notifications.models import Incoming, db
from services.notifications.models.words import consent_in, intent_of
from services.notifications.tests.examples import JUAN, MONDAY
from services.notifications.tests.outside import (
    NUMBER,
    TASK,
    a_client,
    a_delivery,
    an_sms,
    incoming,
    let_outside_in,
    twilio,
    whatsapp,
)
from shared.ids import new_id
from shared.testing.fixtures import ANA, CENTRAL, NORTE, Bench


@pytest.fixture(autouse=True)
def _outside(bench: Bench) -> None:
    let_outside_in(bench)


def test_a_message_that_comes_again_is_one(bench: Bench) -> None:
    a_client(bench)
    form = an_sms()

    for _ in range(3):
        assert twilio(bench, form).status_code == 200

    [taken] = incoming(bench)
    assert (taken["client"]["id"], taken["channel"], taken["address"]) == (str(JUAN["id"]), "sms", NUMBER)
    [published] = bench.published("MessageReceived")
    assert published.data["id"] == taken["id"]


@pytest.mark.parametrize(
    ("known", "writes"),
    [
        ("+525512345678", "whatsapp:+5215512345678"),
        ("+5491123456789", "whatsapp:+541123456789"),
        ("+541123456789", "whatsapp:+5491123456789"),
        ("+5511987654321", "whatsapp:+551187654321"),
    ],
)
def test_a_number_is_known_in_the_ways_in_which_it_is_written(bench: Bench, known: str, writes: str) -> None:
    a_client(bench, phone=known)

    twilio(bench, an_sms(From=writes, ProfileName="Juan"))

    [taken] = incoming(bench)
    assert (taken["client"]["id"], taken["channel"]) == (str(JUAN["id"]), "whatsapp")


def test_of_several_at_one_number_it_is_the_one_last_written_to(bench: Bench) -> None:
    a_client(bench)
    rosa = a_client(bench, id=new_id(), name="Rosa Pérez")
    a_client(bench, id=new_id(), name="Hugo Pérez")
    done = {"status": "sent", "next_attempt_at": None, "handed_over_at": None}
    a_delivery(bench, sent_at=MONDAY - timedelta(days=1), **done)
    a_delivery(bench, sent_at=MONDAY, recipient_id=rosa, **done)

    twilio(bench, an_sms())

    assert incoming(bench)[0]["client"]["name"] == "Rosa Pérez"


def test_an_unknown_number_is_the_first_branchs_unless_another_is_named(bench: Bench) -> None:
    twilio(bench, an_sms())
    bench.service.settings = replace(bench.service.settings, inbox_branch=NORTE)
    twilio(bench, an_sms())

    assert [each["branch_id"] for each in incoming(bench)] == [str(NORTE), str(CENTRAL)]
    assert [each["client"] for each in incoming(bench)] == [None, None]


@pytest.mark.parametrize(
    ("said", "state"), [("BAJA", "revoked"), ("Stop.", "revoked"), ("  alta ", "granted"), ("Bája", "revoked")]
)
def test_a_word_takes_the_consent_back_or_gives_it(bench: Bench, said: str, state: str) -> None:
    a_client(bench)

    twilio(bench, an_sms(said))

    consent = bench.as_(ANA).get(f"/consents/{JUAN['id']}").json
    assert (consent["sms"], consent["whatsapp"]) == (state, "unknown")
    assert [each.data["sms"] for each in bench.published("ConsentChanged")] == [state]


@pytest.mark.parametrize("said", ["CONFIRMO", "Confirmo, gracias", "cancelo"])
def test_the_answer_to_a_reminder_says_what_it_answers(bench: Bench, said: str) -> None:
    a_client(bench)
    a_delivery(bench, status="delivered", sent_at=MONDAY, next_attempt_at=None, handed_over_at=None)

    twilio(bench, an_sms(said))

    [published] = bench.published("MessageReceived")
    assert published.data["answers"] == {"type": "task", "id": str(TASK)}
    assert published.data["intent"] == intent_of(said)
    assert published.data["intent"] in {"confirmed", "cancelled"}


def test_a_reply_is_to_the_reminder_that_it_names(bench: Bench) -> None:
    a_client(bench)
    other = new_id()
    done = {"status": "delivered", "next_attempt_at": None, "handed_over_at": None, "channel": "whatsapp"}
    a_delivery(bench, sent_at=MONDAY - timedelta(days=1), provider_id="wamid.old", record_id=other, **done)
    a_delivery(bench, sent_at=MONDAY, provider_id="wamid.new", **done)
    button = {"type": "button", "button": {"text": "CONFIRMO", "payload": "x"}, "context": {"id": "wamid.old"}}

    whatsapp(bench, {"messages": [{"id": "wamid.1", "from": "5215512345678", **button}]})

    assert bench.published("MessageReceived")[0].data["answers"]["id"] == str(other)


def test_what_answers_no_reminder_confirms_nothing(bench: Bench) -> None:
    a_client(bench)

    twilio(bench, an_sms("CONFIRMO"))

    assert [(each["answers"], each["intent"]) for each in incoming(bench)] == [(None, None)]


@pytest.mark.parametrize(
    ("said", "consent", "intent"),
    [
        ("baja de precio en la consulta?", None, None),
        ("No confirmo", None, None),
        ("", None, None),
        ("👍", None, None),
        ("STOP", "revoked", None),
    ],
)
def test_a_word_counts_where_it_comes_first(said: str, consent: str | None, intent: str | None) -> None:
    assert (consent_in(said), intent_of(said)) == (consent, intent)


def test_a_message_without_words_says_that_it_is_one(bench: Bench) -> None:
    image = {"id": "wamid.1", "from": "525512345678", "type": "image", "image": {"id": "7"}}

    whatsapp(bench, {"messages": [image]})

    assert incoming(bench)[0]["body"] == "(Mensaje sin texto: imagen, voz o archivo.)"


def test_what_somebody_wrote_who_asked_to_be_forgotten_is_blanked(bench: Bench) -> None:
    a_client(bench)
    twilio(bench, an_sms("Un secreto", ProfileName="Juan"))

    erased = {**JUAN, "name": "—", "phone": None, "type": "customer", "status": "inactive", "branch_id": CENTRAL}
    bench.hear("ClientErased", erased | {"erased_at": "2026-11-23T15:00:00Z", "version": 2}, sequence=2)

    with bench.app.app_context():
        [row] = db.session.scalars(sa.select(Incoming))
        assert (row.body, row.profile_name, row.address, row.next_attempt_at) == ("", "", None, None)


ERASED = {
    **JUAN, "name": "—", "phone": None, "type": "customer", "status": "inactive", "branch_id": CENTRAL,
    "erased_at": "2026-11-23T15:00:00Z", "version": 2,
}  # fmt: skip


def test_somebody_who_was_forgotten_and_answers_an_old_reminder_is_unknown(bench: Bench) -> None:
    a_client(bench)
    sent = {"status": "delivered", "next_attempt_at": None, "handed_over_at": None, "provider_id": "wamid.old"}
    a_delivery(bench, channel="whatsapp", sent_at=MONDAY, **sent)
    bench.hear("ClientErased", ERASED, sequence=2)
    reply = {"type": "text", "text": {"body": "Quiero otra cita"}, "context": {"id": "wamid.old"}}

    whatsapp(bench, {"messages": [{"id": "wamid.1", "from": "525512345678", **reply}]})

    [taken] = incoming(bench)
    assert (taken["client"], taken["body"]) == (None, "Quiero otra cita")
