"""Bring the database of a service up to date, and its queues where there is a broker."""

import argparse
import sys
from importlib import import_module

import psycopg
from amqp.exceptions import AMQPError
from sqlalchemy.exc import OperationalError

from cli.apps import service_of, settings_or_exit
from cli.services import SERVICES
from shared import clock
from shared.bus.topology import declare
from shared.config import BadSetting, Settings
from shared.migrations import migrate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("service", choices=(*SERVICES, "all"))


def run(args: argparse.Namespace) -> int:
    settings = settings_or_exit("migrate")
    for name in SERVICES if args.service == "all" else (args.service,):
        try:
            _migrate(name, settings)
        except BadSetting as error:
            print(f"crm migrate {name}: {error}", file=sys.stderr)
            return 2
        except (psycopg.OperationalError, OperationalError) as error:
            return _failed(name, "the database", error)
        except (OSError, AMQPError) as error:
            return _failed(name, "the broker", error)
    return 0


def _migrate(name: str, settings: Settings) -> None:
    with service_of(name, settings) as service:
        migrate(service)
        if settings.amqp_url:
            declare(settings, service)
    if name == "identity":
        first_start = import_module("services.identity.first_start").first_start
        with service.app.app_context():
            said = first_start(settings, clock.now())
        if said:
            print(said, flush=True)


def _failed(name: str, what: str, error: Exception) -> int:
    reason = " ".join(str(error.__cause__ or error).split())
    print(f"crm migrate {name}: {what} cannot be used: {reason}", file=sys.stderr)
    return 1
