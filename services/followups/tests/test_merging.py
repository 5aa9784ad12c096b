"""What becomes of follow-ups when clients are merged or erased, in whatever order one hears of it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.followups.models import Client
from services.followups.tests.people import JUAN, AnInteraction, a_client
from shared import clock
from shared.events import Event
from shared.ids import new_id
from shared.inbox import apply
from shared.testing.fixtures import ANA, Bench, an_event

MONDAY, FRIDAY = date(2026, 3, 9), date(2026, 3, 13)
ANITA = new_id()
ERASED = {"name": "Persona eliminada", "phone": None, "erased_at": "2026-03-09T18:00:00Z"}


@pytest.fixture(autouse=True)
def _it_is_monday_noon() -> Iterator[None]:
    with clock.stopped(datetime(2026, 3, 9, 18, tzinfo=UTC)):
        yield


def ref(id: UUID) -> dict[str, Any]:
    return {"id": id, "name": "Juan Pérez", "phone": "+525512345678"}


def merged(kept_id: UUID, duplicate_id: UUID) -> dict[str, Any]:
    return a_client(kept_id, kept_id=kept_id, duplicate_id=duplicate_id)


def follow_ups(bench: Bench, *client_ids: UUID) -> list[dict[str, Any]]:
    wanted = {"state": ["open", "done", "cancelled"], "client_id": [str(each) for each in client_ids]}
    return bench.as_(ANA).get("/follow-ups", **wanted).json["items"]


def by_hand(bench: Bench, client_id: UUID, **fields: Any) -> dict[str, Any]:
    answer = bench.as_(ANA).post("/follow-ups", {"client_id": str(client_id), "due_on": "2026-03-13"} | fields)
    assert answer.status_code == 201, answer.json
    return answer.json


class TestMerged:
    def test_the_follow_ups_of_a_duplicate_are_the_clients(self, bench: Bench) -> None:
        bench.hear("ClientCreated", a_client())
        bench.hear("ClientCreated", a_client(ANITA, "Anita"))
        AnInteraction(MONDAY, notes="Quiere precios", client=ref(ANITA)).heard_by(bench)

        bench.hear("ClientsMerged", merged(JUAN, ANITA), 2)

        [found] = follow_ups(bench, JUAN)
        assert (found["client"]["name"], found["last_interaction_notes"], found["version"]) == (
            "Juan Pérez", "Quiere precios", 2,
        )  # fmt: skip
        assert bench.published()[-1].type == "FollowUpUpdated"
        assert bench.published()[-1].data["client"]["id"] == str(JUAN)

    def test_a_new_one_for_the_duplicate_is_the_clients(self, bench: Bench) -> None:
        bench.hear("ClientCreated", a_client())
        bench.hear("ClientsMerged", merged(JUAN, ANITA), 2)

        assert by_hand(bench, ANITA)["client"]["id"] == str(JUAN)

    def test_undoing_a_completion_still_cancels_the_next_one_that_nobody_touched(self, bench: Bench) -> None:
        bench.hear("ClientCreated", a_client())
        bench.hear("ClientCreated", a_client(ANITA, "Anita"))
        promised = f"/follow-ups/{by_hand(bench, ANITA)['id']}"
        following = bench.as_(ANA).post(f"{promised}/complete", {"next": {"due_on": "2026-03-20"}}).json["next"]
        bench.hear("ClientsMerged", merged(JUAN, ANITA), 2)

        bench.as_(ANA).post(f"{promised}/reopen")

        assert bench.as_(ANA).get(f"/follow-ups/{following['id']}").json["state"] == "cancelled"

    def test_an_interaction_completes_what_it_answers_before_the_merge_is_known(self, bench: Bench) -> None:
        bench.hear("ClientCreated", a_client())
        bench.hear("ClientCreated", a_client(ANITA, "Anita"))
        promised = by_hand(bench, ANITA)

        AnInteraction(notes="Ya contrató", completes_follow_up_id=promised["id"]).heard_by(bench)
        bench.hear("ClientsMerged", merged(JUAN, ANITA), 2)

        [found] = follow_ups(bench, JUAN)
        assert (found["state"], found["result"]["details"]) == ("done", "Ya contrató")


class TestErased:
    def test_nothing_is_left_but_that_there_was_something(self, bench: Bench) -> None:
        bench.hear("ClientCreated", a_client())
        AnInteraction(FRIDAY, notes="Evangelina quiere precios").heard_by(bench)
        [waiting] = follow_ups(bench, JUAN)
        done = by_hand(bench, JUAN, notes="Evangelina otra vez")
        url = f"/follow-ups/{done['id']}"
        bench.as_(ANA).patch(url, {"due_on": "2026-03-20", "reason": "Evangelina no puede"})
        bench.as_(ANA).post(f"{url}/complete", {"result": {"details": "Evangelina contrató"}})

        bench.hear("ClientErased", a_client(**ERASED), 2)

        found = {each["id"]: each for each in follow_ups(bench, JUAN)}
        assert {id: each["state"] for id, each in found.items()} == {waiting["id"]: "cancelled", done["id"]: "done"}
        assert "Evangelina" not in str(found)
        assert "Juan" not in str(found)
        assert (
            bench.as_(ANA).get("/follow-ups", q="evangelina", state=["open", "done", "cancelled"]).json["items"] == []
        )
        published = [event for event in bench.published() if event.type in {"FollowUpCancelled", "FollowUpUpdated"}]
        assert {str(event.subject) for event in published} == set(found)

    def test_erasing_twice_tells_the_others_once(self, bench: Bench) -> None:
        bench.hear("ClientCreated", a_client())
        by_hand(bench, JUAN, notes="Evangelina")

        for sequence in (2, 3):
            bench.hear("ClientErased", a_client(**ERASED), sequence)

        assert len(bench.published("FollowUpCancelled", "FollowUpUpdated")) == 1

    def test_nothing_more_is_written(self, bench: Bench) -> None:
        bench.hear("ClientCreated", a_client())
        promised = by_hand(bench, JUAN)
        bench.hear("ClientErased", a_client(**ERASED), 2)
        url = f"/follow-ups/{promised['id']}"

        refused = [
            bench.as_(ANA).patch(url, {"notes": "Volvió"}),
            bench.as_(ANA).post(f"{url}/reopen"),
            bench.as_(ANA).post("/follow-ups", {"client_id": str(JUAN), "due_on": "2026-03-13"}),
        ]

        assert {(answer.status_code, answer.json["type"]) for answer in refused} == {(409, "/problems/person-erased")}


class Story(NamedTuple):
    """What may happen with three records of perhaps one person: who is written about, and what they become."""

    written: list[tuple[int, bool, int]]
    merges: list[tuple[int, int]]
    erased: bool
    seed: int


STORIES = st.builds(
    Story,
    written=st.lists(st.tuples(st.integers(0, 2), st.booleans(), st.integers(0, 2)), min_size=1, max_size=3),
    merges=st.sampled_from([[], [(0, 1)], [(0, 1), (2, 0)], [(1, 2), (0, 1)]]),
    erased=st.booleans(),
    seed=st.integers(0, 2**16),
)


class Told:
    """The story as the services would tell it, about people of its own."""

    def __init__(self, bench: Bench, story: Story) -> None:
        self.bench = bench
        self.people = [new_id() for _ in range(3)]
        created = [an_event("ClientCreated", a_client(id)) for id in self.people]
        apply(bench.service, created)
        # What people did here while nothing had happened yet.
        self.promised = by_hand(bench, self.people[1])
        self.interactions = [self._interaction(*each) for each in story.written]
        answer = AnInteraction(
            notes="Contrató", client=ref(self.people[story.merges[-1][0] if story.merges else 1]),
            completes_follow_up_id=self.promised["id"],
        )  # fmt: skip
        self.interactions.append(answer)
        self.events = created + [
            an_event("ClientsMerged", merged(self.people[kept], self.people[lost]), 2 + n)
            for n, (kept, lost) in enumerate(story.merges)
        ]
        if story.erased:
            self._erase(story)
        for interaction in self.interactions:
            self.events += [an_event(kind, data, data["version"]) for kind, data in interaction.versions]

    def _interaction(self, who: int, dated: bool, changes: int) -> AnInteraction:
        interaction = AnInteraction(MONDAY if dated else None, notes="Quiere precios", client=ref(self.people[who]))
        for each in ({"follow_up_on": FRIDAY}, {"notes": "Quiere más"})[:changes]:
            interaction.change(**each)
        return interaction

    def _erase(self, story: Story) -> None:
        """The first one is erased, with all that became one with it; the interactions about them are blanked."""
        groups = {n: {n} for n in range(3)}
        for kept, lost in story.merges:
            groups[kept] = groups[lost] = groups[kept] | groups[lost]
            for each in groups[kept]:
                groups[each] = groups[kept]
        gone = {self.people[n] for n in groups[0]}
        self.events += [an_event("ClientErased", a_client(id, **ERASED), 9) for id in gone]
        for interaction in self.interactions:
            if interaction.versions[0][1]["client"]["id"] in gone:
                interaction.change(notes="", completion_notes=None)

    def end_of(self, events: list[Event]) -> Any:
        """What is known when all has been heard."""
        for event in events:
            apply(self.bench.service, [event])
        order = {str(interaction.id): n for n, interaction in enumerate(self.interactions)}
        who = {str(id): n for n, id in enumerate(self.people)}
        with self.bench.app.app_context():
            kept = [who[str(Client.kept(id))] for id in self.people]
        found = follow_ups(self.bench, *self.people)
        return kept, sorted(
            (
                str(order.get(each["interaction_id"] or "", "-")),
                who[each["client"]["id"]],
                each["client"]["name"],
                *(str(each[name]) for name in ("state", "due_on", "notes", "last_interaction_notes")),
                str(each["result"] and each["result"]["details"]),
            )
            for each in found
        )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=STORIES)
def test_the_end_does_not_depend_on_the_order_and_the_number_of_the_events(bench: Bench, story: Story) -> None:
    in_order, shuffled = Told(bench, story), Told(bench, story)
    chance = Random(story.seed)
    mixed = shuffled.events + chance.sample(shuffled.events, len(shuffled.events) // 2)
    chance.shuffle(mixed)

    assert shuffled.end_of(mixed) == in_order.end_of(in_order.events)
