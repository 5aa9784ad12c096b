"""The WhatsApp Cloud API's messages (developers.facebook.com/docs/whatsapp/cloud-api/reference/messages)."""

import secrets
from typing import Any

from flask import Blueprint, Response, jsonify, request

from cli.standin.ledger import Ledger, Taken
from cli.standin.meeting import met
from cli.standin.secrets import Secrets

HTTP_STATUS = {"130429": 429, "80007": 429, "131000": 500, "131016": 500, "190": 401}
KINDS = {"text", "template"}
LONGEST_MARKER = 512


def whatsapp(ledger: Ledger, known: Secrets) -> Blueprint:
    """The routes of one number."""
    routes = Blueprint("whatsapp", __name__, url_prefix=f"/graph/{known.phone_number_id}")

    @routes.post("/messages")
    def create() -> Response:
        if request.headers.get("Authorization") != f"Bearer {known.whatsapp_token}":
            return _error("190", "Invalid OAuth access token")
        body = request.get_json(silent=True) or {}
        if not _is_right(body):
            return _error("100", "Invalid parameter")
        return met(
            ledger.meet("whatsapp", body["to"]),
            take=lambda mode: _shown(ledger.take(_taken(body, known), mode)),
            refuse=lambda number: _error(number, "refused"),
        )

    return routes


def _is_right(body: dict[str, Any]) -> bool:
    kind = body.get("type")
    template = body.get("template") or {}
    return (
        body.get("messaging_product") == "whatsapp"
        and body.get("recipient_type") == "individual"
        and bool(body.get("to"))
        and kind in KINDS
        and len(body.get("biz_opaque_callback_data", "")) <= LONGEST_MARKER
        and (bool(body.get("text", {}).get("body")) if kind == "text" else _is_template(template))
    )


def _is_template(template: dict[str, Any]) -> bool:
    parts = template.get("components", [])
    parameters = [each for part in parts for each in part.get("parameters", [])]
    language = template.get("language", {}).get("code")
    return bool(template.get("name")) and bool(language) and all(each["type"] == "text" for each in parameters)


def _taken(body: dict[str, Any], known: Secrets) -> Taken:
    template = body.get("template") or {}
    parameters = [each["text"] for part in template.get("components", ()) for each in part.get("parameters", ())]
    return Taken(
        id=f"wamid.{secrets.token_urlsafe(24)}",
        provider="whatsapp",
        to=body["to"],
        sender=known.phone_number_id,
        body=" · ".join(parameters) if template else body["text"]["body"],
        marker=body.get("biz_opaque_callback_data", ""),
        template=template.get("name", ""),
    )


def _shown(taken: Taken) -> Response:
    contact = {"input": taken.to, "wa_id": taken.to.removeprefix("+")}
    return jsonify(messaging_product="whatsapp", contacts=[contact], messages=[{"id": taken.id}])


def _error(number: str, message: str) -> Response:
    details = {"messaging_product": "whatsapp", "details": message}
    error = {"message": f"(#{number}) {message}", "type": "OAuthException", "code": int(number)}
    response = jsonify(error=error | {"error_data": details, "fbtrace_id": secrets.token_hex(6)})
    response.status_code = HTTP_STATUS.get(number, 400)
    return response
