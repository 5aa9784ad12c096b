"""Run the worker process of a service: its relay, its consumer and its sweeps."""

import argparse
import signal
import sys
from queue import SimpleQueue

from cli.apps import service_of, settings_or_exit
from cli.services import SERVICES
from shared.telemetry import configure_logs
from shared.worker import parts_of
from shared.worker import run as work


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("service", choices=SERVICES)


def run(args: argparse.Namespace) -> int:
    settings = settings_or_exit("work")
    if settings.database_url is None or settings.amqp_url is None:
        print(
            "crm work: set CRM_DATABASE_URL and CRM_AMQP_URL; without them `crm up` needs no workers.",
            file=sys.stderr,
        )
        return 2
    configure_logs()
    # Of all that a signal handler might do, putting into this queue is what cannot lock up.
    ends: SimpleQueue[int] = SimpleQueue()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ends.put(0))
    with service_of(args.service, settings) as service:
        return work(service, parts_of(service), ends)
