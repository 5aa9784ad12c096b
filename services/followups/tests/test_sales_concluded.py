"""Concluding a sale, and opening it again."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from services.followups.tests.people import JUAN, AnInteraction, a_client
from services.followups.tests.sales import NOON, PEPE, ROSA, TODAY, act, followed, opened, seen, state_of, told
from shared import clock
from shared.testing.fixtures import ANA, LUIS, NORTE, Bench


@pytest.fixture(autouse=True)
def _clients_are_known(bench: Bench) -> None:
    bench.hear("ClientCreated", a_client())
    bench.hear("ClientCreated", a_client(ROSA, "Rosa Gómez", phone=None))
    bench.hear("ClientCreated", a_client(PEPE, "Pepe Ñúñez", NORTE))


@pytest.fixture(autouse=True)
def _it_is_monday_noon() -> Iterator[None]:
    with clock.stopped(NOON):
        yield


class TestConcluding:
    @pytest.mark.requirement("S7", "S8", "S9")
    def test_the_last_follow_up_gets_the_result_and_the_other_open_ones_are_cancelled(self, bench: Bench) -> None:
        sale = opened(bench)
        older, last = followed(bench, sale), followed(bench, sale, "2026-03-01")

        without = act(bench, sale, "conclude")
        answer = act(bench, sale, "conclude", told())

        assert (without.status_code, list(without.json["errors"])) == (422, ["result"])
        concluded = answer.json
        assert (concluded["follow_up_status"], concluded["indicator"]) == ("concluded", "blue")
        assert concluded["last_follow_up"]["id"] == last["id"]
        assert concluded["last_follow_up"]["state"] == "done"
        assert concluded["last_follow_up"]["result"]["details"] == "Aceptó la oferta"
        assert (concluded["result"], concluded["days_overdue"]) == (None, 0)
        assert concluded["concluded_by"] == {"id": str(ANA), "name": "Ana Ruiz"}
        assert state_of(bench, older) == "cancelled"
        assert [event.type for event in bench.published()][-3:] == [
            "FollowUpCompleted",
            "FollowUpCancelled",
            "SaleConcluded",
        ]

    def test_a_last_one_that_is_done_without_a_word_still_needs_one(self, bench: Bench) -> None:
        sale = opened(bench)
        last = followed(bench, sale)
        bench.as_(ANA).post(f"/follow-ups/{last['id']}/complete")

        without = act(bench, sale, "conclude", {"result": None})
        concluded = act(bench, sale, "conclude", told()).json

        assert without.status_code == 422
        assert concluded["last_follow_up"]["result"]["details"] == "Aceptó la oferta"
        assert concluded["last_follow_up"]["completed_by"]["name"] == "Ana Ruiz"
        assert [event.type for event in bench.published()][-2:] == ["FollowUpUpdated", "SaleConcluded"]

    def test_a_last_one_with_a_result_keeps_it_and_what_is_told_besides_stays_on_the_sale(self, bench: Bench) -> None:
        sale = opened(bench)
        last = followed(bench, sale)
        bench.as_(ANA).post(f"/follow-ups/{last['id']}/complete", told("Pidió descuento"))

        concluded = act(bench, sale, "conclude", told("Firmó"), by=LUIS).json

        assert concluded["last_follow_up"]["result"]["details"] == "Pidió descuento"
        assert concluded["result"]["details"] == "Firmó"
        assert concluded["result"]["recorded_by"] == {"id": str(LUIS), "name": "Luis Vega"}

    def test_with_a_result_there_nothing_more_is_needed(self, bench: Bench) -> None:
        sale = opened(bench)
        bench.as_(ANA).post(f"/follow-ups/{followed(bench, sale)['id']}/complete", told())

        assert act(bench, sale, "conclude").json["result"] is None

    def test_with_no_follow_up_at_all_the_result_is_kept_on_the_sale(self, bench: Bench) -> None:
        body = {"result": {"details": "Compró en mostrador", "occurred_at": "2026-03-08T18:00:00Z"}}

        concluded = act(bench, opened(bench), "conclude", body).json
        silent = act(bench, opened(bench), "conclude").json

        assert concluded["result"] == body["result"] | {"recorded_by": {"id": str(ANA), "name": "Ana Ruiz"}}
        assert (concluded["last_follow_up"], silent["result"], silent["indicator"]) == (None, None, "blue")

    def test_the_second_one_is_told_who_was_first_and_when(self, bench: Bench) -> None:
        sale = opened(bench)
        act(bench, sale, "conclude")

        answer = act(bench, sale, "conclude", told(), by=LUIS)

        assert (answer.status_code, answer.json["type"]) == (409, "/problems/already-concluded")
        assert (answer.json["by"], answer.json["at"]) == (
            {"id": str(ANA), "name": "Ana Ruiz"},
            "2026-03-09T18:00:00Z",
        )
        assert answer.json["detail"] == "El seguimiento de esta venta ya lo concluyó Ana Ruiz."
        assert seen(bench, sale)["result"] is None

    def test_of_many_at_once_one_wins(self, bench: Bench) -> None:
        sale = opened(bench)
        follow_up = followed(bench, sale)
        barrier, answers = threading.Barrier(8), []

        def conclude(number: int) -> None:
            caller = bench.as_(ANA)
            barrier.wait(10)
            answers.append(caller.post(f"/sales/{sale['id']}/conclude", told(str(number))).status_code)

        threads = [threading.Thread(target=conclude, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)

        assert sorted(answers) == [200] + [409] * 7
        assert len(bench.published("SaleConcluded")) == len(bench.published("FollowUpCompleted")) == 1
        assert state_of(bench, follow_up) == "done"

    def test_nothing_new_slips_in_while_it_is_concluded(self, bench: Bench) -> None:
        """Whoever comes first, a concluded sale has no open follow-up."""
        sales = [opened(bench) for _ in range(6)]
        earlier = [followed(bench, sale) for sale in sales]
        barrier, answers = threading.Barrier(24), []

        def at_once(path: str, body: dict[str, Any]) -> None:
            caller = bench.as_(ANA)
            barrier.wait(10)
            answers.append(caller.post(path, body).status_code)

        asked: list[tuple[str, dict[str, Any]]] = []
        for sale, follow_up in zip(sales, earlier, strict=True):
            asked += [
                (f"/sales/{sale['id']}/conclude", told()),
                (f"/sales/{sale['id']}/follow-ups", {"due_on": TODAY}),
                ("/follow-ups", {"client_id": str(JUAN), "due_on": TODAY, "sale_id": sale["id"]}),
                (f"/follow-ups/{follow_up['id']}/complete", told() | {"next": {"due_on": TODAY}}),
            ]
        threads = [threading.Thread(target=at_once, args=each) for each in asked]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)

        assert set(answers) <= {200, 201, 409}
        assert bench.as_(ANA).get("/follow-ups").json["items"] == []
        assert {seen(bench, sale)["indicator"] for sale in sales} == {"blue"}


class TestConcluded:
    def concluded(self, bench: Bench) -> tuple[dict[str, Any], dict[str, Any]]:
        sale = opened(bench)
        last = followed(bench, sale)
        act(bench, sale, "conclude", told())
        return sale, last

    @pytest.mark.requirement("S9")
    def test_no_follow_up_can_be_added_by_anybody(self, bench: Bench) -> None:
        sale, last = self.concluded(bench)
        by_hand = {"client_id": str(JUAN), "due_on": TODAY, "sale_id": sale["id"]}

        answers = [
            act(bench, sale, "follow-ups", {"due_on": TODAY}),
            bench.as_(ANA).post("/follow-ups", by_hand),
            bench.as_(ANA).post(f"/follow-ups/{last['id']}/reopen"),
        ]

        for answer in answers:
            assert (answer.status_code, answer.json["type"]) == (409, "/problems/sale-concluded")
            assert answer.json["by"] == {"id": str(ANA), "name": "Ana Ruiz"}
        assert bench.as_(ANA).get("/follow-ups").json["items"] == []

    def test_an_interaction_that_comes_late_keeps_its_promise_without_the_sale(self, bench: Bench) -> None:
        sale, _ = self.concluded(bench)

        AnInteraction(NOON.date(), sale_id=sale["id"]).heard_by(bench)

        (promised,) = bench.as_(ANA).get("/follow-ups").json["items"]
        assert (promised["client"]["id"], promised["sale_id"]) == (str(JUAN), None)
        assert seen(bench, sale)["indicator"] == "blue"

    def test_so_does_one_whose_follow_up_was_cancelled_with_it(self, bench: Bench) -> None:
        sale = opened(bench)
        interaction = AnInteraction(NOON.date(), sale_id=sale["id"]).heard_by(bench)
        with clock.stopped(NOON + timedelta(minutes=1)):
            followed(bench, sale)
            act(bench, sale, "conclude", told())

        interaction.change(follow_up_on=NOON.date() + timedelta(days=2)).heard_by(bench)

        (promised,) = bench.as_(ANA).get("/follow-ups").json["items"]
        assert (promised["interaction_id"], promised["sale_id"]) == (str(interaction.id), None)
        assert seen(bench, sale)["indicator"] == "blue"

    def test_reopened_it_goes_on(self, bench: Bench) -> None:
        sale, last = self.concluded(bench)

        answer = act(bench, sale, "reopen")
        again = act(bench, sale, "reopen")

        assert (answer.json["indicator"], answer.json["concluded_at"]) == ("yellow", None)
        assert (again.status_code, again.json["type"]) == (409, "/problems/sale-not-concluded")
        assert state_of(bench, last) == "done"
        followed(bench, sale)
        assert [event.type for event in bench.published()][-2:] == ["SaleReopened", "FollowUpScheduled"]

    def test_what_was_kept_can_still_be_corrected(self, bench: Bench) -> None:
        sale, _ = self.concluded(bench)

        assert bench.as_(ANA).patch(f"/sales/{sale['id']}", {"amount": "90"}).json["amount"] == "90.00"
