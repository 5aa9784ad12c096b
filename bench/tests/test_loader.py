"""What the loader writes is what the services would have written."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bench.loader import SEED, Loader
from bench.population import contact
from cli.apps import create_app
from cli.services import SERVICES
from services.contacts.models.clients import Client
from services.contacts.models.finder import ContactIndex, index
from services.contacts.models.keys import ClientKey
from services.followups.models import Client as FollowUpsClient
from services.followups.models import FollowUp, KnownInteraction, OverdueNotice
from services.identity.first_start import first_start
from services.interactions.models import Client as InteractionsClient
from services.interactions.models import Interaction
from services.notifications.models import OpenFollowUp
from shared.service import Service
from shared.testing.fixtures import bench_on_postgresql, bench_on_sqlite, close

NOW = datetime(2026, 11, 21, 18, tzinfo=UTC)
COUNT = 60

Services = dict[str, Service]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def services(
    request: pytest.FixtureRequest, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Services]:
    """The services of a house that has just opened."""
    found = {}
    for name in SERVICES:
        create = partial(create_app, name)
        if request.param == "postgresql":
            found[name] = bench_on_postgresql(name, create, request.getfixturevalue("postgresql").url)
        else:
            found[name] = bench_on_sqlite(name, create, tmp_path, tmp_path_factory.getbasetemp())
    identity = found["identity"].app
    with identity.app_context():
        first_start(identity.extensions["crm"].settings, NOW - timedelta(days=800))
    yield {name: bench.app.extensions["crm"] for name, bench in found.items()}
    for bench in found.values():
        close(bench.app)


@pytest.fixture
def loaded(services: Services) -> Services:
    loader = Loader(services["identity"].settings, NOW)
    loader.load_up_to(COUNT // 2)
    loader.load_up_to(COUNT)
    loader.close()
    return services


def _in(service: Service, ask: Callable[[Any], Any]) -> Any:
    with service.app.app_context():
        found = ask(service.db.session)
        service.db.session.rollback()
        return found


def _rows(service: Service, model: Any) -> list[dict[str, Any]]:
    table = model.__table__
    query = sa.select(table).order_by(*table.primary_key)
    return _in(service, lambda session: [dict(row) for row in session.execute(query).mappings()])


def test_the_same_seed_makes_the_same_people(services):
    loader = Loader(services["identity"].settings, NOW)
    loader.close()

    first, again = (contact(7, SEED, loader.branches, NOW) for _ in range(2))

    assert first == again
    assert first != contact(7, SEED + 1, loader.branches, NOW)


def test_the_spread_is_believable(services):
    loader = Loader(services["identity"].settings, NOW)
    loader.close()
    people = [contact(number, SEED, loader.branches, NOW) for number in range(4000)]
    promises = [talk.promise for each in people for talk in each.talks if talk.promise]
    still_open = [each for each in promises if each.done_at is None]

    assert sum(len(each.talks) for each in people) / 4000 == pytest.approx(1.5, abs=0.06)
    assert len(still_open) / 4000 == pytest.approx(0.40, abs=0.03)
    assert sum(each.overdue for each in still_open) / 4000 == pytest.approx(0.10, abs=0.02)
    assert len({each.phone for each in people if each.phone}) == sum(each.phone is not None for each in people)


def test_every_read_model_knows_what_its_owner_would_have_told_it(loaded):
    contacts = loaded["contacts"]
    shown = _in(
        contacts,
        lambda session: [Client.shown(row, NOW) for row in session.execute(Client.rows().order_by(Client.id))],
    )

    assert len(shown) == COUNT
    for model, service in ((InteractionsClient, "interactions"), (FollowUpsClient, "followups")):
        expected = [{"id": each["id"], "version": each["version"], **model.fields(each)} for each in shown]
        kept = [{k: v for k, v in row.items() if k != "merged_into"} for row in _rows(loaded[service], model)]
        assert kept == expected


def test_the_finder_finds_what_it_would_have_indexed(loaded):
    contacts = loaded["contacts"]
    before = _rows(contacts, ContactIndex)

    def index_again(session: Any) -> None:
        index(Client, list(session.scalars(sa.select(Client.id))))
        session.commit()

    _in(contacts, index_again)

    assert _rows(contacts, ContactIndex) == before
    assert len(before) == COUNT
    keys = {(row["client_id"], row["kind"], row["value"]) for row in _rows(contacts, ClientKey)}
    assert keys == _in(contacts, _known_by)


def _known_by(session: Any) -> set[tuple[Any, ...]]:
    return {(client.id, *key) for client in session.scalars(sa.select(Client)) for key in client.known_by()}


def test_follow_ups_are_those_of_the_interactions(loaded):
    interactions = {row["id"]: row for row in _rows(loaded["interactions"], Interaction)}
    known = {row["id"]: row for row in _rows(loaded["followups"], KnownInteraction)}
    follow_ups = {row["id"]: row for row in _rows(loaded["followups"], FollowUp)}

    assert known.keys() == interactions.keys()
    promised = {id for id, row in interactions.items() if row["follow_up_on"]}
    assert {row["interaction_id"] for row in follow_ups.values()} == promised
    for row in follow_ups.values():
        origin = interactions[row["interaction_id"]]
        assert (row["due_on"], row["notes"]) == (origin["follow_up_on"], origin["notes"])
        assert origin["occurred_at"] < NOW
    overdue = {row["id"] for row in follow_ups.values() if not row["armed"] and row["completed_at"] is None}
    assert overdue == {row["follow_up_id"] for row in _rows(loaded["followups"], OverdueNotice)}
    waiting = {row["id"]: (row["version"], row["open"]) for row in _rows(loaded["notifications"], OpenFollowUp)}
    assert waiting == {id: (row["version"], row["completed_at"] is None) for id, row in follow_ups.items()}


def test_everybody_is_known_everywhere(loaded):
    people = {name: _people(loaded[name]) for name in ("contacts", "interactions", "followups", "notifications")}

    assert len({frozenset(each.items()) for each in people.values()}) == 1
    assert Counter(people["contacts"].values()) == {"operator": 12, "manager": 3, "admin": 1}


def _people(service: Service) -> dict[Any, str]:
    people = service.tables.outbox.metadata.tables["people"]
    rows = _in(service, lambda session: session.execute(sa.select(people.c.id, people.c.role)).all())
    return {row.id: row.role for row in rows}
