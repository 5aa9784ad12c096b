"""Stand in for Twilio, the WhatsApp Cloud API and a mail server, and print the environment that `crm up` needs."""

import argparse
import signal
import threading

from cli.standin.app import create_app, web_server
from cli.standin.callbacks import Callbacks
from cli.standin.ledger import Ledger
from cli.standin.mail import mail_server
from cli.standin.secrets import Secrets
from shared.ports import free_port


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8900, help="of the providers; their control is there too")
    parser.add_argument("--smtp-port", type=int, help="of the mail server; default: any free one")
    parser.add_argument("--product", default="http://127.0.0.1:8000", help="where the product's gateway is")


def run(args: argparse.Namespace) -> int:
    ends = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)  # the threads, too, leave them to this one
    ledger, known = Ledger(), Secrets()
    smtp_port = args.smtp_port or free_port()
    app = create_app(ledger, known, Callbacks(ledger, known, args.product))
    mail_server(ledger, smtp_port).start()
    threading.Thread(target=web_server(app, args.port).serve_forever, daemon=True).start()
    http = f"http://127.0.0.1:{args.port}"
    for name, value in known.environment(http, f"smtp://127.0.0.1:{smtp_port}").items():
        print(f"export {name}='{value}'")
    print(f"# Ready: {http}/control/ledger", flush=True)
    signal.sigwait(ends)
    return 0
