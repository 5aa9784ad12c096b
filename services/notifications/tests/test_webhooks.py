"""What providers call: signatures, statuses in any order, and messages that come in."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import orjson
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from services.notifications.models import Delivery, Incoming, db
from services.notifications.models.words import consent_in, intent_of
from services.notifications.signatures import twilio_signature, whatsapp_signature
from services.notifications.statuses import hear
from services.notifications.tests.examples import JUAN, MONDAY, deliveries
from shared import clock
from shared.ids import new_id
from shared.testing.fixtures import ANA, CENTRAL, NORTE, OLGA, Bench

TOKEN, SECRET, WORD = "twilio-token", "app-secret", "palabra"
PUBLIC = "https://crm.clinica.test"
URL = f"{PUBLIC}/api/v1/webhooks/twilio"
TASK = UUID("01900000-0000-7000-8000-00000000f002")
NUMBER = JUAN["phone"]


@pytest.fixture(autouse=True)
def outside(bench: Bench) -> None:
    """The product as it is reached from outside, with the secrets that it shares with the providers."""
    bench.service.settings = replace(
        bench.service.settings,
        public_url=PUBLIC,
        twilio_auth_token=TOKEN,
        whatsapp_app_secret=SECRET,
        whatsapp_verify_token=WORD,
    )


def a_client(bench: Bench, **changes: Any) -> UUID:
    client = {
        **JUAN, "type": "customer", "status": "active", "branch_id": CENTRAL, "email": None, "version": 1,
    } | changes  # fmt: skip
    bench.hear("ClientCreated", client)
    return client["id"]


def a_delivery(bench: Bench, **changes: Any) -> UUID:
    """One that is under way to Juan."""
    row = {
        "id": new_id(), "version": 1, "occasion": str(new_id()), "channel": "sms", "provider": "console",
        "recipient_type": "client", "recipient_id": JUAN["id"], "template": "appointment-reminder", "language": "es",
        "parameters": [], "fallbacks": [], "status": "queued", "attempts": 1, "due_at": MONDAY, "title": "Cita",
        "body": "Mañana", "record_type": "task", "record_id": TASK, "due": "", "while_free": False,
        "branch_id": CENTRAL, "created_at": MONDAY, "client_id": JUAN["id"], "client_name": JUAN["name"],
        "client_phone": NUMBER, "next_attempt_at": MONDAY + timedelta(minutes=1), "handed_over_at": MONDAY,
    } | changes  # fmt: skip
    with bench.app.app_context():
        db.session.execute(sa.insert(Delivery), [row])
        db.session.commit()
    return row["id"]


def shown(bench: Bench, id: UUID) -> dict[str, Any]:
    [found] = [each for each in deliveries(bench, OLGA) if each["id"] == str(id)]
    return found


def twilio(bench: Bench, form: dict[str, str], query: str = "", **changes: Any) -> TestResponse:
    """Call as Twilio does."""
    url = changes.get("url", URL + query)
    signature = twilio_signature(changes.get("token", TOKEN), url, sorted(form.items()))
    return bench.as_(None).request(
        "POST",
        f"/webhooks/twilio{query}",
        data=changes.get("body", urlencode(form)),
        content_type="application/x-www-form-urlencoded",
        headers={} if changes.get("unsigned") else {"X-Twilio-Signature": signature},
    )


def whatsapp(bench: Bench, value: dict[str, Any], secret: str = SECRET) -> TestResponse:
    """Call as the WhatsApp Cloud API does."""
    change = {"field": "messages", "value": {"messaging_product": "whatsapp", **value}}
    body = orjson.dumps({"object": "whatsapp_business_account", "entry": [{"id": "0", "changes": [change]}]})
    headers = {"X-Hub-Signature-256": whatsapp_signature(secret, body)}
    return bench.as_(None).request(
        "POST", "/webhooks/whatsapp", data=body, content_type="application/json", headers=headers
    )


def an_sms(body: str = "Gracias", **changes: str) -> dict[str, str]:
    return {"MessageSid": f"SM{new_id().hex}", "From": NUMBER, "To": "+15005550006", "Body": body} | changes


def incoming(bench: Bench) -> list[dict[str, Any]]:
    return bench.as_(OLGA).get("/incoming-messages").json["items"]


# --- signatures -------------------------------------------------------------------------------------------


def test_the_signature_is_twilios_own_example() -> None:
    """The example of twilio.com/docs/usage/security."""
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    form = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675309",
        "Digits": "1234",
        "From": "+14158675309",
        "To": "+18005551212",
    }

    assert twilio_signature("12345", url, list(form.items())) == "RSOYDt4T1cUTdK1PDd93/VVr8B8="


def test_what_twilio_signed_is_taken(bench: Bench) -> None:
    answer = twilio(bench, an_sms())

    assert (answer.status_code, answer.text) == (200, "<Response/>")
    assert [each["body"] for each in incoming(bench)] == ["Gracias"]


@pytest.mark.parametrize(
    "changes",
    [
        {"token": "another"},
        {"unsigned": True},
        {"body": "From=%2B1&Body=otra&MessageSid=SM1"},
        {"url": "http://notifications:8000/api/v1/webhooks/twilio"},
        {"url": f"{URL}?delivery=another"},
    ],
)
def test_what_twilio_did_not_sign_is_refused(bench: Bench, changes: dict[str, Any]) -> None:
    assert twilio(bench, an_sms(), **changes).status_code == 401
    assert incoming(bench) == []


def test_the_port_may_be_named_or_not(bench: Bench) -> None:
    assert twilio(bench, an_sms(), url=f"{PUBLIC}:443/api/v1/webhooks/twilio").status_code == 200


def test_what_whatsapp_signed_is_taken_and_nothing_else(bench: Bench) -> None:
    told = {"messages": [{"id": "wamid.1", "from": "525512345678", "type": "text", "text": {"body": "Hola"}}]}

    assert whatsapp(bench, told, secret="another").status_code == 401
    assert incoming(bench) == []
    assert whatsapp(bench, told).status_code == 200
    assert [each["body"] for each in incoming(bench)] == ["Hola"]


def test_without_secrets_nothing_is_taken(bench: Bench) -> None:
    nothing = {"twilio_auth_token": None, "whatsapp_app_secret": None, "whatsapp_verify_token": None}
    bench.service.settings = replace(bench.service.settings, **nothing)

    assert twilio(bench, an_sms(), token="").status_code == 401
    assert whatsapp(bench, {}, secret="").status_code == 401
    assert bench.as_(None).get("/webhooks/whatsapp", **{"hub.verify_token": ""}).status_code == 401


def test_the_webhook_is_set_up_with_the_word_agreed_on(bench: Bench) -> None:
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}

    good = bench.as_(None).get("/webhooks/whatsapp", **asked, **{"hub.verify_token": WORD})
    bad = bench.as_(None).get("/webhooks/whatsapp", **asked, **{"hub.verify_token": "otra"})

    assert (good.status_code, good.text, good.mimetype) == (200, "1158201444", "text/plain")
    assert bad.status_code == 401


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"entry": 7}', b'{"entry": [{"changes": [{"value": []}]}]}'])
def test_what_is_signed_and_strange_breaks_nothing(bench: Bench, body: bytes) -> None:
    headers = {"X-Hub-Signature-256": whatsapp_signature(SECRET, body)}

    answer = bench.as_(None).request(
        "POST", "/webhooks/whatsapp", data=body, content_type="application/json", headers=headers
    )

    assert answer.status_code in {200, 400}


# --- statuses -------------------------------------------------------------------------------------------


def test_a_status_says_how_far_a_message_has_come(bench: Bench) -> None:
    id = a_delivery(
        bench, provider_id="SM1", status="sent", sent_at=MONDAY, next_attempt_at=None, handed_over_at=None
    )

    for status in ("delivered", "read"):
        form = {"MessageSid": "SM1", "MessageStatus": status}
        assert twilio(bench, form, f"?delivery={id}").status_code == 200

        assert shown(bench, id)["status"] == status


def test_a_status_that_comes_before_the_answer_settles_it(bench: Bench) -> None:
    a_client(bench)
    id = a_delivery(bench, channel="whatsapp")
    told = {"id": "wamid.9", "status": "sent", "timestamp": "1", "biz_opaque_callback_data": str(id)}

    whatsapp(bench, {"statuses": [told]})
    bench.sweep(MONDAY + timedelta(hours=1))

    settled = shown(bench, id)
    assert (settled["status"], settled["provider_id"], settled["attempts"]) == ("sent", "wamid.9", 1)
    assert settled["recipient_address"] == "***78"
    assert len(bench.published("NotificationSent")) == 1


def test_a_message_that_was_taken_and_did_not_arrive_has_failed(bench: Bench) -> None:
    id = a_delivery(
        bench, status="sent", provider_id="SM1", sent_at=MONDAY, next_attempt_at=None, handed_over_at=None
    )

    twilio(bench, {"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "30005"}, f"?delivery={id}")

    assert (shown(bench, id)["status"], shown(bench, id)["error"]) == ("failed", "El proveedor no acepta el número.")


def test_what_failed_for_a_moment_is_tried_again_once(bench: Bench) -> None:
    id = a_delivery(
        bench, channel="whatsapp", status="sent", provider_id="wamid.1", sent_at=MONDAY, next_attempt_at=None,
        handed_over_at=None,
    )  # fmt: skip
    told = {"id": "wamid.1", "status": "failed", "errors": [{"code": 131000}], "biz_opaque_callback_data": str(id)}

    with clock.stopped(MONDAY):
        for _ in range(3):
            whatsapp(bench, {"statuses": [told]})

    again = shown(bench, id)
    assert (again["status"], again["error"]) == ("queued", "El proveedor falló.")
    assert again["version"] == 2


def test_a_status_of_a_message_that_is_not_ours_is_taken_and_changes_nothing(bench: Bench) -> None:
    assert twilio(bench, {"MessageSid": "SM404", "MessageStatus": "sent"}, f"?delivery={new_id()}").status_code == 200


STATUSES = ("sent", "delivered", "read", "failed")


@given(told=st.lists(st.sampled_from(STATUSES), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_statuses_come_the_furthest_one_stays(bench: Bench, told: list[str]) -> None:
    id = a_delivery(
        bench, status="sent", provider_id="SM1", sent_at=MONDAY, next_attempt_at=None, handed_over_at=None
    )
    error = {"reason": "unreachable", "permanent": True}

    with bench.app.app_context():
        for status in told:
            hear(status, provider_id="SM1", delivery_id=id, at=MONDAY, error=error)
            db.session.commit()
        found = db.session.get_one(Delivery, id).status

    arrived = [each for each in ("read", "delivered") if each in told]
    assert found == (arrived[0] if arrived else "failed" if "failed" in told else "sent")


# --- messages -------------------------------------------------------------------------------------------


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


def test_no_number_text_or_token_is_logged(bench: Bench) -> None:
    a_client(bench)
    with capture_logs() as lines:
        twilio(bench, an_sms("un texto secreto", ProfileName="Juan Perfil"))
        twilio(bench, an_sms(), token="another")
        whatsapp(bench, {"messages": [{"id": "wamid.1", "from": "525512345678", "type": "text", "text": {}}]})

    said = str(lines)
    assert not [each for each in ("5512345678", "secreto", "Perfil", TOKEN, SECRET) if each in said]
