"""Leaving staff: open follow-ups and sales go to the successor, and so does what comes late; nothing is lost."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.followups.models import FollowUp, db
from services.followups.tests.people import JUAN, AnInteraction, a_client
from shared import clock
from shared.events import Event
from shared.ids import new_id
from shared.inbox import apply
from shared.testing.fixtures import ANA, CENTRAL, LUIS, MARTA, OLGA, PEOPLE, Bench, an_event

NOON = datetime(2026, 3, 9, 18, tzinfo=UTC)
FRIDAY = date(2026, 3, 13)


@pytest.fixture(autouse=True)
def _it_is_monday_noon(bench: Bench) -> Iterator[None]:
    bench.hear("ClientCreated", a_client())
    with clock.stopped(NOON):
        yield


def a_user(id: UUID, version: int, *, active: bool = True, name: str = "") -> dict[str, Any]:
    name = name or PEOPLE.get(id, {}).get("name", "Eva Sol")
    return {
        "id": id, "version": version, "name": name, "role": "operator", "active": active, "branch_ids": [CENTRAL]
    }  # fmt: skip


def hands_over(bench: Bench, from_id: UUID = ANA, to_id: UUID = LUIS) -> None:
    bench.hear("WorkHandedOver", {"from_id": from_id, "to_id": to_id})


def leaves(bench: Bench, id: UUID = ANA, version: int = 2) -> None:
    bench.hear("UserUpdated", a_user(id, version, active=False), version)


def comes_back(bench: Bench, id: UUID = ANA, version: int = 3) -> None:
    bench.hear("UserUpdated", a_user(id, version), version)


def follow_up(bench: Bench, by: UUID = ANA, **fields: Any) -> dict[str, Any]:
    answer = bench.as_(by).post("/follow-ups", {"client_id": str(JUAN), "due_on": str(FRIDAY)} | fields)
    assert answer.status_code == 201, answer.text
    return answer.json


def sale(bench: Bench, by: UUID = ANA, **fields: Any) -> dict[str, Any]:
    answer = bench.as_(by).post("/sales", {"client_id": str(JUAN), "title": "Plan anual"} | fields)
    assert answer.status_code == 201, answer.text
    return answer.json


def late(assigned_to: UUID = ANA) -> AnInteraction:
    return AnInteraction(FRIDAY, follow_up_assigned_to={"id": assigned_to, "name": "Ana Ruiz"})


def mine(bench: Bench, id: UUID, path: str = "/follow-ups") -> list[str]:
    whose = "assigned_to_id" if path == "/follow-ups" else "agent_id"
    return [each["id"] for each in bench.as_(OLGA).get(path, **{whose: str(id)}).json["items"]]


class TestHandedOver:
    @pytest.mark.requirement("G8")
    def test_open_follow_ups_and_sales_go_to_the_other(self, bench: Bench) -> None:
        promised, sold = follow_up(bench), sale(bench)
        of_marta = follow_up(bench, MARTA)

        hands_over(bench)

        after = bench.as_(LUIS).get(f"/follow-ups/{promised['id']}").json
        assert (after["assigned_to"]["name"], after["version"]) == ("Luis Vega", 2)
        assert bench.as_(LUIS).get(f"/sales/{sold['id']}").json["agent"]["name"] == "Luis Vega"
        assert mine(bench, MARTA) == [of_marta["id"]]

    def test_undoing_a_completion_cancels_a_next_one_that_was_only_handed_over(self, bench: Bench) -> None:
        promised = follow_up(bench)
        done = bench.as_(ANA).post(f"/follow-ups/{promised['id']}/complete", {"next": {"due_on": "2026-03-20"}}).json

        hands_over(bench)
        bench.as_(LUIS).post(f"/follow-ups/{promised['id']}/reopen")

        assert bench.as_(LUIS).get(f"/follow-ups/{done['next']['id']}").json["state"] == "cancelled"

    def test_what_is_done_stays_theirs(self, bench: Bench) -> None:
        done = follow_up(bench)
        bench.as_(ANA).post(f"/follow-ups/{done['id']}/complete")
        concluded = sale(bench)
        bench.as_(ANA).post(f"/sales/{concluded['id']}/conclude")

        hands_over(bench)

        after = bench.as_(ANA).get(f"/follow-ups/{done['id']}").json
        assert (after["assigned_to"]["name"], after["completed_by"]["name"]) == ("Ana Ruiz", "Ana Ruiz")
        assert bench.as_(ANA).get(f"/sales/{concluded['id']}").json["agent"]["name"] == "Ana Ruiz"

    def test_each_that_has_moved_is_published_once(self, bench: Bench) -> None:
        promised, sold = follow_up(bench), sale(bench)

        hands_over(bench)
        hands_over(bench)
        leaves(bench)

        told = bench.published("FollowUpUpdated", "SaleUpdated")
        assert {(event.type, str(event.subject), event.sequence) for event in told} == {
            ("FollowUpUpdated", promised["id"], 2),
            ("SaleUpdated", sold["id"], 2),
        }
        assert {(event.data.get("assigned_to") or event.data["agent"])["id"] for event in told} == {str(LUIS)}
        assert len(told) == 2

    def test_while_they_are_active_new_work_is_theirs(self, bench: Bench) -> None:
        hands_over(bench)

        late().heard_by(bench)
        follow_up(bench)

        assert len(mine(bench, ANA)) == 2

    def test_what_they_got_before_they_left_goes_when_they_leave(self, bench: Bench) -> None:
        hands_over(bench)
        late().heard_by(bench)

        leaves(bench)

        assert (len(mine(bench, LUIS)), mine(bench, ANA)) == (1, [])


class TestLate:
    def test_what_comes_for_somebody_who_has_left_is_the_successors(self, bench: Bench) -> None:
        hands_over(bench)
        leaves(bench)

        late().heard_by(bench)

        assert (len(mine(bench, LUIS)), mine(bench, ANA)) == (1, [])

    def test_who_left_without_a_successor_keeps_it_until_there_is_one(self, bench: Bench) -> None:
        leaves(bench)
        late().heard_by(bench)
        assert len(mine(bench, ANA)) == 1

        hands_over(bench)

        assert (len(mine(bench, LUIS)), mine(bench, ANA)) == (1, [])

    def test_an_interaction_that_names_them_afterwards_means_the_successor(self, bench: Bench) -> None:
        interaction = late(MARTA).heard_by(bench)
        hands_over(bench)
        leaves(bench)

        interaction.change(follow_up_assigned_to={"id": ANA, "name": "Ana Ruiz"}).heard_by(bench, 2)

        assert len(mine(bench, LUIS)) == 1

    def test_it_goes_along_the_chain(self, bench: Bench) -> None:
        hands_over(bench, ANA, LUIS)
        leaves(bench, ANA)
        hands_over(bench, LUIS, MARTA)
        leaves(bench, LUIS)

        late(ANA).heard_by(bench)

        assert len(mine(bench, MARTA)) == 1

    def test_who_comes_back_gets_their_own_again(self, bench: Bench) -> None:
        promised = follow_up(bench)
        hands_over(bench)
        leaves(bench)
        comes_back(bench)

        late().heard_by(bench)

        assert len(mine(bench, ANA)) == 1
        assert mine(bench, LUIS) == [promised["id"]]

    def test_it_can_be_handed_back(self, bench: Bench) -> None:
        promised = follow_up(bench)
        hands_over(bench, ANA, LUIS)
        leaves(bench, ANA)
        comes_back(bench, ANA)
        hands_over(bench, LUIS, ANA)
        leaves(bench, LUIS)

        assert mine(bench, ANA) == [promised["id"]]
        late(LUIS).heard_by(bench)
        assert len(mine(bench, ANA)) == 2

    def test_where_everybody_has_left_it_stays_and_goes_to_the_first_who_comes_back(self, bench: Bench) -> None:
        hands_over(bench, ANA, LUIS)
        hands_over(bench, LUIS, ANA)
        leaves(bench, ANA)
        leaves(bench, LUIS)
        late(ANA).heard_by(bench)
        late(LUIS).heard_by(bench)
        assert (len(mine(bench, ANA)), len(mine(bench, LUIS))) == (1, 1)

        comes_back(bench, LUIS)

        assert len(mine(bench, LUIS)) == 2

    def test_news_of_a_hand_over_may_come_before_news_of_the_person(self, bench: Bench) -> None:
        eva = new_id()
        hands_over(bench, eva, LUIS)
        late(eva).heard_by(bench)

        bench.hear("UserCreated", a_user(eva, 1))
        assert len(mine(bench, eva)) == 1
        bench.hear("UserUpdated", a_user(eva, 2, active=False), 2)

        assert len(mine(bench, LUIS)) == 1

    def test_an_older_hand_over_that_comes_late_does_not_name_the_successor(self, bench: Bench) -> None:
        first = an_event("WorkHandedOver", {"from_id": ANA, "to_id": LUIS})
        second = an_event("WorkHandedOver", {"from_id": ANA, "to_id": MARTA})

        apply(bench.service, [second])
        apply(bench.service, [first])
        leaves(bench)
        late().heard_by(bench)

        assert len(mine(bench, MARTA)) == 1

    def test_told_again_it_takes_nothing_from_who_came_back(self, bench: Bench) -> None:
        hands_over(bench)
        leaves(bench)
        comes_back(bench)
        promised = follow_up(bench)

        bench.hear("WorkHandedOver", {"from_id": ANA, "to_id": LUIS}, announced=True)

        assert mine(bench, ANA) == [promised["id"]]


class TestRequests:
    """A token outlives its owner's leaving by minutes, and what was closed can be opened again."""

    @pytest.fixture(autouse=True)
    def _ana_has_left(self, bench: Bench) -> None:
        self.done = follow_up(bench)
        bench.as_(ANA).post(f"/follow-ups/{self.done['id']}/complete")
        self.concluded = sale(bench)
        bench.as_(ANA).post(f"/sales/{self.concluded['id']}/conclude")
        hands_over(bench)
        leaves(bench)

    def test_what_they_still_plan_is_the_successors(self, bench: Bench) -> None:
        assert follow_up(bench)["assigned_to"]["name"] == "Luis Vega"
        assert sale(bench)["agent"]["name"] == "Luis Vega"

    def test_what_is_opened_again_is_the_successors(self, bench: Bench) -> None:
        assert (
            bench.as_(MARTA).post(f"/follow-ups/{self.done['id']}/reopen").json["assigned_to"]["name"] == "Luis Vega"
        )
        assert bench.as_(MARTA).post(f"/sales/{self.concluded['id']}/reopen").json["agent"]["name"] == "Luis Vega"

    def test_nobody_can_be_given_work_who_has_left(self, bench: Bench) -> None:
        answer = bench.as_(MARTA).post(
            "/follow-ups", {"client_id": str(JUAN), "due_on": str(FRIDAY), "assigned_to_id": str(ANA)}
        )

        assert (answer.status_code, list(answer.json["errors"])) == (422, ["assigned_to_id"])


def test_rows_seen_before_in_the_same_batch_are_moved_too(bench: Bench) -> None:
    interaction = late().change(notes="Quiere precios")
    (_, first), (_, second) = interaction.versions

    apply(
        bench.service,
        [
            an_event("InteractionCreated", first, 1),
            an_event("InteractionUpdated", second, 2),
            an_event("WorkHandedOver", {"from_id": ANA, "to_id": LUIS}),
        ],
    )

    [found] = bench.as_(OLGA).get("/follow-ups").json["items"]
    assert (found["assigned_to"]["name"], found["notes"], found["version"]) == ("Luis Vega", "Quiere precios", 3)


def test_work_given_while_they_leave_is_not_left_behind(bench: Bench) -> None:
    hands_over(bench)
    leaving = threading.Thread(target=leaves, args=(bench,))
    with bench.app.app_context():
        FollowUp.schedule(client_id=JUAN, branch_id=CENTRAL, due_on=FRIDAY, at=NOON, assigned_to_id=ANA)
        db.session.flush()

        leaving.start()
        leaving.join(0.3)
        assert leaving.is_alive(), "it waits for what is being written"
        db.session.commit()

    leaving.join(10)
    assert (len(mine(bench, LUIS)), mine(bench, ANA)) == (1, [])


# --- any history, heard in any order -----------------------------------------------------------------------


class Story(NamedTuple):
    """What four people do, one thing after the other, and the chance by which the news of it are mixed."""

    steps: list[tuple[str, int, int]]
    seed: int


STORIES = st.builds(
    Story,
    st.lists(
        st.tuples(
            st.sampled_from(["hand-over", "hand-over", "leave", "come-back", "call"]), *[st.integers(0, 3)] * 2
        ),
        max_size=14,
    ),
    st.integers(0, 2**32),
)


class House:
    """Four people with open work, what became of them, and the news of it."""

    def __init__(self, bench: Bench, story: Story) -> None:
        self.people = [new_id() for _ in range(4)]
        self.active = dict.fromkeys(self.people, True)
        self.successor: dict[UUID, UUID] = {}
        self.version = dict.fromkeys(self.people, 1)
        self.news = [an_event("UserCreated", a_user(id, 1)) for id in self.people]
        apply(bench.service, self.news)
        self.follow_ups = [follow_up(bench, assigned_to_id=str(id))["id"] for id in self.people]
        self.sales = [sale(bench, agent_id=str(id))["id"] for id in self.people]
        self.called = 0
        for what, who, whom in story.steps:
            self._do(what, self.people[who], self.people[whom])

    def _do(self, what: str, who: UUID, whom: UUID) -> None:
        if what == "hand-over" and self.active[whom] and who != whom:
            self.successor[who] = whom
            self.news.append(an_event("WorkHandedOver", {"from_id": who, "to_id": whom}, self.version[who]))
        if what in {"leave", "come-back"}:
            self.active[who] = what == "come-back"
            self.version[who] += 1
            user = a_user(who, self.version[who], active=self.active[who])
            self.news.append(an_event("UserUpdated", user, self.version[who]))
        if what == "call":
            self.called += 1
            [(kind, data)] = late(who).versions
            self.news.append(an_event(kind, data))

    def waits_for_nobody(self, id: UUID) -> bool:
        """Whether somebody has left, and somebody who is here does their work."""
        way = [id]
        while not self.active[way[-1]] and way[-1] in self.successor and self.successor[way[-1]] not in way:
            way.append(self.successor[way[-1]])
        return not self.active[id] and self.active[way[-1]]


def heard(bench: Bench, news: list[Event], chance: Random) -> None:
    """Let the service hear of it out of order, partly twice, in batches as they come."""
    mixed = news + chance.sample(news, len(news) // 2)
    chance.shuffle(mixed)
    while mixed:
        size = chance.randint(1, 5)
        apply(bench.service, mixed[:size])
        mixed = mixed[size:]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=STORIES)
def test_whatever_happens_no_promise_is_lost_and_none_waits_for_somebody_who_left(bench: Bench, story: Story) -> None:
    house = House(bench, story)

    heard(bench, house.news, Random(story.seed))

    everybody = [str(id) for id in house.people]
    promised = bench.as_(OLGA).get("/follow-ups", assigned_to_id=everybody, limit=200).json["items"]
    sold = bench.as_(OLGA).get("/sales", agent_id=everybody, limit=200).json["items"]
    assert len(promised) == len(house.follow_ups) + house.called
    assert {each["id"] for each in sold} == set(house.sales)
    assert {*house.follow_ups} <= {each["id"] for each in promised}
    in_charge = [UUID(each["assigned_to"]["id"]) for each in promised] + [UUID(each["agent"]["id"]) for each in sold]
    assert [id for id in in_charge if house.waits_for_nobody(id)] == []
