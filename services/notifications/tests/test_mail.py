"""E-mail before a mail server that wants its connections encrypted and its users known."""

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from services.notifications.channels import DeliveryError, Message
from services.notifications.channels.email import Email
from shared.config import Settings
from shared.ids import new_id
from shared.ports import free_port

USER, PASSWORD = "avisos", "una clave larga"
ENCRYPTED = ("smtp", {"require_starttls": True}), ("smtps", {"implicit": True})


class Mailbox:
    """What was taken: for whom, whether it came encrypted, and whether from somebody known."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bool, bool]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        assert server.transport
        encrypted = server.transport.get_extra_info("ssl_object") is not None
        self.taken.append((envelope.rcpt_tos[0], encrypted, bool(session.authenticated)))
        return "250 taken"


Start = Callable[..., tuple[str, Mailbox]]


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A key and a certificate of this machine, in one file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "mail.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return path


@pytest.fixture
def mail_server(certificate: Path) -> Iterator[Start]:
    """Starts a mail server; gives its address, and what it takes."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    started: list[Controller] = []

    def start(*, implicit: bool = False, require_starttls: bool = False) -> tuple[str, Mailbox]:
        mailbox = Mailbox()
        server = Controller(
            mailbox,
            hostname="127.0.0.1",
            port=free_port(),
            ssl_context=context if implicit else None,
            tls_context=None if implicit else context,
            require_starttls=require_starttls,
            auth_require_tls=not implicit,
            authenticator=_know,
        )
        server.start()
        started.append(server)
        return f"localhost:{server.port}", mailbox

    yield start
    for each in started:
        each.stop()


def _know(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: object) -> AuthResult:
    known = LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=given == known, handled=False)


def send(scheme: str, address: str, password: str = PASSWORD) -> None:
    url = f"{scheme}://{USER}:{password.replace(' ', '%20')}@{address}"
    channel = Email(Settings(smtp_url=url, mail_from="Clínica <avisos@clinica.test>"))
    try:
        channel.send(Message(new_id(), "email", "test", "ana@casa.test", "Aviso", "Texto", "es", None, ()))
    finally:
        channel.close()


@pytest.mark.parametrize(("scheme", "how"), ENCRYPTED)
def test_a_mail_goes_encrypted_and_signed_in(
    mail_server: Start, certificate: Path, monkeypatch: pytest.MonkeyPatch, scheme: str, how: dict[str, bool]
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    address, mailbox = mail_server(**how)

    send(scheme, address)

    assert mailbox.taken == [("ana@casa.test", True, True)]


@pytest.mark.parametrize(("scheme", "how"), ENCRYPTED)
def test_a_server_that_nobody_vouches_for_gets_nothing(mail_server: Start, scheme: str, how: dict[str, bool]) -> None:
    address, mailbox = mail_server(**how)

    with pytest.raises(DeliveryError) as refused:
        send(scheme, address)

    assert (refused.value.reason, refused.value.doubtful, mailbox.taken) == ("provider-away", False, [])


def test_a_wrong_password_rests_the_whole_channel(
    mail_server: Start, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    address, mailbox = mail_server(require_starttls=True)

    with pytest.raises(DeliveryError) as refused:
        send("smtp", address, password="otra clave")

    assert (refused.value.reason, refused.value.of_all, mailbox.taken) == ("provider-refuses-us", True, [])
