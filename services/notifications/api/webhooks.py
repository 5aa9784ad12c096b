"""What providers call: statuses of what was sent, and messages that come in."""

import hmac
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import orjson
from flask import Response, request
from werkzeug.exceptions import BadRequest

from services.notifications.channels.twilio import KINDS as TWILIO_KINDS
from services.notifications.channels.whatsapp_cloud import KINDS as WHATSAPP_KINDS
from services.notifications.models import Consent
from services.notifications.models.incoming import Incoming, Received, clients_at
from services.notifications.models.numbers import e164
from services.notifications.signatures import is_from_twilio, is_from_whatsapp
from services.notifications.statuses import hear
from shared import clock
from shared.api import ProblemOut, Routes
from shared.problems import CONTENT_TYPE
from shared.service import this_service
from shared.texts import LANGUAGES, text
from shared.tokens import PUBLIC, BadToken

routes = Routes("webhooks", "Lo que llaman los proveedores de SMS y WhatsApp.")

FORM = "application/x-www-form-urlencoded"
TWILIO = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "undelivered": "failed",
    "failed": "failed",
    "canceled": "failed",
}
WHATSAPP = {"sent": "sent", "delivered": "delivered", "read": "read", "failed": "failed"}
CHALLENGE_LENGTH = 200
# What is longer is no number, and no name of a message.
ADDRESS_LENGTH, NAME_LENGTH = 60, 200


def refuses(status: int) -> Any:
    """The route can answer with this problem too."""
    return routes.alt_response(status, schema=ProblemOut, content_type=CONTENT_TYPE)


@routes.post("/webhooks/twilio", role=PUBLIC, takes=FORM)
@routes.response(200)
@refuses(401)
def twilio() -> Response:
    """A status, or a message that came in, from Twilio; signed with `X-Twilio-Signature`."""
    body, settings = request.get_data(), this_service().settings
    query = request.query_string.decode("latin-1")
    url = f"{settings.public}{request.path}" + (f"?{query}" if query else "")
    if not is_from_twilio(settings.twilio_auth_token, url, body, request.headers.get("X-Twilio-Signature", "")):
        raise BadToken("not signed by Twilio")
    form = dict(parse_qsl(body.decode(), keep_blank_values=True))
    if "MessageStatus" in form:
        _hear_twilio(form)
    elif _name(form.get("MessageSid")):
        _take(_received_by_twilio(form))
    # An empty TwiML document: there is nothing to answer at once.
    return Response("<Response/>", content_type="text/xml")


def _hear_twilio(form: dict[str, str]) -> None:
    status = TWILIO.get(form["MessageStatus"])
    if status:
        hear(
            status,
            provider_id=_name(form.get("MessageSid")),
            delivery_id=_id(request.args.get("delivery")),
            at=clock.now(),
            error=TWILIO_KINDS.get(form.get("ErrorCode", ""), {"reason": "unreachable", "permanent": True}),
        )


def _received_by_twilio(form: dict[str, str]) -> Received:
    sender = form.get("From", "")
    return Received(
        provider="twilio",
        provider_id=_name(form["MessageSid"]),
        channel="whatsapp" if sender.startswith("whatsapp:") else "sms",
        address=e164(sender[:ADDRESS_LENGTH]),
        body=_words(form.get("ButtonText") or form.get("Body") or "") or _no_words(),
        written_at=clock.now(),
        profile_name=_words(form.get("ProfileName", "")),
        answers=_name(form.get("OriginalRepliedMessageSid")),
    )


@routes.get("/webhooks/whatsapp", role=PUBLIC)
@routes.response(200)
@refuses(401)
def verify_whatsapp() -> Response:
    """What the WhatsApp Cloud API asks once, when the webhook is set up."""
    wanted, given = this_service().settings.whatsapp_verify_token, request.args.get("hub.verify_token", "")
    if not wanted or not hmac.compare_digest(wanted.encode(), given.encode("utf-8", "replace")):
        raise BadToken("not the word agreed on")
    return Response(request.args.get("hub.challenge", "")[:CHALLENGE_LENGTH], content_type="text/plain")


@routes.post("/webhooks/whatsapp", role=PUBLIC)
@routes.response(200)
@refuses(401)
def whatsapp() -> Response:
    """Statuses and messages from the WhatsApp Cloud API; signed with `X-Hub-Signature-256`."""
    body, secrets = request.get_data(), this_service().settings.whatsapp_app_secret
    if not is_from_whatsapp(secrets, body, request.headers.get("X-Hub-Signature-256", "")):
        raise BadToken("not signed by WhatsApp")
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadRequest from error
    for value in _values(told):
        for status in _objects(value, "statuses"):
            _hear_whatsapp(status)
        names = {
            str(each.get("wa_id")): str(_object(each, "profile").get("name") or "")
            for each in _objects(value, "contacts")
        }
        for message in _objects(value, "messages"):
            if _name(message.get("id")) and message.get("from"):
                _take(_received_by_whatsapp(message, names))
    return Response(status=200)


def _values(told: Any) -> list[dict[str, Any]]:
    """What changed, of all that the call tells."""
    entries = _objects(told, "entry") if isinstance(told, dict) else []
    changes = [change for entry in entries for change in _objects(entry, "changes")]
    return [each["value"] for each in changes if isinstance(each.get("value"), dict)]


def _objects(of: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = of.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _object(of: dict[str, Any], name: str) -> dict[str, Any]:
    found = of.get(name)
    return found if isinstance(found, dict) else {}


def _hear_whatsapp(told: dict[str, Any]) -> None:
    status = WHATSAPP.get(str(told.get("status")))
    if status:
        codes = [str(each.get("code")) for each in _objects(told, "errors")]
        refused = {"reason": "unreachable", "permanent": True}
        hear(
            status,
            provider_id=_name(told.get("id")),
            delivery_id=_id(told.get("biz_opaque_callback_data")),
            at=clock.now(),
            error=next((WHATSAPP_KINDS[code] for code in codes if code in WHATSAPP_KINDS), refused),
        )


def _received_by_whatsapp(message: dict[str, Any], names: dict[str, str]) -> Received:
    return Received(
        provider="whatsapp_cloud",
        provider_id=_name(message["id"]),
        channel="whatsapp",
        address=e164(str(message["from"])[:ADDRESS_LENGTH]),
        body=_words(_text_of(message)) or _no_words(),
        written_at=_instant(message.get("timestamp")),
        profile_name=_words(names.get(str(message["from"]), "")),
        answers=_name(_object(message, "context").get("id")),
    )


def _text_of(message: dict[str, Any]) -> str:
    """The words of a message, or of the button that was tapped."""
    part = _object(message, str(message.get("type")))
    reply = _object(part, "button_reply") or _object(part, "list_reply")
    return str(part.get("body") or part.get("text") or part.get("caption") or reply.get("title") or "")


def _take(message: Received) -> None:
    """Keep a message; what it says of being written to counts at once, for everybody at that number."""
    incoming = Incoming.take(message, clock.now())
    if incoming and incoming.consent:
        for client_id in clients_at(message.address):
            Consent.set(client_id, {message.channel: incoming.consent}, at=clock.now())


def _name(given: Any) -> str:
    """A provider's name for a message, as it can be kept."""
    return _words(str(given or ""))[:NAME_LENGTH]


def _words(given: str) -> str:
    """Text as it can be kept."""
    return given.replace("\0", "").encode("utf-8", "ignore").decode().strip()


def _no_words() -> str:
    """What a message says that is a picture or a voice."""
    return text("incoming.attachment", LANGUAGES[0])


def _instant(timestamp: Any) -> datetime:
    try:
        return datetime.fromtimestamp(int(timestamp), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return clock.now()


def _id(given: Any) -> UUID | None:
    try:
        return UUID(str(given))
    except ValueError:
        return None
