"""Whether a webhook was called by whom it seems: signatures over the body as it came, compared in constant time."""

import hashlib
import hmac
from base64 import b64encode
from urllib.parse import parse_qsl, urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}


def twilio_signature(token: str, url: str, parameters: list[tuple[str, str]]) -> str:
    """Twilio's: HMAC-SHA1 of the address that it called and the sorted fields of the form.

    Source: twilio.com/docs/usage/webhooks/webhooks-security.
    """
    signed = url + "".join(name + value for name, value in sorted(set(parameters)))
    return b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()


def is_from_twilio(token: str | None, url: str, body: bytes, signature: str) -> bool:
    """Whether the form was signed with our token, whether or not the address names the port."""
    if not token or not signature:
        return False
    try:
        parameters = parse_qsl(body.decode(), keep_blank_values=True)
    except UnicodeDecodeError:
        return False
    given = signature.encode("utf-8", "replace")
    good = [
        hmac.compare_digest(twilio_signature(token, each, parameters).encode(), given) for each in _spellings(url)
    ]
    return any(good)


def _spellings(url: str) -> list[str]:
    parts = urlsplit(url)
    default = DEFAULT_PORTS.get(parts.scheme)
    if parts.port is None:
        return [url, parts._replace(netloc=f"{parts.netloc}:{default}").geturl()]
    if parts.port == default:
        return [url, parts._replace(netloc=parts.netloc.rpartition(":")[0]).geturl()]
    return [url]


def whatsapp_signature(secret: str, body: bytes) -> str:
    """Meta's: HMAC-SHA256 of the body. Source: developers.facebook.com/docs/graph-api/webhooks/getting-started."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def is_from_whatsapp(secret: str | None, body: bytes, signature: str) -> bool:
    if not secret or not signature:
        return False
    return hmac.compare_digest(whatsapp_signature(secret, body).encode(), signature.encode("utf-8", "replace"))
