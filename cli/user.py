"""Manage the people who can sign in."""

import argparse
import getpass
import os
import sys
from uuid import UUID

from cli.apps import create_service, settings_or_exit
from shared import clock
from shared.problems import Refused
from shared.telemetry import done_by
from shared.texts import LANGUAGES, field_message, text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    create = actions.add_parser("create", help="make a user; the password is asked for, or taken from CRM_PASSWORD")
    create.add_argument("--email", required=True)
    create.add_argument("--name", help="default: the e-mail")
    create.add_argument("--role", required=True, choices=["operator", "manager", "admin"])
    create.add_argument("--branch", type=UUID, action="append", default=[], help="id of a branch; may be repeated")


def run(args: argparse.Namespace) -> int:
    service = create_service("identity", settings_or_exit("user"))
    password = os.environ.get("CRM_PASSWORD") or getpass.getpass("Password: ")
    # Imported here, so that the command's help does not load a service.
    from services.identity.operations import create_user

    with service.app.app_context(), done_by(None):
        try:
            user_id = create_user(
                email=args.email, name=args.name or args.email, role=args.role, password=password,
                branch_ids=args.branch, at=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            print(f"crm user: {_told(refusal)}", file=sys.stderr)
            return 1
        service.db.session.commit()
    print(f"Made {args.email} ({args.role}), id {user_id}.")
    return 0


def _told(refusal: Refused) -> str:
    english = LANGUAGES[1]
    errors = refusal.members.get("errors", {})
    fields = [f"{field}: {field_message(message, english)}" for field, found in errors.items() for message in found]
    return "; ".join(fields) or text(f"problems.{refusal.name}.detail", english, **refusal.members)
