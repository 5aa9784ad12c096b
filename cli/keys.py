"""Manage the keys that access tokens are signed with."""

import argparse

from cli.apps import create_service, settings_or_exit
from shared import clock, trail


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=["rotate"], help="sign with a fresh key from now on")


def run(args: argparse.Namespace) -> int:
    service = create_service("identity", settings_or_exit("keys"))
    # Imported here, so that the command's help does not load a service.
    from services.identity.models import SigningKey, db

    with service.app.app_context():
        SigningKey.rotate(clock.now())
        trail.note("SigningKeyRotated", "signing_key")
        db.session.commit()
    print("New tokens are signed with a fresh key; tokens signed before stay valid until they expire.")
    return 0
