"""E-mail, handed to a mail server by SMTP (RFC 5321); STARTTLS where it is offered (RFC 3207)."""

import smtplib
import ssl
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, getaddresses, parseaddr
from time import monotonic
from typing import Any
from urllib.parse import unquote, urlsplit

from services.notifications.channels.message import Channel, DeliveryError, Message
from shared import clock
from shared.config import BadSetting, Settings

# Seconds for each of the few answers that a message takes, so that it is within LONGEST_SEND.
TIMEOUT = 4.0
# Seconds after which a connection that was kept may be gone.
DOUBTED_AFTER = 2.0
PORTS = {"smtp": 25, "smtps": 465}


class Email(Channel):
    """One message at a time: nobody can say later whether a mail was taken."""

    provider = "smtp"
    in_flight = 10
    one_by_one = True

    def __init__(self, settings: Settings) -> None:
        assert settings.smtp_url
        assert settings.mail_from
        self._server = urlsplit(settings.smtp_url)
        self._from = settings.mail_from
        self._host = parseaddr(self._from)[1].rpartition("@")[2]
        if not self._host:
            raise BadSetting("CRM_MAIL_FROM: must be an address such as Clínica <avisos@clinica.mx>")
        self._connection: smtplib.SMTP | None = None
        self._used_at = 0.0

    def send(self, message: Message) -> str:
        try:
            mail = self.mail_of(message)
        except (ValueError, IndexError, MessageError) as error:
            raise DeliveryError("bad-address", permanent=True, code="unreadable") from error
        connection = self._connected()
        try:
            connection.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            [(code, _)] = error.recipients.values()
            raise _refused(code) from error
        except smtplib.SMTPNotSupportedError as error:
            raise DeliveryError("bad-address", permanent=True, code="not-ascii") from error
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
            raise _refused(error.smtp_code) from error
        except (OSError, smtplib.SMTPException) as error:
            # It ended in the middle: perhaps after the server had said yes.
            self.close()
            raise DeliveryError("provider-away", code="broken", doubtful=True) from error
        self._used_at = monotonic()
        return str(mail["Message-ID"])

    def mail_of(self, message: Message) -> EmailMessage:
        """The mail; its Message-ID is made of the delivery's id, so that mailboxes know a double."""
        mail = EmailMessage()
        name, address = getaddresses([self._from])[0]
        mail["From"] = Address(display_name=name, addr_spec=address)
        mail["To"] = Address(addr_spec=message.address)
        mail["Subject"] = " ".join(message.title.split())
        mail["Date"] = format_datetime(clock.now())
        mail["Message-ID"] = f"<{message.id}@{self._host}>"
        mail["Content-Language"] = message.language
        # What answers by itself, such as a notice of absence, leaves this alone (RFC 3834).
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.body)
        return mail

    def _connected(self) -> smtplib.SMTP:
        """The connection of before where the server still listens, else a new one."""
        if self._connection:
            if self._is_alive(self._connection):
                return self._connection
            self.close()
        try:
            self._connection = self._connect()
        except smtplib.SMTPAuthenticationError as error:
            raise DeliveryError("provider-refuses-us", code="535", of_all=True, retry_after=60.0) from error
        except (OSError, smtplib.SMTPException) as error:
            raise DeliveryError("provider-away", code="connect") from error
        return self._connection

    def _is_alive(self, connection: smtplib.SMTP) -> bool:
        """Whether the server still listens; it is asked only where it may have lost its patience."""
        if monotonic() - self._used_at < DOUBTED_AFTER:
            return True
        try:
            return connection.noop()[0] == 250
        except (OSError, smtplib.SMTPException):
            return False

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        given: dict[str, Any] = {"timeout": TIMEOUT}
        if server.scheme == "smtps":
            given["context"] = ssl.create_default_context()
        make = smtplib.SMTP_SSL if server.scheme == "smtps" else smtplib.SMTP
        connection = make(server.hostname or "", server.port or PORTS[server.scheme], **given)
        try:
            connection.ehlo()
            if server.scheme == "smtp" and connection.has_extn("starttls"):
                connection.starttls(context=ssl.create_default_context())
                connection.ehlo()
            if server.username:
                connection.login(unquote(server.username), unquote(server.password or ""))
        except BaseException:
            connection.close()
            raise
        return connection

    def close(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None


def _refused(code: int) -> DeliveryError:
    """What a mail server's number means: 4yz is for now, 5yz for ever."""
    if code >= 500:
        return DeliveryError("bad-address" if code in {550, 551, 553} else "refused", permanent=True, code=str(code))
    return DeliveryError("too-fast" if code in {421, 450, 451, 452} else "provider-failed", code=str(code))
