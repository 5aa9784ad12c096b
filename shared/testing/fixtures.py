"""What tests of a service share: the service on an empty database, signed-in people, events from others."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import jwt
import psycopg
import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from werkzeug.test import TestResponse

from shared.calls import Calls
from shared.config import Settings
from shared.events import Event, Trace, seal, unseal
from shared.ids import new_id
from shared.inbox import apply
from shared.inprocess import InProcess
from shared.migrations import migrate
from shared.service import Service
from shared.tokens import ALGORITHM, AUDIENCE, ISSUER, TYPE, KeyRing

CreateApp = Callable[[Settings], Flask]

_key = Ed25519PrivateKey.generate()
_public = jwt.algorithms.OKPAlgorithm.to_jwk(_key.public_key(), as_dict=True) | {"kid": "test", "alg": ALGORITHM}

CENTRAL = UUID("01900000-0000-7000-8000-00000000c001")
NORTE = UUID("01900000-0000-7000-8000-00000000c002")
ANA = UUID("01900000-0000-7000-8000-00000000a001")
LUIS = UUID("01900000-0000-7000-8000-00000000a002")
MARTA = UUID("01900000-0000-7000-8000-00000000a003")
OLGA = UUID("01900000-0000-7000-8000-00000000a004")
NORA = UUID("01900000-0000-7000-8000-00000000a005")

# Ana and Luis work in Central, Marta manages it, Nora works in Norte, Olga is the administrator.
PEOPLE: dict[UUID, dict[str, Any]] = {
    ANA: {"name": "Ana Ruiz", "email": "ana@aldia.test", "role": "operator", "branch_ids": [CENTRAL]},
    LUIS: {"name": "Luis Vega", "email": "luis@aldia.test", "role": "operator", "branch_ids": [CENTRAL]},
    MARTA: {"name": "Marta Gil", "email": "marta@aldia.test", "role": "manager", "branch_ids": [CENTRAL]},
    NORA: {"name": "Nora Paz", "email": "nora@aldia.test", "role": "operator", "branch_ids": [NORTE]},
    OLGA: {"name": "Olga Mora", "email": "olga@aldia.test", "role": "admin", "branch_ids": []},
}
BRANCHES: dict[UUID, dict[str, Any]] = {
    CENTRAL: {
        "name": "Central",
        "time_zone": "America/Mexico_City",
        "phone_region": "MX",
        "pack": "clinic",
    },
    NORTE: {"name": "Norte", "time_zone": "America/Tijuana", "phone_region": "MX", "pack": "gym"},
}


def token_of(user_id: UUID, **claims: Any) -> str:
    """An access token as identity would sign it, valid for a quarter of an hour."""
    now = datetime.now(UTC)
    person = PEOPLE[user_id]
    content = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(user_id),
        "name": person["name"],
        "role": person["role"],
        "branches": [str(each) for each in person["branch_ids"]],
        "iat": now,
        "nbf": now,
        "exp": now + timedelta(minutes=15),
    }
    return jwt.encode(content | claims, _key, ALGORITHM, headers={"kid": "test", "typ": TYPE})


class Caller:
    """Calls a service as one of the people do."""

    def __init__(self, app: Flask, user_id: UUID | None, language: str = "es") -> None:
        self._client = app.test_client()
        self._headers = {"Accept-Language": language}
        if user_id is not None:
            self._headers["Authorization"] = f"Bearer {token_of(user_id)}"

    def request(self, method: str, path: str, **options: Any) -> TestResponse:
        headers = self._headers | options.pop("headers", {})
        return self._client.open(f"/api/v1{path}", method=method, headers=headers, buffered=True, **options)

    def get(self, path: str, **params: Any) -> TestResponse:
        return self.request("GET", path, **({"query_string": params} if params else {}))

    def post(self, path: str, json: Any = None, **options: Any) -> TestResponse:
        return self.request("POST", path, json={} if json is None else json, **options)

    def put(self, path: str, json: Any, **options: Any) -> TestResponse:
        return self.request("PUT", path, json=json, **options)

    def patch(self, path: str, json: Any, **options: Any) -> TestResponse:
        return self.request("PATCH", path, json=json, **options)

    def delete(self, path: str, **options: Any) -> TestResponse:
        return self.request("DELETE", path, **options)


class Bench:
    """A service under test."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.service: Service = app.extensions["crm"]
        self.service.keys = KeyRing(lambda: {"keys": [_public]})
        # Nobody else is there; a test that needs another service says so.
        self.service.calls = Calls({})

    def as_(self, user_id: UUID | None, language: str = "es") -> Caller:
        return Caller(self.app, user_id, language)

    def hear(self, kind: str, data: dict[str, Any], sequence: int = 1, **envelope: Any) -> Event:
        """Let the service take an event of another one."""
        event = an_event(kind, data, sequence, **envelope)
        apply(self.service, [event])
        return event

    def hear_of_everybody(self) -> None:
        houses = [an_event("BranchCreated", {"id": id, "version": 1} | each) for id, each in BRANCHES.items()]
        people = [
            an_event("UserCreated", {"id": id, "version": 1, "active": True} | each) for id, each in PEOPLE.items()
        ]
        apply(self.service, houses + people)

    def published(self, *kinds: str) -> list[Event]:
        """What the service has put into its outbox, in order; only of some kinds if named."""
        outbox = self.service.tables.outbox
        with self.app.app_context():
            rows = self.service.db.session.scalars(sa.select(outbox.c.body).order_by(outbox.c.seq))
            events = [unseal(body) for body in rows]
        return [event for event in events if not kinds or event.type in kinds]

    def reach(self, name: str, stand_in: Flask) -> None:
        """Let calls to another service reach an application that stands in for it."""
        self.service.calls.reach(name, f"http://{name}.local", InProcess(stand_in))

    def asked(self, about: str, work: Callable[[], object]) -> list[tuple[str, Any]]:
        """The statements with these words in them that some work makes, each with its parameters."""
        asked: list[tuple[str, Any]] = []

        def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
            if about in statement:
                asked.append((statement, parameters))

        with self.app.app_context():
            engine = self.service.db.engine
        sa.event.listen(engine, "before_cursor_execute", note)
        work()
        sa.event.remove(engine, "before_cursor_execute", note)
        return asked

    def sweep(self, at: datetime) -> int:
        with self.app.app_context():
            return sum(sweep(at) for sweep in self.service.sweeps)


def an_event(
    kind: str, data: dict[str, Any], sequence: int = 1, *, actor_id: UUID | None = None, announced: bool = False
) -> Event:
    trace = Trace("test", f"00-{new_id().hex}-00f067aa0ba902b7-01", actor_id)
    subject = UUID(str(data["from_id" if kind == "WorkHandedOver" else "id"]))
    _, raw = seal(kind, subject, sequence, data, datetime.now(UTC), trace, announced=announced)
    return unseal(raw)


# The application of a service on a database, and its extensions as they were when it was new. To make one anew
# takes less time than to let a new engine learn all its statements.
_applications: dict[tuple[str, str], tuple[Flask, dict[str, Any]]] = {}


def _application(name: str, create_app: CreateApp, settings: Settings) -> Flask:
    """The application, as good as new."""
    key = (name, settings.database_of(name))
    if key not in _applications:
        app = create_app(settings)
        _applications[key] = app, _copied(app.extensions)
    app, extensions = _applications[key]
    app.extensions |= _copied(extensions)
    service: Service = app.extensions["crm"]
    service.seen_callers.clear()
    return app


def _copied(extensions: dict[str, Any]) -> dict[str, Any]:
    return {name: each.copy() if isinstance(each, dict) else each for name, each in extensions.items()}


_templates: dict[str, Path] = {}


def bench_on_sqlite(name: str, create_app: CreateApp, folder: Path) -> Bench:
    """The service on an empty SQLite file; migrated once, then copied."""
    app = _application(name, create_app, Settings(data=folder))
    file = folder / f"{name}.sqlite3"
    if name not in _templates:
        folder.mkdir(exist_ok=True)
        migrate(app.extensions["crm"])
        with app.app_context(), app.extensions["crm"].db.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
        close(app)
        _templates[name] = file.rename(folder / f"{name}.template")
    for rest in folder.glob(f"{file.name}-*"):
        rest.unlink()
    shutil.copy(_templates[name], file)
    return Bench(app)


# The rows that the revisions of a service put into its tables, by the database.
_seeds: dict[str, dict[sa.Table, list[dict[str, Any]]]] = {}


def bench_on_postgresql(name: str, create_app: CreateApp, server: str) -> Bench:
    """The service on its PostgreSQL database; migrated once, then brought back to what the revisions left."""
    app = _application(name, create_app, Settings(database_url=server))
    service: Service = app.extensions["crm"]
    tables, session = service.tables.outbox.metadata.sorted_tables, service.db.session
    with app.app_context():
        if f"{server}/{name}" not in _seeds:
            with psycopg.connect(server, dbname="postgres", autocommit=True) as connection:
                connection.execute(f'DROP DATABASE IF EXISTS "crm_{name}" WITH (FORCE)')
            migrate(service)
            found = {table: session.execute(sa.select(table)).mappings().all() for table in tables}
            _seeds[f"{server}/{name}"] = {table: [dict(row) for row in rows] for table, rows in found.items() if rows}
        # Most tables are empty, and TRUNCATE would make new files for each of them and its indexes.
        session.execute(sa.text("".join(map(_emptied, reversed(tables)))))
        for table, rows in _seeds[f"{server}/{name}"].items():
            session.execute(sa.insert(table), rows)
        session.commit()
    return Bench(app)


def _emptied(table: sa.Table) -> str:
    """The statements that empty a table, and let its numbers begin anew."""
    numbered = [column.name for column in table.columns if column.identity or column is table.autoincrement_column]
    restart = (f"SELECT setval(pg_get_serial_sequence('{table.name}', '{name}'), 1, false);" for name in numbered)
    return "".join((f'DELETE FROM "{table.name}";', *restart))


def close(app: Flask) -> None:
    """Let go of the database."""
    with app.app_context():
        app.extensions["crm"].db.engine.dispose()


def bench_of(name: str, create_app: CreateApp) -> Any:
    """The fixture `bench` of a service's tests: the service on each of the two databases in turn."""

    @pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
    def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
        if request.param == "sqlite":
            made = bench_on_sqlite(name, create_app, tmp_path_factory.getbasetemp() / "data")
        else:
            made = bench_on_postgresql(name, create_app, request.getfixturevalue("postgresql").url)
        made.hear_of_everybody()
        yield made
        close(made.app)

    return bench
