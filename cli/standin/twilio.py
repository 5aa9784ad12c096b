"""Twilio's messages: to create one and to list them, as its OpenAPI document has it (twilio/twilio-oai)."""

import re
import secrets
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import orjson
from flask import Blueprint, Response, jsonify, request

from cli.standin.ledger import Ledger, Taken
from cli.standin.meeting import met
from cli.standin.secrets import Secrets

# The fields of `CreateMessageRequest`.
FIELDS = {
    "To", "StatusCallback", "ApplicationSid", "MaxPrice", "ProvideFeedback", "Attempt", "ValidityPeriod",
    "ForceDelivery", "ContentRetention", "AddressRetention", "SmartEncoded", "PersistentAction", "TrafficType",
    "ShortenUrls", "ScheduleType", "SendAt", "SendAsMms", "ContentVariables", "RiskCheck", "From", "FallbackFrom",
    "MessagingServiceSid", "Body", "MediaUrl", "ContentSid",
}  # fmt: skip
ADDRESS = re.compile(r"(whatsapp:)?\+[1-9]\d{6,14}")
# The text of every approved template.
TEMPLATE = "Plantilla {sid}: {values}"
HTTP_STATUS = {"20429": 429, "63018": 429}


def twilio(ledger: Ledger, known: Secrets) -> Blueprint:
    """The routes of one account."""
    routes = Blueprint("twilio", __name__, url_prefix=f"/2010-04-01/Accounts/{known.account}")

    @routes.before_request
    def check_account() -> Response | None:
        given = request.authorization
        if given is None or (given.username, given.password) != (known.account, known.twilio_token):
            return _error(20003, 401, "Authenticate")
        return None

    @routes.post("/Messages.json")
    def create() -> Response:
        form = request.form
        wrong = _wrong(form)
        if wrong:
            return wrong
        return met(
            ledger.meet("twilio", form["To"]),
            take=lambda mode: _shown(ledger.take(_taken(form), mode)),
            refuse=lambda number: _error(int(number), HTTP_STATUS.get(number, 400), "refused"),
        )

    @routes.get("/Messages.json")
    def listed() -> Response:
        names = {"To": "to", "From": "sender"}
        wanted = {names[name]: value for name, value in request.args.items() if name in names}
        size = int(request.args.get("PageSize", 50))
        messages = [_dict(each) for each in ledger.found(provider="twilio", **wanted)]
        return jsonify(messages=messages[:size], page=0, page_size=size, next_page_uri=None)

    return routes


def _wrong(form: Any) -> Response | None:
    if unknown := set(form) - FIELDS:
        return _error(20001, 400, f"unknown fields: {sorted(unknown)}")
    if not ADDRESS.fullmatch(form.get("To", "")):
        return _error(21211, 400, "Invalid 'To' Phone Number")
    if not form.get("From"):
        return _error(21603, 400, "A 'From' phone number is required")
    if not form.get("Body") and not form.get("ContentSid"):
        return _error(21602, 400, "Message body is required")
    return None


def _taken(form: Any) -> Taken:
    body = form.get("Body", "")
    if form.get("ContentSid"):
        values = orjson.loads(form.get("ContentVariables", "{}"))
        body = TEMPLATE.format(sid=form["ContentSid"], values=" · ".join(map(str, values.values())))
    return Taken(
        id=f"SM{secrets.token_hex(16)}",
        provider="twilio",
        to=form["To"],
        sender=form["From"],
        body=body,
        marker=form.get("StatusCallback", "").partition("delivery=")[2],
        template=form.get("ContentSid", ""),
        callback=form.get("StatusCallback", ""),
    )


def _shown(taken: Taken) -> Response:
    response = jsonify(_dict(taken))
    response.status_code = 201
    return response


def _dict(taken: Taken) -> dict[str, Any]:
    return {
        "sid": taken.id,
        "to": taken.to,
        "from": taken.sender,
        "body": taken.body,
        "status": taken.status,
        "date_created": format_datetime(datetime.fromtimestamp(taken.at, UTC)),
        "date_sent": None,
        "direction": "outbound-api",
        "error_code": None,
        "error_message": None,
        "api_version": "2010-04-01",
    }


def _error(code: int, status: int, message: str) -> Response:
    response = jsonify(
        code=code, message=message, status=status, more_info=f"https://www.twilio.com/docs/errors/{code}"
    )
    response.status_code = status
    return response
