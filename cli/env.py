"""Write .env with fresh random secrets. An existing one is never touched."""

import argparse
import os
import secrets
import sys
from pathlib import Path

from cli.dotenv import ROOT

TEMPLATE = """\
# Made by `./crm env`. Keep it secret: whoever reads it can sign in as the administrator.

# The first administrator, made at the first start.
CRM_ADMIN_EMAIL=admin@example.com
CRM_ADMIN_PASSWORD={admin_password}

# The passwords of PostgreSQL and RabbitMQ in docker-compose.yml.
CRM_POSTGRES_PASSWORD={postgres_password}
CRM_RABBITMQ_PASSWORD={rabbitmq_password}

# What identity knows notifications by.
CRM_SERVICE_SECRET={service_secret}
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(args: argparse.Namespace) -> int:
    path = ROOT / ".env"
    try:
        write(path)
    except FileExistsError:
        print(f"{path} is already there; it was left as it is.", file=sys.stderr)
        return 1
    print(f"Wrote {path}")
    return 0


def write(path: Path) -> None:
    """Write new secrets for the owner's eyes only.

    :raises FileExistsError: there is one already
    """
    names = ("admin_password", "postgres_password", "rabbitmq_password", "service_secret")
    text = TEMPLATE.format_map({name: secrets.token_urlsafe(24) for name in names})
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
