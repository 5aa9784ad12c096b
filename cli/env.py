"""Write .env with fresh random secrets. An existing one is never touched."""

import argparse
import os
import re
import secrets
import sys
from pathlib import Path

from cli.dotenv import ROOT

# Says what each variable means; a secret that it leaves empty has no default, and is made here.
EXAMPLE = ROOT / ".env.example"
WITHOUT_SECRET = re.compile(r"^CRM_\w+_(?:PASSWORD|SECRET)=$", re.MULTILINE)


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
    # Letters that need no quotes, neither in an address nor in a shell.
    text = WITHOUT_SECRET.sub(lambda line: line[0] + secrets.token_urlsafe(24), EXAMPLE.read_text(encoding="utf-8"))
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
