"""Reads .env: lines of KEY=value, comments with #, values in single or double quotes where wanted."""

import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def load_dotenv() -> None:
    """Take the variables of the nearest .env: the current directory's, else the repository's.

    What the environment already has wins.
    """
    for folder in (Path.cwd(), ROOT):
        path = folder / ".env"
        if path.is_file():
            for name, value in variables(path.read_text(encoding="utf-8")):
                os.environ.setdefault(name, value)
            return


def variables(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        name, equals, value = line.removeprefix("export ").partition("=")
        if equals and not name.lstrip().startswith("#"):
            yield name.strip(), _unquoted(value.strip())


def _unquoted(value: str) -> str:
    if value[:1] in {"'", '"'}:
        return value[1:].partition(value[0])[0]
    return value.partition(" #")[0].rstrip()
