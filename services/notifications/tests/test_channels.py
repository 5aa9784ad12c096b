"""Which channels there are, how addresses are shown, and how each talks with its provider."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from services.notifications.app import create_app
from services.notifications.channels import (
    CHANNELS,
    CannotTell,
    Channel,
    DeliveryError,
    Message,
    NotYet,
    masked,
    open_channels,
)
from services.notifications.channels.twilio import TwilioWhatsApp
from shared.config import BadSetting, Settings
from shared.ids import new_id
from shared.testing.providers import Providers, providers

NUMBER, MAIL = "+525512345678", "juan@example.test"


def test_every_channel_but_the_bell_goes_to_the_console() -> None:
    channels = open_channels(Settings())

    assert {name: channels[name].provider for name in CHANNELS} == {
        "in_app": "in_app",
        "email": "console",
        "sms": "console",
        "whatsapp": "console",
    }


def test_a_channel_that_cannot_send_for_real_is_refused_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="CRM_CHANNELS: no provider for fax"):
        create_app(Settings(data=tmp_path, channels=("fax",)))


@pytest.mark.parametrize(
    ("channel", "missing"),
    [
        ("email", "CRM_CHANNELS names email, which needs CRM_SMTP_URL, CRM_MAIL_FROM"),
        ("sms", "which needs CRM_TWILIO_ACCOUNT_SID, CRM_TWILIO_AUTH_TOKEN, CRM_TWILIO_FROM"),
        ("whatsapp", "which needs CRM_TWILIO_ACCOUNT_SID, CRM_TWILIO_AUTH_TOKEN, CRM_TWILIO_WHATSAPP_FROM"),
    ],
)
def test_a_channel_without_its_settings_is_refused_at_the_start(tmp_path: Path, channel: str, missing: str) -> None:
    with pytest.raises(BadSetting, match=missing):
        create_app(Settings(data=tmp_path, channels=(channel,)))


def test_the_cloud_api_needs_the_words_that_its_webhook_is_checked_with(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="CRM_WHATSAPP_APP_SECRET"):
        create_app(Settings(data=tmp_path, channels=("whatsapp",), whatsapp_token="token"))


@pytest.mark.parametrize(
    ("address", "shown"),
    [("ana@clinica.mx", "a***@clinica.mx"), ("+525512345678", "***78"), ("@clinica.mx", "***@clinica.mx")],
)
def test_an_address_is_shown_masked(address: str, shown: str) -> None:
    assert masked(address) == shown


@pytest.fixture(scope="module")
def outside() -> Iterator[Providers]:
    with providers() as running:
        yield running


@pytest.fixture
def provider(outside: Providers) -> Providers:
    outside.forget()
    outside.call_back("none")
    return outside


@pytest.fixture
def channels(provider: Providers) -> Iterator[dict[str, Channel]]:
    settings = Settings.from_environment(provider.environment)
    opened = open_channels(settings)
    # Both ways to WhatsApp.
    settings = Settings.from_environment(provider.environment | {"CRM_TWILIO_WHATSAPP_FROM": "+15005550007"})
    opened["whatsapp_twilio"] = TwilioWhatsApp(settings)
    yield opened
    for each in opened.values():
        each.close()


def a_message(channel: str = "sms", **changes: object) -> Message:
    address = MAIL if channel == "email" else NUMBER
    body = "Le esperamos mañana a las 10:30, José."
    return Message(new_id(), channel, "follow-up-overdue", address, "Aviso: Señor Ñu", body, **changes)  # type: ignore[arg-type]


def failure_of(channel: Channel, message: Message) -> DeliveryError:
    with pytest.raises(DeliveryError) as found:
        channel.send(message)
    return found.value


def test_an_sms_is_taken_by_twilio(provider: Providers, channels: dict[str, Channel]) -> None:
    message = a_message()

    sid = channels["sms"].send(message)

    [taken] = provider.taken()
    assert (taken["id"], taken["to"], taken["body"]) == (sid, NUMBER, message.body)
    assert taken["callback"] == f"http://127.0.0.1:8000/api/v1/webhooks/twilio?delivery={message.id}"


def test_a_template_goes_through_twilio_by_its_sid(provider: Providers, channels: dict[str, Channel]) -> None:
    message = a_message("whatsapp", whatsapp_name="HX123", parameters=("José", "10:30"))

    channels["whatsapp_twilio"].send(message)

    [taken] = provider.taken()
    assert (taken["to"], taken["template"]) == (f"whatsapp:{NUMBER}", "HX123")
    assert taken["body"] == "Plantilla HX123: José · 10:30"


def test_a_template_goes_to_the_cloud_api_with_its_parameters(
    provider: Providers, channels: dict[str, Channel]
) -> None:
    message = a_message("whatsapp", whatsapp_name="cita_es", parameters=("José", "10:30"))

    wamid = channels["whatsapp"].send(message)

    [taken] = provider.taken()
    assert (taken["id"], taken["template"], taken["body"]) == (wamid, "cita_es", "José · 10:30")
    assert taken["marker"] == str(message.id)


def test_free_text_goes_to_the_cloud_api(provider: Providers, channels: dict[str, Channel]) -> None:
    message = a_message("whatsapp")

    channels["whatsapp"].send(message)

    assert [(each["body"], each["template"]) for each in provider.taken()] == [(message.body, "")]


def test_a_mail_is_taken_by_the_mail_server(provider: Providers, channels: dict[str, Channel]) -> None:
    messages = [a_message("email"), a_message("email")]

    ids = [channels["email"].send(each) for each in messages]

    first, second = provider.taken()
    assert [first["id"], second["id"]] == ids
    assert first["marker"] == str(messages[0].id)
    assert (first["to"], first["sender"]) == (MAIL, "Al Día <avisos@aldia.test>")
    assert first["body"].splitlines()[:2] == ["Aviso: Señor Ñu", messages[0].body]


def test_a_mail_to_what_is_no_address_is_given_up(provider: Providers, channels: dict[str, Channel]) -> None:
    error = failure_of(channels["email"], replace(a_message("email"), address="juan@@x"))

    assert (error.reason, error.permanent) == ("bad-address", True)


@pytest.mark.parametrize(
    ("channel", "mode", "reason", "permanent", "of_all"),
    [
        ("sms", "429", "too-fast", False, True),
        ("sms", "500", "provider-failed", False, False),
        ("sms", "21610", "opted-out", True, False),
        ("sms", "21211", "bad-number", True, False),
        ("sms", "20429", "too-fast", False, True),
        ("sms", "21999", "refused", True, False),
        ("whatsapp_twilio", "63016", "needs-template", True, False),
        ("whatsapp", "429", "too-fast", False, True),
        ("whatsapp", "500", "provider-failed", False, False),
        ("whatsapp", "130429", "too-fast", False, True),
        ("whatsapp", "131056", "too-fast", False, False),
        ("whatsapp", "131000", "provider-failed", False, False),
        ("whatsapp", "131026", "unreachable", True, False),
        ("whatsapp", "131047", "needs-template", True, False),
        ("whatsapp", "132001", "bad-template", True, False),
        ("email", "550", "bad-address", True, False),
        ("email", "554", "refused", True, False),
        ("email", "450", "too-fast", False, False),
    ],
)
def test_what_a_provider_refuses_is_tried_again_only_where_that_is_of_use(
    provider: Providers,
    channels: dict[str, Channel],
    channel: str,
    mode: str,
    reason: str,
    permanent: bool,
    of_all: bool,
) -> None:
    provider.behave(mode)

    error = failure_of(channels[channel], a_message(channel.partition("_")[0]))

    assert (error.reason, error.permanent, error.of_all, error.doubtful) == (reason, permanent, of_all, False)
    assert provider.taken() == []


@pytest.mark.parametrize("channel", ["sms", "whatsapp"])
@pytest.mark.parametrize(("asked", "heard"), [(17, 17), (999_999, 86_400)])
def test_the_rest_that_a_provider_asks_for_is_heard_for_a_day_at_most(
    provider: Providers, channels: dict[str, Channel], channel: str, asked: int, heard: float
) -> None:
    provider.behave("429", retry_after=asked)

    assert failure_of(channels[channel], a_message(channel)).retry_after == heard


@pytest.mark.parametrize("channel", ["sms", "whatsapp", "email"])
def test_an_answer_that_is_lost_leaves_a_doubt(
    provider: Providers, channels: dict[str, Channel], channel: str
) -> None:
    provider.behave("cut-after")

    error = failure_of(channels[channel], a_message(channel))

    assert (error.reason, error.doubtful, error.permanent) == ("provider-away", True, False)
    assert len(provider.taken()) == 1


def test_a_provider_that_is_not_there_leaves_no_doubt() -> None:
    settings = Settings(
        channels=("sms", "email"),
        twilio_account_sid="AC1",
        twilio_auth_token=("token",),
        twilio_from="+15005550006",
        twilio_api_url="http://127.0.0.1:9",
        smtp_url="smtp://127.0.0.1:9",
        mail_from="a@b.test",
    )
    for name in ("sms", "email"):
        error = failure_of(open_channels(settings)[name], a_message(name))

        assert (error.reason, error.doubtful) == ("provider-away", False)


def test_twilio_is_asked_whether_it_took_a_message(provider: Providers, channels: dict[str, Channel]) -> None:
    sms, message, since = channels["sms"], a_message(), datetime.now(UTC)
    known = {sms.send(message)}
    asked = {"since": since, "is_known": known.__contains__, "now": since}

    before = sms.find(message, **asked)
    provider.behave("cut-after", times=1)
    failure_of(sms, message)
    after = sms.find(message, **asked)
    later = sms.find(message, **asked | {"since": since + timedelta(minutes=1)})

    assert before is None
    assert after == provider.taken()[-1]["id"]
    assert later is None


def test_a_template_is_found_by_what_it_was_filled_with(provider: Providers, channels: dict[str, Channel]) -> None:
    channel, since = channels["whatsapp_twilio"], datetime.now(UTC)
    message = a_message("whatsapp", whatsapp_name="HX123", parameters=("José", "10:30"))
    other = a_message("whatsapp", whatsapp_name="HX123", parameters=("José", "11:30"))
    sid = channel.send(message)
    asked = {"since": since, "is_known": lambda _: False, "now": since}

    assert channel.find(message, **asked) == sid
    assert channel.find(other, **asked) is None


def test_of_the_cloud_api_only_time_can_tell(channels: dict[str, Channel]) -> None:
    channel, since = channels["whatsapp"], datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    asked = {"since": since, "is_known": lambda _: False}

    with pytest.raises(NotYet):
        channel.find(a_message("whatsapp"), **asked, now=since)
    with pytest.raises(CannotTell):
        channel.find(a_message("whatsapp"), **asked, now=since + timedelta(minutes=2))


def test_of_a_mail_nobody_can_tell(channels: dict[str, Channel]) -> None:
    now = datetime.now(UTC)

    with pytest.raises(CannotTell):
        channels["email"].find(a_message("email"), since=now, is_known=lambda _: False, now=now)


@pytest.mark.parametrize("mode", ["ok", "500", "cut-after", "550", "131026"])
def test_no_address_text_or_token_is_logged(
    provider: Providers, channels: dict[str, Channel], caplog: pytest.LogCaptureFixture, mode: str
) -> None:
    provider.behave(mode)
    caplog.set_level("DEBUG", "services")
    secret = [value for name, value in provider.environment.items() if name.endswith("TOKEN")]

    with capture_logs() as lines:
        for name in ("sms", "whatsapp", "email"):
            with suppress(DeliveryError):
                channels[name].send(a_message(name))

    said = f"{lines} {caplog.text}"
    assert not [each for each in (NUMBER, MAIL, "José", "Ñu", *secret) if each in said]
