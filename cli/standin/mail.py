"""A mail server that keeps what it gets (RFC 5321, as much of it as a sender needs)."""

import email.policy
import socketserver
import time
from email import message_from_bytes

from cli.standin.ledger import OK, Ledger, Mode, Taken

HOST = "mail.standin.test"


def mail_server(ledger: Ledger, port: int) -> socketserver.ThreadingTCPServer:
    """The server, not started yet."""

    class Handler(_Conversation):
        taken_by = ledger

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True
        block_on_close = False

    return Server(("127.0.0.1", port), Handler)


class _Cut(Exception):
    """The conversation ends without another word."""


class _Conversation(socketserver.StreamRequestHandler):
    taken_by: Ledger
    _to: str = ""

    def handle(self) -> None:
        self._say(f"220 {HOST}")
        try:
            while line := self.rfile.readline():
                if not self._answer(line.decode("utf-8", "replace").strip()):
                    return
        except (_Cut, OSError):
            return

    def _answer(self, line: str) -> bool:
        word = line.upper().split(" ")[0]
        if word in {"EHLO", "HELO"}:
            self._say(f"250-{HOST}", "250-8BITMIME", "250 SMTPUTF8")
        elif word == "RCPT":
            self._to = line.partition("<")[2].partition(">")[0]
            self._say("250 OK")
        elif word == "DATA":
            self._take()
        elif word == "QUIT":
            self._say("221 bye")
            return False
        elif word in {"MAIL", "NOOP", "RSET"}:
            self._say("250 OK")
        else:
            self._say("502 not known")
        return True

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        mode = self.taken_by.meet("smtp", self._to)
        if mode.name.isdecimal():
            self._say(f"{mode.name} refused")
            return
        if mode.name == "slow":
            time.sleep(mode.seconds)
        if mode.name != "timeout-before":
            self._keep(b"".join(lines), mode)
        if mode.name not in {OK, "slow"}:
            raise _Cut
        self._say("250 taken")

    def _keep(self, raw: bytes, mode: Mode) -> None:
        mail = message_from_bytes(raw, policy=email.policy.default)
        body = mail.get_body()
        taken = Taken(
            id=str(mail["Message-ID"]),
            provider="smtp",
            to=self._to,
            sender=str(mail["From"]),
            body=f"{mail['Subject']}\n{body.get_content().replace(chr(13), '') if body else ''}",
            marker=str(mail["Message-ID"]).strip("<>").partition("@")[0],
        )
        self.taken_by.take(taken, mode)

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())
