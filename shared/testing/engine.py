"""What the compose stack needs of this machine: a Docker engine, compose, and the images that all is made from."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

from shared.testing.servers import engine_listens

ROOT = Path(__file__).resolve().parents[2]
IMAGE = re.compile(r"^\s+image: ((?!al-dia/)\S+)|^ARG \w+=(\S+:\S+)", re.MULTILINE)


def docker(*arguments: str, env: dict[str, str] | None = None, seconds: float = 600) -> str:
    """What a command of Docker prints.

    :raises AssertionError: it failed; the message ends with what it said
    """
    done = subprocess.run(
        ["docker", *arguments], cwd=ROOT, env=env, capture_output=True, text=True, timeout=seconds, check=False
    )
    assert done.returncode == 0, f"docker {' '.join(arguments)}\n{(done.stdout + done.stderr)[-3000:]}"
    return done.stdout


def inspected(*names: str) -> list[dict[str, Any]]:
    """What the engine knows of containers or images."""
    found: list[dict[str, Any]] = json.loads(docker("inspect", *names))
    return found


def what_is_missing() -> str | None:
    """Why the stack cannot be started here, in some words; nothing where it can."""
    if not engine_listens():
        return "no Docker engine answers"
    try:
        version = docker("compose", "version", "--short", seconds=20)
    except (AssertionError, OSError, subprocess.TimeoutExpired):
        return "there is no `docker compose` here"
    if not version.lstrip("v").startswith(tuple("23456789")):
        return f"`docker compose` is too old: {version.strip()}"
    from shared.testing.containers import has_image

    missing = [image for image in images() if not has_image(image)]
    return f"these images cannot be had: {', '.join(missing)}" if missing else None


def images() -> list[str]:
    """The images of others that the stack is made from."""
    texts = (ROOT.joinpath(name).read_text(encoding="utf-8") for name in ("Dockerfile", "docker-compose.yml"))
    return sorted({one or other for text in texts for one, other in IMAGE.findall(text)})


def clean_environment() -> dict[str, str]:
    """Ours without the product's variables, which compose would prefer to those of the file."""
    return {name: value for name, value in os.environ.items() if not name.startswith("CRM_")}
