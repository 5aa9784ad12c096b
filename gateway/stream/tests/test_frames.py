"""Who is told what."""

import orjson
import pytest

from gateway.stream.frames import KINDS, news_of
from gateway.tests.events import bell, event, user
from shared.events import CATALOGUE, Event
from shared.ids import new_id
from shared.testing.fixtures import ANA, CENTRAL, LUIS, NORA, NORTE, OLGA


def told(of: Event) -> set[str]:
    """Who hears of an event."""
    people = {"Ana": ANA, "Luis": LUIS, "Nora": NORA, "Olga": OLGA}
    return {name for name, id in people.items() if any(news.reaches(user(id)) for news in news_of(of))}


def test_what_happens_in_a_branch_is_for_its_people_and_the_administrator() -> None:
    assert told(event("ClientUpdated", CENTRAL)) == {"Ana", "Luis", "Olga"}
    assert told(event("ClientUpdated", NORTE)) == {"Nora", "Olga"}


def test_what_is_of_no_branch_is_for_nobody() -> None:
    assert told(event("ClientUpdated", None)) == set()


def test_a_bell_rings_for_one_person_alone_wherever_it_comes_from() -> None:
    assert told(bell(ANA)) == {"Ana"}
    assert told(bell(ANA, NORTE)) == {"Ana"}


def test_a_message_by_another_channel_rings_no_bell() -> None:
    assert told(bell(ANA, channel="email")) == set()


def test_what_is_published_again_is_no_news() -> None:
    assert told(event("ClientUpdated", announced=True)) == set()


def test_news_are_an_id_and_what_happened_and_nothing_else() -> None:
    happened = event("FollowUpRescheduled", notes="Pidió que le llamemos", client={"name": "Juan"})
    (news,) = news_of(happened)

    kind, place, data = news.written("e-7").decode().removesuffix("\n\n").split("\n")

    assert (kind, place) == ("event: follow_up", "id: e-7")
    assert orjson.loads(data.removeprefix("data: ")) == {"id": str(happened.subject), "change": "FollowUpRescheduled"}


def test_who_looks_at_a_client_that_is_merged_away_is_told_too() -> None:
    duplicate = new_id()
    merged = event("ClientsMerged", kept_id=new_id(), duplicate_id=duplicate)

    assert [news.subject for news in news_of(merged)] == [merged.subject, duplicate]


@pytest.mark.parametrize("kind", ["client", "interaction", "follow_up", "sale", "task"])
def test_everything_that_happens_to_a_record_is_told(kind: str) -> None:
    assert {name for name, each in CATALOGUE.items() if each.subject == kind} == {
        name for name, each in KINDS.items() if each == kind
    }


def test_of_people_branches_and_tags_nothing_is_told() -> None:
    for kind in ("UserUpdated", "BranchUpdated", "TagUpdated", "PatientUpdated"):
        assert told(event(kind)) == set()
