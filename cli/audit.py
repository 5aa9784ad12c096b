"""Check that nobody has changed the audit trail of a service."""

import argparse
import sys

from sqlalchemy.exc import DBAPIError

from cli.apps import service_of, settings_or_exit
from cli.services import SERVICES
from shared.config import Settings
from shared.sealing import Verdict, verify_trail


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("verify",))
    parser.add_argument("--service", choices=SERVICES, help="of one service only")


def run(args: argparse.Namespace) -> int:
    settings = settings_or_exit("audit")
    verdicts = [_look(name, settings) for name in ([args.service] if args.service else SERVICES)]
    return 0 if all(verdicts) else 1


def _look(name: str, settings: Settings) -> bool:
    """Print what is found of one service.

    :returns: whether its chain is whole
    """
    try:
        found = _verdict(name, settings)
    except DBAPIError as error:
        print(f"crm audit: {name}: the database cannot be read: {type(error.orig).__name__}", file=sys.stderr)
        return False
    if found.fault:
        print(f"crm audit: {name}: {found.fault}", file=sys.stderr)
        return False
    waiting = f", {found.unsealed} not sealed yet" if found.unsealed else ""
    print(f"{name}: {found.sealed} rows, none changed, removed or added{waiting}")
    return True


def _verdict(name: str, settings: Settings) -> Verdict:
    with service_of(name, settings) as service, service.app.app_context():
        return verify_trail()
