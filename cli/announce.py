"""Publish the present state of all that a service owns again, so that read models can be built from it."""

import argparse
from uuid import UUID

import sqlalchemy as sa

from cli.apps import service_of, settings_or_exit
from cli.services import SERVICES
from shared.resources import Resource
from shared.service import Service

CHUNK = 500


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("service", choices=SERVICES)


def run(args: argparse.Namespace) -> int:
    with service_of(args.service, settings_or_exit("announce")) as service:
        for cls, kind in service.announces:
            print(f"{kind}: {announce(service, cls, kind)}", flush=True)
    return 0


def announce(service: Service, cls: type[Resource], kind: str) -> int:
    """Publish every resource of a class once; a commit for each chunk, so that writers hardly notice.

    :returns: how many there were
    """
    announced, last = 0, UUID(int=0)
    with service.app.app_context():
        session = service.db.session
        while True:
            # Locked against change, so that the version belongs to what is shown.
            query = sa.select(cls.id, cls.version).where(cls.id > last).order_by(cls.id).limit(CHUNK)
            chunk = session.execute(query.with_for_update(read=True)).all()
            if not chunk:
                return announced
            cls.announce([(row.id, row.version) for row in chunk], kind)
            session.commit()
            announced, last = announced + len(chunk), chunk[-1].id
