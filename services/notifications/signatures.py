"""Whether a webhook was called by whom it seems: signatures over the body as it came, compared in constant time."""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Collection, Iterable
from urllib.parse import parse_qsl, urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}


def twilio_signature(token: str, url: str, parameters: list[tuple[str, str]]) -> str:
    """Twilio's: HMAC-SHA1 of the address that it called and the sorted fields of the form.

    Source: twilio.com/docs/usage/webhooks/webhooks-security.
    """
    signed = url + "".join(name + value for name, value in sorted(set(parameters)))
    return b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()


def is_from_twilio(tokens: Collection[str], url: str, body: bytes, signature: str) -> bool:
    """Whether the form was signed with one of our tokens, whether or not the address names the port."""
    try:
        parameters = parse_qsl(body.decode(), keep_blank_values=True)
    except UnicodeDecodeError:
        return False
    return _is_one_of(
        signature, (twilio_signature(token, each, parameters) for token in tokens for each in _spellings(url))
    )


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


def is_from_whatsapp(secrets: Collection[str], body: bytes, signature: str) -> bool:
    return _is_one_of(signature, (whatsapp_signature(secret, body) for secret in secrets))


def _is_one_of(given: str, good: Iterable[str]) -> bool:
    return any(hmac.compare_digest(each.encode(), given.encode("utf-8", "replace")) for each in good)
