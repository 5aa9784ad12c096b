"""What providers call: signatures, and statuses in any order."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from services.notifications.models import Delivery, db
from services.notifications.signatures import twilio_signature, whatsapp_signature
from services.notifications.statuses import hear
from services.notifications.tests.examples import MONDAY
from services.notifications.tests.outside import (
    PUBLIC,
    SECRET,
    SECRET_BEFORE,
    TOKEN,
    TOKEN_BEFORE,
    URL,
    WORD,
    a_client,
    a_delivery,
    an_sms,
    incoming,
    let_outside_in,
    shown,
    twilio,
    whatsapp,
)
from shared import clock
from shared.ids import new_id
from shared.testing.fixtures import Bench


@pytest.fixture(autouse=True)
def _outside(bench: Bench) -> None:
    let_outside_in(bench)


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


def test_while_a_secret_is_changed_what_the_one_before_signed_is_taken_too(bench: Bench) -> None:
    told = {"messages": [{"id": "wamid.1", "from": "525512345678", "type": "text", "text": {"body": "Hola"}}]}

    assert twilio(bench, an_sms(), token=TOKEN_BEFORE).status_code == 200
    assert whatsapp(bench, told, secret=SECRET_BEFORE).status_code == 200
    assert len(incoming(bench)) == 2


def test_without_secrets_nothing_is_taken(bench: Bench) -> None:
    nothing = {"twilio_auth_token": (), "whatsapp_app_secret": (), "whatsapp_verify_token": None}
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


GOOD = {"id": "wamid.good", "from": "525512345678", "type": "text", "text": {"body": "Hola"}}


@pytest.mark.parametrize(
    "strange",
    [
        {"contacts": [{"wa_id": "1", "profile": "Juan"}]},
        {"messages": [GOOD | {"id": "\0"}]},
        {"messages": [GOOD | {"id": {"a": "b"}, "context": "wamid.1"}]},
        {"messages": [GOOD | {"id": "a", "context": {"id": {"a": 1}}}]},
        {"messages": [GOOD | {"id": "a", "context": {"id": 5}}]},
        {"messages": [GOOD | {"id": "a", "context": {"id": "\0"}}]},
        {"messages": [GOOD | {"id": "a", "type": "interactive", "interactive": {"button_reply": "Sí"}}]},
        {"messages": [GOOD | {"id": "a", "from": "9" * 300}]},
        {"statuses": [{"id": "\0", "status": "read"}]},
        {"statuses": [{"id": "a", "status": ["read"], "errors": [{"code": {}}]}]},
    ],
)
def test_a_strange_message_does_not_keep_a_good_one_out(bench: Bench, strange: dict[str, Any]) -> None:
    told = strange | {"messages": [*strange.get("messages", []), GOOD]}

    assert whatsapp(bench, told).status_code == 200

    assert "Hola" in {each["body"] for each in incoming(bench)}


@pytest.mark.parametrize(
    "strange", [{"MessageSid": "\0"}, {"From": f"whatsapp:{'9' * 400}"}, {"OriginalRepliedMessageSid": "\0"}]
)
def test_a_strange_sms_breaks_nothing(bench: Bench, strange: dict[str, str]) -> None:
    assert twilio(bench, an_sms(**strange)).status_code == 200
    assert twilio(bench, an_sms(**strange, MessageStatus="read")).status_code == 200


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


def test_no_number_text_or_token_is_logged(bench: Bench) -> None:
    a_client(bench)
    with capture_logs() as lines:
        twilio(bench, an_sms("un texto secreto", ProfileName="Juan Perfil"))
        twilio(bench, an_sms(), token="another")
        whatsapp(bench, {"messages": [{"id": "wamid.1", "from": "525512345678", "type": "text", "text": {}}]})

    said = str(lines)
    assert not [each for each in ("5512345678", "secreto", "Perfil", TOKEN, SECRET) if each in said]
