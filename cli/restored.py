"""Prepare a service whose database came back from a backup, before its processes are started again.

Its database knows no longer what was told and sent since. So its queues are emptied, every version is raised above
all that anybody may have heard, and the present state is published; and messages that may have been sent are looked
into before they are sent.
"""

import argparse
from datetime import datetime

import sqlalchemy as sa

from cli.announce import announce
from cli.apps import service_of, settings_or_exit
from cli.services import SERVICES
from shared import clock
from shared.bus.topology import empty
from shared.service import Service

# No record changes so often between a backup and its loss.
AHEAD = 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("service", choices=(*SERVICES, "all"))
    parser.add_argument("--since", type=_moment, required=True, help="when the backup was made: 2026-11-22T09:30:00Z")


def run(args: argparse.Namespace) -> int:
    settings = settings_or_exit("restored")
    for name in SERVICES if args.service == "all" else (args.service,):
        with service_of(name, settings) as service:
            if settings.amqp_url:
                empty(settings, service)
            _raise_versions(service)
            for cls, kind in service.announces:
                print(f"{kind}: {announce(service, cls, kind)}", flush=True)
            if name == "notifications":
                print(f"Messages that may have been sent since: {_doubt(service, args.since)}", flush=True)
    return 0


def _raise_versions(service: Service) -> None:
    with service.app.app_context():
        for cls, _ in service.announces:
            service.db.session.execute(sa.update(cls).values(version=cls.version + AHEAD))
        service.db.session.commit()


def _doubt(service: Service, since: datetime) -> int:
    # Imported here: an image has the code of its own service only.
    from services.notifications.models.restored import doubt_since, follow_the_versions

    with service.app.app_context():
        follow_the_versions(AHEAD)
        doubtful = doubt_since(since, now=clock.now())
        service.db.session.commit()
    return doubtful


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return moment
