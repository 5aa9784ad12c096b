"""WhatsApp through Meta's Cloud API.

Written against developers.facebook.com/docs/whatsapp/cloud-api: `POST /{phone number id}/messages` with template
messages, `biz_opaque_callback_data` (at most 512 characters, repeated in every status), and its error codes.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from services.notifications.channels.http import Provider, failure, json_of
from services.notifications.channels.message import CannotTell, Channel, Message, NotYet
from shared.config import Settings

STOP = {"permanent": True}
KINDS: dict[str, dict[str, Any]] = {
    "4": {"reason": "too-fast", "of_all": True},
    "80007": {"reason": "too-fast", "of_all": True},
    "130429": {"reason": "too-fast", "of_all": True},
    "131056": {"reason": "too-fast", "retry_after": 6.0},
    "131000": {"reason": "provider-failed"},
    "131016": {"reason": "provider-failed"},
    "131026": {"reason": "unreachable", **STOP},
    "131021": {"reason": "bad-number", **STOP},
    "131030": {"reason": "bad-number", **STOP},
    "131047": {"reason": "needs-template", **STOP},
    "131049": {"reason": "refused", **STOP},
    "131050": {"reason": "opted-out", **STOP},
    "132000": {"reason": "bad-template", **STOP},
    "132001": {"reason": "bad-template", **STOP},
    "132007": {"reason": "bad-template", **STOP},
    "132012": {"reason": "bad-template", **STOP},
    "132015": {"reason": "bad-template", **STOP},
    "132016": {"reason": "bad-template", **STOP},
    "190": {"reason": "provider-refuses-us", "of_all": True, "retry_after": 60.0},
}
# What was taken is told of within seconds; nobody can be asked.
STATUS_WITHIN = timedelta(minutes=2)
# Ours are written for these countries.
LANGUAGES = {"es": "es_MX", "en": "en_US"}


class WhatsAppCloud(Channel):
    provider = "whatsapp_cloud"
    threads = 3
    in_flight = 10
    per_second = 80
    number_rests = 6

    def __init__(self, settings: Settings) -> None:
        self._provider = Provider(self.provider, token=settings.whatsapp_token)
        self._url = f"{settings.whatsapp_api_url}/{settings.whatsapp_phone_number_id}/messages"

    def send(self, message: Message) -> str:
        response = self._provider.request("POST", self._url, json=body_of(message))
        answer = json_of(response)
        taken = answer.get("messages")
        if response.status_code != 200 or not taken:
            error = answer.get("error") or {}
            raise failure(response, str(error.get("code") or ""), KINDS)
        return str(taken[0]["id"])

    def find(
        self, message: Message, *, since: datetime, is_known: Callable[[str], bool], now: datetime
    ) -> str | None:
        """Wait for a status: where one comes, the webhook notes that the message was taken."""
        if now < since + STATUS_WITHIN:
            raise NotYet(since + STATUS_WITHIN)
        raise CannotTell


def body_of(message: Message) -> dict[str, Any]:
    """The request's body: an approved template where the message has one, else free text."""
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": message.address,
        "biz_opaque_callback_data": str(message.id),
        **(_template(message) if message.whatsapp_name else _text(message)),
    }


def _text(message: Message) -> dict[str, Any]:
    return {"type": "text", "text": {"preview_url": False, "body": message.body}}


def _template(message: Message) -> dict[str, Any]:
    parameters = [{"type": "text", "text": str(each)} for each in message.parameters]
    components = [{"type": "body", "parameters": parameters}] if parameters else []
    language = {"code": LANGUAGES.get(message.language, message.language)}
    template = {"name": message.whatsapp_name, "language": language, "components": components}
    return {"type": "template", "template": template}
