"""A long list of clients, from the upload to the last of them, and back."""

import csv
import io
from collections.abc import Callable
from itertools import count
from random import Random
from time import perf_counter, sleep

from bench.house import MANAGER, PASSWORD
from bench.installation import Installation
from bench.report import POSTGRESQL, PRODUCT, RABBITMQ, Table, each_ms, share
from bench.words import FIRST_NAMES, LAST_NAMES
from cli.client import Person

ROWS = 100_000
DONE_WITHIN = 900.0
# Seconds, as the screen does.
LOOK_EVERY = 0.8
_COLUMNS = (
    "step", "rows", "seconds", "rows/s", "CPU ms/row: product", "PostgreSQL", "RabbitMQ", "others on the machine",
)  # fmt: skip
# Lists of several runs on one installation are of different people.
_lists = count()


def importing(installation: Installation, rows: int = ROWS) -> Table:
    """Check a list, apply it and revert it."""
    person = Person(installation.product.url, MANAGER, PASSWORD)
    content = _list_of(rows, seed=next(_lists))
    table = Table(
        f"Import of {rows:,} rows, {len(content) / 1e6:.1f} MB of CSV",
        _COLUMNS,
        notes=["goal: check and apply under 120 s", "revert deletes every client again"],
    )
    import_id = ""

    def upload() -> None:
        nonlocal import_id
        import_id = person.upload("imports", "clientes.csv", content)["id"]
        _wait(person, import_id, "ready")

    def apply() -> None:
        person.post(f"imports/{import_id}/apply")
        _wait(person, import_id, "applied")

    def revert() -> None:
        person.post(f"imports/{import_id}/revert")
        _wait(person, import_id, "reverted")

    steps: tuple[tuple[str, Callable[[], object]], ...] = (
        ("upload and check", upload),
        ("apply", apply),
        *([("until all services know", installation.settle)] if installation.servers else []),
        ("revert", revert),
    )
    for name, step in steps:
        _measure(table, installation, name, rows, step)
    return table


def _measure(table: Table, installation: Installation, name: str, rows: int, step: Callable[[], object]) -> None:
    meter = installation.meter()
    meter.start()
    began = perf_counter()
    step()
    seconds = perf_counter() - began
    spent = meter.stop()
    cpu = (each_ms(spent, group, rows) for group in (PRODUCT, POSTGRESQL, RABBITMQ))
    table.rows.append([name, f"{rows:,}", f"{seconds:.1f}", f"{rows / seconds:,.0f}", *cpu, share(spent, seconds)])


def _wait(person: Person, import_id: str, status: str) -> None:
    deadline = perf_counter() + DONE_WITHIN
    while (found := person.get(f"imports/{import_id}", limit=1))["status"] != status:
        if found["status"] == "failed" or perf_counter() > deadline:
            raise RuntimeError(f"the import is {found['status']}: {found['reason']}")
        sleep(LOOK_EVERY)


def _list_of(rows: int, seed: int) -> bytes:
    """People with phones and e-mails that nobody else has."""
    chance = Random(seed)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(["Nombre", "Apellidos", "Teléfono", "Correo", "Tipo", "Fuente", "Notas"])
    for number in range(rows):
        last_names = f"{chance.choice(LAST_NAMES)} {chance.choice(LAST_NAMES)}"
        email = f"lista{seed}.{number}@importados.example"
        phone = f"99{seed % 10}{number:07}"
        writer.writerow([chance.choice(FIRST_NAMES), last_names, phone, email, "Prospecto", "Web", "De la lista"])
    return text.getvalue().encode()
