"""What the stand-in providers and the product know each other by."""

import secrets
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Secrets:
    """New ones at every start."""

    account: str = field(default_factory=lambda: f"AC{secrets.token_hex(16)}")
    twilio_token: str = field(default_factory=lambda: secrets.token_hex(16))
    phone_number_id: str = field(default_factory=lambda: str(10**14 + secrets.randbelow(10**14)))
    whatsapp_token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    app_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    verify_token: str = field(default_factory=lambda: secrets.token_urlsafe(12))

    def environment(self, http: str, smtp: str) -> dict[str, str]:
        """What the product is to find in its environment."""
        return {
            "CRM_CHANNELS": "email,sms,whatsapp",
            "CRM_SMTP_URL": smtp,
            "CRM_MAIL_FROM": "Al Día <avisos@aldia.test>",
            "CRM_TWILIO_ACCOUNT_SID": self.account,
            "CRM_TWILIO_AUTH_TOKEN": self.twilio_token,
            "CRM_TWILIO_FROM": "+15005550006",
            "CRM_TWILIO_API_URL": http,
            "CRM_WHATSAPP_TOKEN": self.whatsapp_token,
            "CRM_WHATSAPP_PHONE_NUMBER_ID": self.phone_number_id,
            "CRM_WHATSAPP_APP_SECRET": self.app_secret,
            "CRM_WHATSAPP_VERIFY_TOKEN": self.verify_token,
            "CRM_WHATSAPP_API_URL": f"{http}/graph",
        }
