"""Which channels there are, and how addresses are shown."""

from pathlib import Path

import pytest

from services.notifications.app import create_app
from services.notifications.channels import CHANNELS, masked, open_channels
from shared.config import BadSetting, Settings


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
    ("address", "shown"),
    [("ana@clinica.mx", "a***@clinica.mx"), ("+525512345678", "***78"), ("@clinica.mx", "***@clinica.mx")],
)
def test_an_address_is_shown_masked(address: str, shown: str) -> None:
    assert masked(address) == shown
