"""A mail server that keeps what it gets."""

import asyncio
import email.policy
from email import message_from_bytes

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from cli.standin.ledger import OK, Ledger, Mode, Taken


def mail_server(ledger: Ledger, port: int) -> Controller:
    """The server, not started yet."""
    return Controller(Keeper(ledger), hostname="127.0.0.1", port=port, enable_SMTPUTF8=True)


class Keeper:
    """What becomes of a mail that was handed over."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        mode = self._ledger.meet("smtp", envelope.rcpt_tos[-1])
        if mode.name.isdecimal():
            return f"{mode.name} refused"
        if mode.name == "slow":
            await asyncio.sleep(mode.seconds)
        if mode.name != "timeout-before":
            self._keep(envelope, mode)
        if mode.name not in {OK, "slow"} and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        return "250 taken"

    def _keep(self, envelope: Envelope, mode: Mode) -> None:
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=email.policy.default)
        body = mail.get_body()
        taken = Taken(
            id=str(mail["Message-ID"]),
            provider="smtp",
            to=envelope.rcpt_tos[-1],
            sender=str(mail["From"]),
            body=f"{mail['Subject']}\n{body.get_content().replace(chr(13), '') if body else ''}",
            marker=str(mail["Message-ID"]).strip("<>").partition("@")[0],
        )
        self._ledger.take(taken, mode)
