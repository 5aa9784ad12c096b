"""Messages through Twilio, by SMS and by WhatsApp.

Written against Twilio's own OpenAPI document `twilio_api_v2010.json` (twilio/twilio-oai): `CreateMessage` and
`ListMessage` of `/2010-04-01/Accounts/{AccountSid}/Messages.json`. Numbers of errors: twilio.com/docs/api/errors.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import orjson

from services.notifications.channels.http import Provider, failure, json_of
from services.notifications.channels.message import Channel, DeliveryError, Message
from shared.config import Settings

STOP = {"permanent": True}
KINDS: dict[str, dict[str, Any]] = {
    "21610": {"reason": "opted-out", **STOP},
    "21211": {"reason": "bad-number", **STOP},
    "21214": {"reason": "bad-number", **STOP},
    "21217": {"reason": "bad-number", **STOP},
    "21408": {"reason": "bad-number", **STOP},
    "21614": {"reason": "bad-number", **STOP},
    "30003": {"reason": "unreachable", **STOP},
    "30005": {"reason": "bad-number", **STOP},
    "30006": {"reason": "bad-number", **STOP},
    "30007": {"reason": "refused", **STOP},
    "63003": {"reason": "unreachable", **STOP},
    "63024": {"reason": "unreachable", **STOP},
    "63016": {"reason": "needs-template", **STOP},
    "63018": {"reason": "too-fast", "of_all": True},
    "20429": {"reason": "too-fast", "of_all": True},
}
# A clock of theirs may be so far from ours, and they tell whole seconds.
TOLERANCE = timedelta(seconds=5)


class Twilio(Channel):
    """What SMS and WhatsApp have in common.

    :cvar prefix: what stands before the numbers of a channel
    """

    threads = 3
    in_flight = 10
    prefix = ""

    def __init__(self, settings: Settings, sender: str) -> None:
        account, [token, *_] = settings.twilio_account_sid, settings.twilio_auth_token
        assert account
        self._provider = Provider("twilio", auth=(account, token))
        self._url = f"{settings.twilio_api_url}/2010-04-01/Accounts/{account}/Messages.json"
        self._callback = f"{settings.public}/api/v1/webhooks/twilio"
        # They refuse an address that only this machine knows, unless they are on it.
        self._reaches_us = not _is_here(settings.public) or _is_here(settings.twilio_api_url)
        self._from = f"{self.prefix}{sender}"

    def send(self, message: Message) -> str:
        form = {"To": self._address(message), "From": self._from, **self.content(message)}
        if self._reaches_us:
            form["StatusCallback"] = self.callback_of(message.id)
        response = self._provider.request("POST", self._url, data=form)
        answer = json_of(response)
        if response.status_code != 201 or "sid" not in answer:
            raise failure(response, str(answer.get("code") or ""), KINDS)
        return str(answer["sid"])

    def callback_of(self, id: UUID) -> str:
        """Where they tell what became of a message; it names the delivery, also if the answer never arrives."""
        return f"{self._callback}?delivery={id}"

    def content(self, message: Message) -> dict[str, str]:
        """What the message says."""
        return {"Body": message.body}

    def find(
        self, message: Message, *, since: datetime, is_known: Callable[[str], bool], now: datetime
    ) -> str | None:
        """Look through the messages to that number: one since then that is not known is the one."""
        params: dict[str, str | int] = {"To": self._address(message), "From": self._from, "PageSize": 100}
        response = self._provider.request("GET", self._url, params=params)
        if response.status_code != 200:
            error = failure(response, "", KINDS)
            raise DeliveryError("provider-failed", retry_after=error.retry_after, doubtful=True, code=error.code)
        for each in json_of(response).get("messages", ()):
            made = parsedate_to_datetime(each["date_created"])
            if made >= since - TOLERANCE and self._says(each, message) and not is_known(each["sid"]):
                return str(each["sid"])
        return None

    def _says(self, found: dict[str, Any], message: Message) -> bool:
        """Whether what they sent is what we wanted to say; of a template we know what it was filled with."""
        body = str(found.get("body") or "")
        if message.whatsapp_name and self.prefix:
            return all(str(each) in body for each in message.parameters)
        return body.strip() == message.body.strip()

    def _address(self, message: Message) -> str:
        return f"{self.prefix}{message.address}"


def _is_here(url: str) -> bool:
    return urlsplit(url).hostname in {"127.0.0.1", "localhost", "::1"}


class TwilioSms(Twilio):
    provider = "twilio"

    def __init__(self, settings: Settings) -> None:
        assert settings.twilio_from
        super().__init__(settings, settings.twilio_from)


class TwilioWhatsApp(Twilio):
    """WhatsApp: approved templates by their ContentSid, `HX…`; free text only inside the 24-hour window."""

    provider = "twilio"
    prefix = "whatsapp:"
    per_second = 80
    number_rests = 6

    def __init__(self, settings: Settings) -> None:
        assert settings.twilio_whatsapp_from
        super().__init__(settings, settings.twilio_whatsapp_from)

    def content(self, message: Message) -> dict[str, str]:
        if not message.whatsapp_name:
            return super().content(message)
        variables = {str(number): str(each) for number, each in enumerate(message.parameters, 1)}
        # Without variables they refuse an empty object.
        filled = {"ContentVariables": orjson.dumps(variables).decode()} if variables else {}
        return {"ContentSid": message.whatsapp_name, **filled}
