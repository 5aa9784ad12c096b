"""Run a process that sends the messages of a service, and makes interactions of those that come in."""

import argparse
import signal
import sys
from importlib import import_module
from queue import SimpleQueue

from cli.apps import service_of, settings_or_exit
from cli.services import SENDING
from shared.telemetry import configure_logs
from shared.worker import run as work

# Seconds after which a thread that is at work lets another one go on.
SWITCH = 0.001


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("service", choices=SENDING)


def run(args: argparse.Namespace) -> int:
    settings = settings_or_exit("send")
    if settings.database_url is None:
        print("crm send: set CRM_DATABASE_URL; without it sending is a part of `crm up`.", file=sys.stderr)
        return 2
    configure_logs()
    # Its threads wait most of the time, and then only for a moment: none keeps the others from going on.
    sys.setswitchinterval(SWITCH)
    ends: SimpleQueue[int] = SimpleQueue()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ends.put(0))
    with service_of(args.service, settings) as service:
        parts = import_module(f"services.{args.service}.senders").parts_of(service)
        return int(work(service, parts, ends))
