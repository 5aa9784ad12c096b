"""What is said of a part of a trace, and what never is."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from shared import clock, tracing
from shared.config import Settings
from shared.events import Event
from shared.telemetry import caused_by, trace
from shared.testing.collector import Collector, Seen, collecting

CAUSE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
OTHER = "00-1bf7651916cd43dd8448eb211c80319c-c7ad6b7169203331-01"
PHONE = "+525577319264"


@pytest.fixture
def collector() -> Iterator[Collector]:
    with collecting() as (collector, address):
        tracing.begin(replace(Settings(), otlp_endpoint=address))
        yield collector
        tracing.end()


def arrived(collector: Collector) -> dict[str, Seen]:
    """All parts by their names, once they are handed over."""
    tracing.end()
    return {each.name: each for each in collector.spans}


def test_a_part_goes_on_with_what_caused_it(collector: Collector) -> None:
    with tracing.part("outer", causes=[CAUSE], service="here") as outer, tracing.part("inner", service="there"):
        assert outer.traceparent

    seen = arrived(collector)
    assert (seen["outer"].trace_id, seen["outer"].parent_id) == tuple(CAUSE.split("-")[1:3])
    assert seen["inner"].parent_id == seen["outer"].id == outer.traceparent.split("-")[2]
    assert (seen["outer"].service, seen["inner"].service) == ("here", "there")


def test_what_many_caused_is_a_trace_of_its_own_and_each_of_them_goes_on(collector: Collector) -> None:
    with tracing.part("many", causes=[CAUSE, OTHER], service="here"):
        assert not tracing.is_at_work(CAUSE)
        with tracing.part("one", causes=[CAUSE], service="here"):
            assert tracing.is_at_work(CAUSE)

    seen = arrived(collector)
    assert seen["many"].trace_id not in {CAUSE.split("-")[1], OTHER.split("-")[1]}
    assert seen["many"].linked == [tuple(each.split("-")[1:3]) for each in (CAUSE, OTHER)]
    assert seen["one"].trace_id == CAUSE.split("-")[1]


@pytest.mark.parametrize("cause", ["", "none", "00-" + 32 * "0" + "-" + 16 * "0" + "-01"])
def test_a_cause_that_cannot_be_read_begins_a_trace(collector: Collector, cause: str) -> None:
    with tracing.part("first", causes=[cause], service="here"):
        """Nothing more."""

    assert arrived(collector)["first"].parent_id == ""


def test_a_statement_is_told_without_its_values_and_an_error_without_its_text(collector: Collector) -> None:
    engine = sa.create_engine("sqlite://")
    tracing.watch(engine, "here")
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE phones (number TEXT UNIQUE)"))
        with tracing.part("work", service="here"):
            connection.execute(sa.text("INSERT INTO phones VALUES (:number)"), {"number": PHONE})
        with pytest.raises(sa.exc.IntegrityError), tracing.part("failing", service="here"):
            connection.execute(sa.text("INSERT INTO phones VALUES (:number) /* again */"), {"number": PHONE})
    engine.dispose()

    seen = arrived(collector)
    statements = [each for each in collector.spans if each.name == "INSERT"]
    assert {each.parent_id for each in statements} == {seen["work"].id, seen["failing"].id}
    assert seen["failing"].noted == {"error.type": "IntegrityError"}
    assert statements[1].noted["error.type"] == "IntegrityError"
    assert [each.name for each in collector.spans if "CREATE" in each.name] == []
    assert PHONE.encode() not in b"".join(collector.raw)


def test_asking_others_for_no_trace_makes_none(collector: Collector) -> None:
    with tracing.call("GET contacts", service="here") as part:
        assert part.traceparent is None

    assert arrived(collector) == {}


def test_what_is_published_in_reaction_goes_on_with_the_trace(collector: Collector) -> None:
    event = Event(
        id=uuid4(), type="ClientCreated", source="/services/contacts", subject=uuid4(), time=clock.now(), sequence=1,
        data={}, traceparent=CAUSE,
    )  # fmt: skip
    with Flask("here").app_context(), tracing.part("process", causes=[CAUSE]), caused_by(event):
        told = trace().traceparent

    seen = arrived(collector)
    assert told.split("-")[1:3] == [CAUSE.split("-")[1], seen["handle ClientCreated"].id]
