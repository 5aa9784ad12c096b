"""List or replay the events that could not be handled."""

import argparse
import sys

from amqp.exceptions import AMQPError

from cli.apps import service_of, settings_or_exit
from cli.services import SERVICES
from shared.bus import parking
from shared.bus.broker import NotConfirmed
from shared.bus.parking import Parked
from shared.config import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("list", "replay"))
    parser.add_argument("--service", choices=SERVICES, help="of one service only")


def run(args: argparse.Namespace) -> int:
    settings = settings_or_exit("parked")
    act = _list if args.action == "list" else _replay
    try:
        for name in [args.service] if args.service else SERVICES:
            act(name, settings)
    except (OSError, AMQPError, NotConfirmed) as error:
        print(f"crm parked: the broker cannot be used: {' '.join(str(error).split())}", file=sys.stderr)
        return 1
    return 0


def _list(name: str, settings: Settings) -> None:
    for each in _parked(name, settings):
        print(f"{name}  {each.id}  {each.type}  {each.attempts} attempts  {each.error}")


def _parked(name: str, settings: Settings) -> list[Parked]:
    if settings.amqp_url:
        return parking.parked_at_broker(settings.amqp_url, name)
    with service_of(name, settings) as service:
        return parking.parked_in_database(service)


def _replay(name: str, settings: Settings) -> None:
    if settings.amqp_url:
        replayed = parking.replay_at_broker(settings.amqp_url, name)
    else:
        with service_of(name, settings) as service:
            replayed = parking.replay_in_database(service)
    print(f"{name}: {replayed} replayed")
