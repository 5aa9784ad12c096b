"""What the loader writes is what the services would have written."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
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
from services.contacts.models.namesakes import NameKey
from services.followups.models import Client as FollowUpsClient
from services.followups.models import FollowUp, KnownInteraction, OverdueNotice, Sale, SaleNumber
from services.identity.first_start import first_start
from services.interactions.models import Client as InteractionsClient
from services.interactions.models import Interaction
from services.notifications.models import KnownRecord
from services.tasks.models.known import Branch as TasksBranch
from services.tasks.models.known import Client as TasksClient
from services.tasks.models.tags import TaskTag
from services.tasks.models.task import OverdueNotice as TaskOverdueNotice
from services.tasks.models.task import Task, span
from services.tasks.models.task_type import TaskType
from shared.service import Service
from shared.testing.fixtures import bench_on_postgresql, bench_on_sqlite, close

NOW = datetime(2026, 11, 21, 18, tzinfo=UTC)
COUNT = 60

Services = dict[str, Service]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def services(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """The services of a house that has just opened."""
    found = {}
    for name in SERVICES:
        create = partial(create_app, name)
        if request.param == "postgresql":
            found[name] = bench_on_postgresql(name, create, request.getfixturevalue("postgresql").url)
        else:
            found[name] = bench_on_sqlite(name, create, tmp_path_factory.getbasetemp() / "data")
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
    deals = [each.deal for each in people]
    assert sum(deal.concluded_at is not None for deal in deals) / 4000 == pytest.approx(0.31, abs=0.05)
    assert sum(deal.talk_id is not None for deal in deals) / 4000 == pytest.approx(0.35, abs=0.1)
    errands = [errand for each in people for errand in each.errands]
    assert len(errands) / 4000 == pytest.approx(1.0, abs=0.05)
    assert sum(each.done_at is None for each in errands) / len(errands) == pytest.approx(0.40, abs=0.03)
    assert len({each.phone for each in people if each.phone}) == sum(each.phone is not None for each in people)


def test_every_read_model_knows_what_its_owner_would_have_told_it(loaded):
    contacts = loaded["contacts"]
    shown = _in(
        contacts,
        lambda session: [Client.shown(row, NOW) for row in session.execute(Client.rows().order_by(Client.id))],
    )

    assert len(shown) == COUNT
    for model, service in (
        (InteractionsClient, "interactions"),
        (FollowUpsClient, "followups"),
        (TasksClient, "tasks"),
    ):
        expected = [{"id": each["id"], "version": each["version"], **model.fields(each)} for each in shown]
        kept = [{k: v for k, v in row.items() if k != "merged_into"} for row in _rows(loaded[service], model)]
        assert kept == expected


def test_the_finder_finds_what_it_would_have_indexed(loaded):
    contacts = loaded["contacts"]
    before, name_keys = _rows(contacts, ContactIndex), _rows(contacts, NameKey)

    def index_again(session: Any) -> None:
        index(Client, list(session.scalars(sa.select(Client.id))))
        session.commit()

    _in(contacts, index_again)

    assert _rows(contacts, ContactIndex) == before
    assert len(before) == COUNT
    assert _rows(contacts, NameKey) == name_keys
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
    known = _rows(loaded["notifications"], KnownRecord)
    waiting = {row["id"]: (row["version"], row["open"]) for row in known if row["type"] == "follow_up"}
    assert waiting == {id: (row["version"], row["completed_at"] is None) for id, row in follow_ups.items()}


def test_sales_are_those_of_the_interactions_and_have_numbers(loaded):
    service = loaded["followups"]
    sales = {row["id"]: row for row in _rows(service, Sale)}
    follow_ups = [row for row in _rows(service, FollowUp) if row["sale_id"]]
    about = {row["id"]: row["sale_id"] for row in _rows(loaded["interactions"], Interaction) if row["sale_id"]}

    assert len(sales) == COUNT
    assert {row["interaction_id"]: row["sale_id"] for row in follow_ups} == about
    for row in follow_ups:
        sale = sales[row["sale_id"]]
        assert (sale["client_id"], sale["branch_id"]) == (row["client_id"], row["branch_id"])
        assert sale["concluded_at"] is None or row["result_details"]
    last = {row["branch_id"]: row["last"] for row in _rows(service, SaleNumber)}
    for row in sales.values():
        assert row["number"] <= last[row["branch_id"]]
        assert (row["result_details"] is None) == (row["result_at"] is None)


def test_tasks_are_planned_tagged_and_announced_as_people_and_time_would_have(loaded):
    service = loaded["tasks"]
    tasks = {row["id"]: row for row in _rows(service, Task)}
    zones = {row["id"]: row["time_zone"] for row in _rows(service, TasksBranch)}
    types = {row["id"]: row for row in _rows(service, TaskType)}

    assert len(tasks) > COUNT / 2
    for row in tasks.values():
        planned = span(row["planned_at"], row["due_on"], row["duration_minutes"], zones[row["branch_id"]])
        assert (row["starts_at"], row["ends_at"]) == planned
        assert row["duration_minutes"] == types[row["type_id"]]["default_duration_minutes"]
        assert row["created_at"] < NOW
        assert row["armed"] == (row["status"] == "planned" and row["ends_at"] > NOW)
    overdue = {row["id"] for row in tasks.values() if row["status"] == "planned" and not row["armed"]}
    assert overdue == {row["task_id"] for row in _rows(service, TaskOverdueNotice)}
    tagged = {(row["task_id"], row["tag"]) for row in _rows(service, TaskTag)}
    assert tagged == {(row["id"], tag) for row in tasks.values() for tag in row["tags"]}


def test_everybody_is_known_everywhere(loaded):
    people = {
        name: _people(loaded[name]) for name in ("contacts", "interactions", "followups", "tasks", "notifications")
    }

    assert len({frozenset(each.items()) for each in people.values()}) == 1
    assert Counter(people["contacts"].values()) == {"operator": 12, "manager": 3, "admin": 1}


def _people(service: Service) -> dict[Any, str]:
    people = service.tables.outbox.metadata.tables["people"]
    rows = _in(service, lambda session: session.execute(sa.select(people.c.id, people.c.role)).all())
    return {row.id: row.role for row in rows}
