"""Follow-ups keep in step with their interactions, whatever the order and number of the events."""

import itertools
from datetime import date
from random import Random
from typing import Any

import pytest

from services.followups.tests.people import JUAN, AnInteraction, a_client
from shared.testing.fixtures import ANA, LUIS, PEOPLE, Bench

MONDAY, TUESDAY, FRIDAY = date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 13)
WITHOUT = ("id", "version", "updated_at")


@pytest.fixture(autouse=True)
def _juan_is_known(bench: Bench) -> None:
    bench.hear("ClientCreated", a_client())


def follow_ups(bench: Bench, **filters: Any) -> list[dict[str, Any]]:
    return bench.as_(ANA).get("/follow-ups", state=["open", "done", "cancelled"], **filters).json["items"]


def only(bench: Bench) -> dict[str, Any]:
    (found,) = follow_ups(bench)
    return found


@pytest.mark.requirement("F1", "F3", "F4", "F11", "I16")
def test_an_interaction_with_a_day_makes_a_follow_up(bench: Bench) -> None:
    interaction = AnInteraction(MONDAY, notes="Quiere precios").heard_by(bench)

    found = only(bench)

    assert found["interaction_id"] == str(interaction.id)
    assert found["client"] == {"id": str(JUAN), "name": "Juan Pérez", "phone": "+525512345678"}
    assert (found["due_on"], found["notes"], found["method"]) == ("2026-03-09", "Quiere precios", "call")
    assert found["assigned_to"] == {"id": str(ANA), "name": "Ana Ruiz"}


@pytest.mark.requirement("F14")
def test_an_interaction_without_a_day_makes_none(bench: Bench) -> None:
    AnInteraction(notes="Solo informes").heard_by(bench)

    assert follow_ups(bench) == []


def test_moving_the_day_of_the_interaction_moves_the_follow_up_and_keeps_the_original(bench: Bench) -> None:
    AnInteraction(MONDAY).change(follow_up_on=FRIDAY).heard_by(bench)

    found = only(bench)

    assert (found["due_on"], found["original_due_on"]) == ("2026-03-13", "2026-03-09")
    assert [(step["from"], step["to"]) for step in found["postponements"]] == [("2026-03-09", "2026-03-13")]


def test_the_time_of_the_interaction_is_that_of_the_follow_up_until_somebody_changes_it(bench: Bench) -> None:
    interaction = AnInteraction(MONDAY, follow_up_time="16:30")
    interaction.heard_by(bench)
    assert only(bench)["due_time"] == "16:30"
    bench.as_(ANA).patch(f"/follow-ups/{only(bench)['id']}", {"due_time": "09:00"})

    interaction.change(notes="Prefiere la tarde").heard_by(bench, 2)
    assert (only(bench)["due_time"], only(bench)["notes"]) == ("09:00", "Prefiere la tarde")
    interaction.change(follow_up_time="18:00").heard_by(bench, 3)

    assert only(bench)["due_time"] == "18:00"


def test_clearing_the_day_cancels_and_setting_it_again_reopens(bench: Bench) -> None:
    interaction = AnInteraction(MONDAY).change(follow_up_on=None).heard_by(bench)
    assert only(bench)["state"] == "cancelled"

    interaction.change(follow_up_on=FRIDAY).heard_by(bench, 3)

    assert (only(bench)["state"], only(bench)["due_on"]) == ("overdue", "2026-03-13")


def test_deleting_the_interaction_cancels_the_open_follow_up(bench: Bench) -> None:
    AnInteraction(MONDAY).delete().heard_by(bench)

    assert only(bench)["state"] == "cancelled"


def test_a_completed_follow_up_stays_whatever_becomes_of_its_interaction(bench: Bench) -> None:
    interaction = AnInteraction(MONDAY).heard_by(bench)
    bench.as_(ANA).post(f"/follow-ups/{only(bench)['id']}/complete", {"result": {"details": "Vendrá el lunes"}})

    interaction.change(follow_up_on=FRIDAY, notes="otra cosa").delete().heard_by(bench)

    assert only(bench)["state"] == "done"
    assert only(bench)["due_on"] == "2026-03-09"


def test_what_was_changed_in_the_follow_up_stays_unless_that_field_of_the_interaction_changed(bench: Bench) -> None:
    interaction = AnInteraction(MONDAY, notes="original").heard_by(bench)
    changes = {"due_on": "2026-03-20", "notes": "cambiado aquí", "assigned_to_id": str(LUIS)}
    bench.as_(ANA).patch(f"/follow-ups/{only(bench)['id']}", changes)

    interaction.change(notes="cambiado allá").heard_by(bench, 2)

    found = only(bench)
    assert (found["due_on"], found["notes"]) == ("2026-03-20", "cambiado allá")
    assert found["assigned_to"]["id"] == str(LUIS)


def test_events_in_any_order_and_number_give_the_same_end(bench: Bench) -> None:
    luis = {"id": LUIS, "name": PEOPLE[LUIS]["name"]}
    steps: list[dict[str, Any]] = [
        {"follow_up_on": FRIDAY},
        {"notes": "segunda", "follow_up_on": None},
        {"follow_up_on": TUESDAY, "follow_up_assigned_to": luis},
    ]
    ends = []
    for order in itertools.permutations((1, 2, 3, 4)):
        interaction = AnInteraction(MONDAY, notes="primera")
        for step in steps:
            interaction.change(**step)
        interaction.heard_by(bench, *order, *order)
        ends.append(next(each for each in follow_ups(bench) if each["interaction_id"] == str(interaction.id)))
        interaction.delete().heard_by(bench, 5)

    plain = [{k: v for k, v in end.items() if k not in (*WITHOUT, "interaction_id")} for end in ends]
    assert all(each == plain[0] for each in plain)
    assert plain[0]["due_on"] == "2026-03-10"
    assert plain[0]["original_due_on"] == "2026-03-09"
    assert plain[0]["notes"] == "segunda"


def a_sale(bench: Bench) -> str:
    return bench.as_(ANA).post("/sales", {"title": "Plan anual", "client_id": str(JUAN)}).json["id"]


class TestAboutASale:
    def test_the_follow_up_goes_along_with_its_interaction_to_another_sale(self, bench: Bench) -> None:
        one, other = a_sale(bench), a_sale(bench)
        interaction = AnInteraction(MONDAY, sale_id=one).heard_by(bench)

        interaction.change(sale_id=other).heard_by(bench, 2)

        assert only(bench)["sale_id"] == other
        followed = bench.as_(ANA).get(f"/sales/{other}/follow-ups").json["items"]
        assert [each["id"] for each in followed] == [only(bench)["id"]]
        assert bench.as_(ANA).get(f"/sales/{one}").json["last_follow_up"] is None
        assert bench.published("FollowUpUpdated")[-1].data["sale_id"] == other

    def test_taken_from_its_sale_it_stands_for_itself(self, bench: Bench) -> None:
        interaction = AnInteraction(MONDAY, sale_id=a_sale(bench)).heard_by(bench)

        interaction.change(sale_id=None).heard_by(bench, 2)

        assert (only(bench)["sale_id"], only(bench)["state"]) == (None, "overdue")

    def test_a_concluded_sale_gets_no_follow_up(self, bench: Bench) -> None:
        one, other = a_sale(bench), a_sale(bench)
        interaction = AnInteraction(MONDAY, sale_id=one).heard_by(bench)
        bench.as_(ANA).post(f"/sales/{other}/conclude")

        interaction.change(sale_id=other).heard_by(bench, 2)

        assert only(bench)["sale_id"] is None

    def test_what_is_done_stays_with_its_sale(self, bench: Bench) -> None:
        one, other = a_sale(bench), a_sale(bench)
        interaction = AnInteraction(MONDAY, sale_id=one).heard_by(bench)
        bench.as_(ANA).post(f"/follow-ups/{only(bench)['id']}/complete")

        interaction.change(sale_id=other).heard_by(bench, 2)

        assert only(bench)["sale_id"] == one

    def test_the_sale_is_the_same_in_whatever_order_and_number_the_events_come(self, bench: Bench) -> None:
        one, other = a_sale(bench), a_sale(bench)
        orders = Random(5).sample(list(itertools.permutations((1, 2, 3, 4, 5))), 40)
        for order in orders:
            interaction = AnInteraction(MONDAY, sale_id=one)
            interaction.change(sale_id=None, follow_up_on=None).change(notes="segunda", follow_up_on=FRIDAY)
            interaction.change(sale_id=other).change(notes="última").heard_by(bench, *order, *order[:2])

            [found] = [each for each in follow_ups(bench, limit=200) if each["interaction_id"] == str(interaction.id)]
            assert (found["sale_id"], found["state"], found["notes"]) == (other, "overdue", "última")
            interaction.delete().heard_by(bench, 6)


def test_a_deletion_that_comes_first_leaves_a_tombstone(bench: Bench) -> None:
    AnInteraction(MONDAY).delete().heard_by(bench, 2, 1)

    assert only(bench)["state"] == "cancelled"
    assert only(bench)["method"] is None


@pytest.mark.requirement("F12")
def test_two_open_follow_ups_of_one_client_stand_side_by_side(bench: Bench) -> None:
    AnInteraction(MONDAY).heard_by(bench)
    AnInteraction(FRIDAY).heard_by(bench)

    assert [each["due_on"] for each in follow_ups(bench)] == ["2026-03-09", "2026-03-13"]


class TestCompletingInOneStep:
    @pytest.mark.requirement("F8", "F9", "F12")
    def test_the_earlier_one_is_completed_with_the_notes_and_the_next_is_scheduled(self, bench: Bench) -> None:
        AnInteraction(MONDAY, notes="Llamar").heard_by(bench)
        earlier = only(bench)

        AnInteraction(FRIDAY, notes="Dijo que sí", completes_follow_up_id=earlier["id"]).heard_by(bench)

        done = bench.as_(ANA).get(f"/follow-ups/{earlier['id']}").json
        assert done["state"] == "done"
        assert done["result"]["details"] == "Dijo que sí"
        assert done["completed_by"] == {"id": str(ANA), "name": "Ana Ruiz"}
        assert [each["due_on"] for each in bench.as_(ANA).get("/follow-ups").json["items"]] == ["2026-03-13"]

    @pytest.mark.parametrize("place", range(4))
    def test_it_is_completed_whenever_that_is_heard_of(self, bench: Bench, place: int) -> None:
        earlier = AnInteraction(MONDAY).change(follow_up_on=None).change(follow_up_on=FRIDAY).heard_by(bench, 1)
        answer = AnInteraction(notes="Dijo que sí", completes_follow_up_id=only(bench)["id"])

        for version in (2, 3, 4):
            if place == version - 2:
                answer.heard_by(bench)
            if version == 4:
                earlier.delete()
            earlier.heard_by(bench, version)
        answer.heard_by(bench)

        found = next(each for each in follow_ups(bench) if each["interaction_id"] == str(earlier.id))
        assert (found["state"], found["result"]["details"]) == ("done", "Dijo que sí")

    def test_what_somebody_cancelled_meanwhile_stays_cancelled(self, bench: Bench) -> None:
        AnInteraction(MONDAY).heard_by(bench)
        earlier = only(bench)
        bench.as_(ANA).post(f"/follow-ups/{earlier['id']}/cancel")

        AnInteraction(notes="Dijo que sí", completes_follow_up_id=earlier["id"]).heard_by(bench)

        assert only(bench)["state"] == "cancelled"

    def test_empty_notes_give_no_result(self, bench: Bench) -> None:
        AnInteraction(MONDAY).heard_by(bench)
        earlier = only(bench)

        AnInteraction(completes_follow_up_id=earlier["id"]).heard_by(bench)

        assert only(bench)["state"] == "done"
        assert only(bench)["result"] is None

    def test_if_somebody_was_quicker_the_first_result_stays_and_the_next_one_is_scheduled(self, bench: Bench) -> None:
        AnInteraction(MONDAY).heard_by(bench)
        earlier = only(bench)
        bench.as_(LUIS).post(f"/follow-ups/{earlier['id']}/complete", {"result": {"details": "primero"}})

        AnInteraction(FRIDAY, notes="segundo", completes_follow_up_id=earlier["id"]).heard_by(bench)

        done = bench.as_(ANA).get(f"/follow-ups/{earlier['id']}").json
        assert done["result"]["details"] == "primero"
        assert len(bench.as_(ANA).get("/follow-ups").json["items"]) == 1

    def test_editing_it_later_or_hearing_the_edit_first_completes_with_the_first_notes(self, bench: Bench) -> None:
        AnInteraction(MONDAY).heard_by(bench)
        earlier = only(bench)

        answer = AnInteraction(notes="como fue", completes_follow_up_id=earlier["id"])
        answer.change(notes="corregido").delete().heard_by(bench, 3, 2, 1)

        assert only(bench)["state"] == "done"
        assert only(bench)["result"]["details"] == "como fue"


def test_what_follows_from_an_event_carries_its_cause(bench: Bench) -> None:
    interaction = AnInteraction(MONDAY)
    kind, data = interaction.versions[0]

    cause = bench.hear(kind, data, actor_id=LUIS)

    (event,) = bench.published("FollowUpScheduled")
    assert (event.correlation_id, event.actor_id) == (cause.correlation_id, LUIS)
    assert event.traceparent.split("-")[1] == cause.traceparent.split("-")[1]
    assert event.traceparent != cause.traceparent
