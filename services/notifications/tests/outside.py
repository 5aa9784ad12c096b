"""What providers and clients do from outside: signed calls of the webhooks, and what there is to call about."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import orjson
import sqlalchemy as sa
from werkzeug.test import TestResponse

from services.notifications.models import Delivery, db
from services.notifications.signatures import twilio_signature, whatsapp_signature
from services.notifications.tests.examples import JUAN, MONDAY, deliveries
from shared.ids import new_id
from shared.testing.fixtures import CENTRAL, OLGA, Bench

TOKEN, SECRET, WORD = "twilio-token", "app-secret", "palabra"
TOKEN_BEFORE, SECRET_BEFORE = "twilio-token-before", "app-secret-before"
PUBLIC = "https://crm.clinica.test"
URL = f"{PUBLIC}/api/v1/webhooks/twilio"
TASK = UUID("01900000-0000-7000-8000-00000000f002")
NUMBER = JUAN["phone"]


def let_outside_in(bench: Bench) -> None:
    """The product as it is reached from outside, with the secrets that it shares with the providers."""
    bench.service.settings = replace(
        bench.service.settings,
        public_url=PUBLIC,
        twilio_auth_token=(TOKEN, TOKEN_BEFORE),
        whatsapp_app_secret=(SECRET, SECRET_BEFORE),
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
