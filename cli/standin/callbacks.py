"""Calling the product's webhooks, signed as the real providers sign: statuses, and messages of clients."""

import random
import threading
import time
from base64 import b64encode
from hashlib import sha1, sha256
from hmac import new as hmac
from queue import SimpleQueue
from secrets import token_hex, token_urlsafe
from typing import Any

import orjson
import requests

from cli.standin.ledger import Ledger, Taken
from cli.standin.secrets import Secrets

STATUSES = ("sent", "delivered", "read")
PATHS = {"twilio": "/api/v1/webhooks/twilio", "whatsapp": "/api/v1/webhooks/whatsapp"}


class Callbacks:
    """Calls the webhooks from a thread of its own.

    :param product: where the gateway of the product is
    """

    def __init__(self, ledger: Ledger, known: Secrets, product: str) -> None:
        self._ledger, self._known = ledger, known
        self._product = product.rstrip("/")
        self._waiting: SimpleQueue[tuple[str, Any]] = SimpleQueue()
        self._session = requests.Session()
        self._session.trust_env = False
        self.answers: list[int] = []
        threading.Thread(target=self._work, daemon=True).start()
        ledger.when_taken(self.follow)

    def follow(self, taken: Taken, failed: str | None) -> None:
        """Tell what becomes of a message, in the way of `ledger.callbacks`."""
        way = self._ledger.callbacks
        if failed:
            self.tell(taken, "failed", error=failed)
        elif way != "none" and taken.provider in PATHS:
            statuses = [each for each in STATUSES if each != "read" or taken.provider == "whatsapp"]
            if way in {"doubled", "wild"}:
                statuses *= 2
            if way in {"shuffled", "wild"}:
                random.shuffle(statuses)
            for status in statuses:
                self.tell(taken, status, badly_signed=way == "badly-signed")

    def tell(self, taken: Taken, status: str, *, error: str = "", badly_signed: bool = False) -> None:
        """Tell one status of a message."""
        taken.status = status
        if taken.provider == "twilio" and taken.callback:
            form = {"MessageSid": taken.id, "MessageStatus": status, "To": taken.to, "From": taken.sender}
            self._waiting.put(
                ("twilio", (taken.callback, form | ({"ErrorCode": error} if error else {}), badly_signed))
            )
        elif taken.provider == "whatsapp":
            told = {"id": taken.id, "status": status, "timestamp": str(int(time.time())), "recipient_id": taken.to}
            told |= {"biz_opaque_callback_data": taken.marker} if taken.marker else {}
            wrong = {"errors": [{"code": int(error), "title": "failed"}]} if error else {}
            self._waiting.put(("whatsapp", ({"statuses": [told | wrong]}, badly_signed)))

    def write(self, provider: str, sender: str, body: str, name: str = "", answers: str = "", id: str = "") -> str:
        """Let a client write to the house.

        :param answers: the id of the message of the house that this is a reply to
        :returns: the id of the message
        """
        if provider == "whatsapp":
            return self._write_whatsapp(sender, body, name, answers, id or f"wamid.{token_urlsafe(24)}")
        id = id or f"SM{token_hex(16)}"
        form = {"MessageSid": id, "SmsStatus": "received", "From": sender, "To": "+15005550006", "Body": body}
        form |= {"ProfileName": name} if name else {}
        form |= {"OriginalRepliedMessageSid": answers} if answers else {}
        self._waiting.put(("twilio", (self._product + PATHS["twilio"], form, False)))
        return id

    def _write_whatsapp(self, sender: str, body: str, name: str, answers: str, id: str) -> str:
        number = sender.removeprefix("+")
        message: dict[str, Any] = {"from": number, "id": id, "timestamp": str(int(time.time())), "type": "text"}
        message["text"] = {"body": body}
        if answers:
            message["context"] = {"from": self._known.phone_number_id, "id": answers}
        contacts = [{"profile": {"name": name}, "wa_id": number}]
        self._waiting.put(("whatsapp", ({"contacts": contacts, "messages": [message]}, False)))
        return id

    def _work(self) -> None:
        while True:
            provider, what = self._waiting.get()
            try:
                answer = self._call_twilio(*what) if provider == "twilio" else self._call_whatsapp(*what)
                self.answers.append(answer.status_code)
            except requests.RequestException:
                self.answers.append(0)

    def _call_twilio(self, url: str, form: dict[str, str], badly_signed: bool) -> requests.Response:
        signed = url + "".join(f"{name}{value}" for name, value in sorted(form.items()))
        token = "another" if badly_signed else self._known.twilio_token
        signature = b64encode(hmac(token.encode(), signed.encode(), sha1).digest()).decode()
        return self._session.post(url, data=form, headers={"X-Twilio-Signature": signature}, timeout=10)

    def _call_whatsapp(self, value: dict[str, Any], badly_signed: bool) -> requests.Response:
        metadata = {"display_phone_number": "15005550006", "phone_number_id": self._known.phone_number_id}
        change = {"value": {"messaging_product": "whatsapp", "metadata": metadata, **value}, "field": "messages"}
        body = orjson.dumps({"object": "whatsapp_business_account", "entry": [{"id": "0", "changes": [change]}]})
        secret = "another" if badly_signed else self._known.app_secret
        signature = "sha256=" + hmac(secret.encode(), body, sha256).hexdigest()
        headers = {"X-Hub-Signature-256": signature, "Content-Type": "application/json"}
        return self._session.post(self._product + PATHS["whatsapp"], data=body, headers=headers, timeout=10)
