"""Every setting there is: read once from the environment, checked at the start."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

import phonenumbers

SHORTEST_SECRET = 16


class BadSetting(Exception):
    """A variable of the environment that the product cannot start with."""


def _text(value: str) -> str:
    return value


def _flag(value: str) -> bool:
    if value not in {"0", "1"}:
        raise ValueError("must be 0 or 1")
    return value == "1"


def _positive(value: str) -> float:
    number = float(value)
    if not number > 0:
        raise ValueError("must be greater than 0")
    return number


def _port(value: str) -> int:
    number = int(value)
    if not 0 < number < 65536:
        raise ValueError("must be a port, 1 to 65535")
    return number


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (OSError, KeyError, ValueError) as error:
        raise ValueError("must be an IANA time zone") from error
    return value


def _region(value: str) -> str:
    if value not in phonenumbers.SUPPORTED_REGIONS:
        raise ValueError("must be a region of ISO 3166, two capital letters")
    return value


def _postgres(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme != "postgresql" or not parts.hostname:
        raise ValueError("must be postgresql://user:password@host:port")
    return value.rstrip("/")


def _amqp(value: str) -> str:
    if urlsplit(value).scheme not in {"amqp", "amqps"}:
        raise ValueError("must be amqp://user:password@host:port")
    return value


def _http(value: str) -> str:
    if urlsplit(value).scheme not in {"http", "https"}:
        raise ValueError("must be an http or https address")
    return value.rstrip("/")


def _mail_server(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("must be smtp://user:password@host:port or smtps://…")
    return value


def _number(value: str) -> str:
    if not re.fullmatch(r"\+[1-9][0-9]{6,14}", value):
        raise ValueError("must be a number such as +525512345678")
    return value


def _sender(value: str) -> str:
    """What text messages come from: a number, or a name or short number that the provider knows."""
    if not re.fullmatch(r"\+?[A-Za-z0-9 ]{3,15}", value):
        raise ValueError("must be a number such as +525512345678, or a name of at most 11 letters")
    return value


def _secrets(value: str) -> tuple[str, ...]:
    secrets = _names(value)
    if any(len(each) < SHORTEST_SECRET for each in secrets):
        raise ValueError(f"must have {SHORTEST_SECRET} characters at least")
    return secrets


def _id(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError as error:
        raise ValueError("must be the id of a branch") from error


def _names(value: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",") if name.strip())


def _networks(value: str) -> tuple[str, ...]:
    return tuple(str(ip_network(name, strict=False)) for name in _names(value))


def _addresses(value: str) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in _names(value))
    return {name: _http(url) for name, _, url in pairs}


def _setting(variable: str, read: Callable[[str], Any], default: Any, meaning: str, secret: bool = False) -> Any:
    made = {"default_factory": lambda: default} if isinstance(default, dict) else {"default": default}
    return field(**made, metadata={"variable": variable, "read": read, "meaning": meaning, "secret": secret})


@dataclass(frozen=True)
class Settings:
    """The settings of one process. `docs/operations.md` is checked against this class."""

    database_url: str | None = _setting(
        "CRM_DATABASE_URL", _postgres, None,
        "A PostgreSQL server; each service has its own database there, `crm_<service>`. "
        "Unset: one SQLite file a service under the data folder.", secret=True,
    )  # fmt: skip
    amqp_url: str | None = _setting(
        "CRM_AMQP_URL", _amqp, None,
        "A RabbitMQ server. Unset: the embedded bus in the same process.", secret=True,
    )  # fmt: skip
    data: Path = _setting("CRM_DATA", Path, Path("var"), "The data folder of the embedded mode.")
    host: str = _setting("CRM_HOST", _text, "127.0.0.1", "The address that a web process listens on.")
    port: int = _setting("CRM_PORT", _port, 8000, "The port that a web process listens on.")
    health_port: int | None = _setting(
        "CRM_HEALTH_PORT", _port, None,
        "The port on which a worker process answers /healthz, /readyz and /metrics, and the gateway /metrics. "
        "Unset: they do not.",
    )  # fmt: skip
    service_urls: dict[str, str] = _setting(
        "CRM_SERVICE_URLS", _addresses, {},
        "Where the services are: `identity=http://identity:8000,contacts=http://contacts:8000,…`.",
    )  # fmt: skip
    public_url: str | None = _setting(
        "CRM_PUBLIC_URL", _http, None,
        "Where the outside reaches the gateway. Default: `http://127.0.0.1:<port>`.",
    )  # fmt: skip
    admin_email: str | None = _setting(
        "CRM_ADMIN_EMAIL", _text, None,
        "E-mail of the first administrator, made at the first start. Unset: made with a random password "
        "that is printed once.",
    )  # fmt: skip
    admin_password: str | None = _setting(
        "CRM_ADMIN_PASSWORD", _text, None, "Password of the first administrator.", secret=True
    )
    time_zone: str = _setting("CRM_TIME_ZONE", _zone, "America/Mexico_City", "Time zone of the first branch.")
    phone_region: str = _setting("CRM_PHONE_REGION", _region, "MX", "Phone region of the first branch.")
    sweep_seconds: float = _setting("CRM_SWEEP_SECONDS", _positive, 30.0, "Pause between two sweeps.")
    rate_limit: float = _setting(
        "CRM_RATE_LIMIT", _positive, 100.0,
        "Requests a second per user (per address without a token), with bursts of ten times as many.",
    )  # fmt: skip
    trusted_proxies: tuple[str, ...] = _setting(
        "CRM_TRUSTED_PROXIES", _networks, (),
        "Addresses or networks of proxies whose X-Forwarded-For is believed, by commas.",
    )  # fmt: skip
    channels: tuple[str, ...] = _setting(
        "CRM_CHANNELS", _names, (),
        "Which channels send for real, e.g. `email,sms,whatsapp`; the others only write the delivery and a log line.",
    )  # fmt: skip
    smtp_url: str | None = _setting(
        "CRM_SMTP_URL", _mail_server, None,
        "Where e-mail is handed over: `smtp://user:password@host:port` (STARTTLS where it is offered) or `smtps://…`.",
        secret=True,
    )  # fmt: skip
    mail_from: str | None = _setting(
        "CRM_MAIL_FROM", _text, None, "What e-mail comes from: `Clínica <a@clinica.mx>`."
    )
    twilio_account_sid: str | None = _setting(
        "CRM_TWILIO_ACCOUNT_SID", _text, None, "The account at Twilio, `AC…`; for SMS, and WhatsApp through Twilio."
    )
    twilio_auth_token: tuple[str, ...] = _setting(
        "CRM_TWILIO_AUTH_TOKEN", _names, (),
        "The account's token; what Twilio sends is signed with it. While it is changed: the new one, a comma, and "
        "the one before, with which Twilio may still sign.", secret=True,
    )  # fmt: skip
    twilio_from: str | None = _setting("CRM_TWILIO_FROM", _sender, None, "The number that SMS come from.")
    twilio_whatsapp_from: str | None = _setting(
        "CRM_TWILIO_WHATSAPP_FROM", _number, None, "The number that WhatsApp messages come from, through Twilio."
    )
    twilio_api_url: str = _setting("CRM_TWILIO_API_URL", _http, "https://api.twilio.com", "Where Twilio is reached.")
    whatsapp_token: str | None = _setting(
        "CRM_WHATSAPP_TOKEN", _text, None,
        "The access token of the WhatsApp Cloud API. Where it is set, WhatsApp goes this way, else through Twilio.",
        secret=True,
    )  # fmt: skip
    whatsapp_phone_number_id: str | None = _setting(
        "CRM_WHATSAPP_PHONE_NUMBER_ID", _text, None, "The id of the number that WhatsApp messages come from."
    )
    whatsapp_app_secret: tuple[str, ...] = _setting(
        "CRM_WHATSAPP_APP_SECRET", _names, (),
        "What the WhatsApp Cloud API sends is signed with it. While it is changed: the new one, a comma, and the one "
        "before.", secret=True,
    )  # fmt: skip
    whatsapp_verify_token: str | None = _setting(
        "CRM_WHATSAPP_VERIFY_TOKEN", _text, None,
        "A word of your own, which the WhatsApp Cloud API repeats when the webhook is set up.", secret=True,
    )  # fmt: skip
    whatsapp_api_url: str = _setting(
        "CRM_WHATSAPP_API_URL", _http, "https://graph.facebook.com/v23.0", "Where the WhatsApp Cloud API is reached."
    )
    inbox_branch: UUID | None = _setting(
        "CRM_INBOX_BRANCH", _id, None,
        "The id of the branch where messages from unknown numbers land. Unset: the first branch.",
    )  # fmt: skip
    service_secret: tuple[str, ...] = _setting(
        "CRM_SERVICE_SECRET", _secrets, (),
        "Shared by identity and notifications: for it notifications gets the token with which it makes incoming "
        "messages interactions. While it is changed: the new one, a comma, and the one before, which identity takes "
        "too. `./crm up` makes one where it is unset.", secret=True,
    )  # fmt: skip
    otlp_endpoint: str | None = _setting(
        "OTEL_EXPORTER_OTLP_ENDPOINT", _http, None,
        "Where traces are collected by OTLP over HTTP, e.g. `http://collector:4318`. Unset: there are none.",
    )  # fmt: skip
    demo: bool = _setting(
        "CRM_DEMO", _flag, False, "Sample data and its sign-in; console messages are logged whole. 0 or 1."
    )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read them all. A variable may be given as a file instead, `<NAME>_FILE`.

        :raises BadSetting: a value that cannot be used; the message names the variable
        """
        values: dict[str, Any] = {}
        for each in fields(cls):
            variable = each.metadata["variable"]
            text = given(environment, variable)
            if text:
                try:
                    values[each.name] = each.metadata["read"](text)
                except ValueError as error:
                    raise BadSetting(f"{variable}: {error}") from error
        return cls(**values)

    def database_of(self, service: str) -> str:
        """The SQLAlchemy address of a service's own database."""
        if self.database_url is None:
            return f"sqlite:///{(self.data / f'{service}.sqlite3').resolve()}"
        return f"{self.database_url.replace('postgresql://', 'postgresql+psycopg://', 1)}/crm_{service}"

    @property
    def public(self) -> str:
        return self.public_url or f"http://127.0.0.1:{self.port}"


def given(environment: Mapping[str, str], variable: str) -> str | None:
    """The value of a variable, or what is in the file that `<NAME>_FILE` names.

    :raises BadSetting: the file cannot be read
    """
    path = environment.get(f"{variable}_FILE")
    if path is None:
        return environment.get(variable)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BadSetting(f"{variable}_FILE: {error}") from error
