"""What people can ask of sales, and the control of their follow-ups."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.followups.tests.people import JUAN, a_client
from services.followups.tests.sales import NOON, PEPE, ROSA, TODAY, act, followed, opened, seen, told
from shared import clock
from shared.ids import new_id
from shared.testing.fixtures import ANA, CENTRAL, LUIS, MARTA, NORA, NORTE, OLGA, Bench


@pytest.fixture(autouse=True)
def _clients_are_known(bench: Bench) -> None:
    bench.hear("ClientCreated", a_client())
    bench.hear("ClientCreated", a_client(ROSA, "Rosa Gómez", phone=None))
    bench.hear("ClientCreated", a_client(PEPE, "Pepe Ñúñez", NORTE))


@pytest.fixture(autouse=True)
def _it_is_monday_noon() -> Iterator[None]:
    with clock.stopped(NOON):
        yield


class TestOpening:
    @pytest.mark.requirement("S1", "S13")
    def test_it_is_the_authors_in_the_clients_branch_and_in_the_money_of_its_country(self, bench: Bench) -> None:
        sale = opened(bench, amount="1250.5")

        assert sale["agent"] == {"id": str(ANA), "name": "Ana Ruiz"}
        assert sale["client"] == {"id": str(JUAN), "name": "Juan Pérez", "phone": "+525512345678"}
        assert (sale["branch_id"], sale["number"], sale["opened_on"]) == (str(CENTRAL), 1, TODAY)
        assert (sale["amount"], sale["currency"]) == ("1250.50", "MXN")
        assert (sale["follow_up_status"], sale["indicator"]) == ("in_progress", "yellow")
        assert sale["last_follow_up"] is sale["result"] is sale["concluded_at"] is None
        (event,) = bench.published("SaleOpened")
        assert (event.data["title"], event.sequence, event.branch_id) == ("Plan anual", 1, CENTRAL)

    def test_the_day_is_the_branchs(self, bench: Bench) -> None:
        with clock.stopped(datetime(2026, 3, 10, 5, 59, tzinfo=UTC)):
            assert opened(bench)["opened_on"] == TODAY

    def test_another_agent_and_branch_can_be_named(self, bench: Bench) -> None:
        sale = opened(bench, OLGA, client_id=str(PEPE), agent_id=str(NORA), currency="USD", opened_on="2026-03-01")

        assert (sale["agent"]["name"], sale["branch_id"]) == ("Nora Paz", str(NORTE))
        assert (sale["currency"], sale["amount"], sale["opened_on"]) == ("USD", None, "2026-03-01")

    def test_where_the_money_of_the_country_is_not_known_an_amount_names_it(self, bench: Bench) -> None:
        kyoto = {"id": NORTE, "name": "Kioto", "time_zone": "Asia/Tokyo", "phone_region": "JP", "pack": "sales"}
        bench.hear("BranchUpdated", kyoto, sequence=2)
        body = {"title": "Té", "client_id": str(PEPE)}

        without = bench.as_(NORA).post("/sales", body | {"amount": "10"})

        assert (without.status_code, list(without.json["errors"])) == (422, ["currency"])
        assert bench.as_(NORA).post("/sales", body | {"amount": "10", "currency": "JPY"}).status_code == 201
        assert bench.as_(NORA).post("/sales", body).json["currency"] is None

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"title": ""}, "title"),
            ({"title": "x" * 201}, "title"),
            ({"client_id": None}, "client_id"),
            ({"client_id": str(PEPE)}, "contact.client_id"),
            ({"contact": {"client_id": str(JUAN)}}, "contact"),
            ({"agent_id": str(NORA)}, "agent_id"),
            ({"branch_id": str(NORTE)}, "branch_id"),
            ({"amount": 1250.5}, "amount"),
            ({"amount": "1250.505"}, "amount"),
            ({"amount": "-1"}, "amount"),
            ({"amount": "1e3"}, "amount"),
            ({"amount": "12."}, "amount"),
            ({"amount": ""}, "amount"),
            ({"amount": "²"}, "amount"),
            ({"amount": "12345678901"}, "amount"),
            ({"currency": "mxn"}, "currency"),
            ({"currency": "XXX"}, "currency"),
            ({"opened_on": "ayer"}, "opened_on"),
            ({"number": 7}, "number"),
            ({"follow_up_status": "concluded"}, "follow_up_status"),
        ],
    )
    def test_what_cannot_be_taken_is_named(self, bench: Bench, fields: dict[str, Any], field: str) -> None:
        body = {"title": "Plan anual", "client_id": str(JUAN)} | fields

        answer = bench.as_(ANA).post("/sales", body)

        assert answer.status_code == 422, answer.text
        assert list(answer.json["errors"]) == [field]
        assert bench.as_(ANA).get("/sales").json["items"] == []

    def test_the_largest_amount_stays_what_it_is(self, bench: Bench) -> None:
        assert opened(bench, amount="9999999999.99")["amount"] == "9999999999.99"

    def test_twenty_at_once_get_twenty_numbers_without_holes_in_each_branch(self, bench: Bench) -> None:
        barrier, answers = threading.Barrier(20), []

        def open_one(by: UUID, client_id: UUID) -> None:
            caller = bench.as_(by)
            barrier.wait(10)
            # Some are refused: they must not use up a number.
            body = {"title": "Plan", "client_id": str(client_id), "agent_id": str(by)}
            caller.post("/sales", body | {"amount": "1", "currency": "nada"})
            answers.append(caller.post("/sales", body))

        ours = [threading.Thread(target=open_one, args=(ANA, JUAN)) for _ in range(14)]
        theirs = [threading.Thread(target=open_one, args=(NORA, PEPE)) for _ in range(6)]
        for thread in ours + theirs:
            thread.start()
        for thread in ours + theirs:
            thread.join(60)

        numbers: dict[str, list[int]] = {}
        for answer in answers:
            assert answer.status_code == 201, answer.text
            numbers.setdefault(answer.json["branch_id"], []).append(answer.json["number"])
        assert sorted(numbers[str(CENTRAL)]) == list(range(1, 15))
        assert sorted(numbers[str(NORTE)]) == list(range(1, 7))


class TestChanging:
    def test_what_was_agreed_can_be_corrected(self, bench: Bench) -> None:
        path = f"/sales/{opened(bench, amount='100')['id']}"

        changed = bench.as_(MARTA).patch(path, {"title": "Plan de dos años", "agent_id": str(LUIS), "amount": None})

        assert (changed.json["title"], changed.json["agent"]["name"]) == ("Plan de dos años", "Luis Vega")
        assert (changed.json["amount"], changed.json["version"]) == (None, 2)
        assert [event.type for event in bench.published()] == ["SaleOpened", "SaleUpdated"]

    @pytest.mark.parametrize("field", ["client_id", "branch_id", "number", "concluded_at", "version"])
    def test_client_branch_and_number_stay(self, bench: Bench, field: str) -> None:
        answer = bench.as_(ANA).patch(f"/sales/{opened(bench)['id']}", {field: str(new_id())})

        assert (answer.status_code, list(answer.json["errors"])) == (422, [field])

    def test_a_stale_version_is_refused(self, bench: Bench) -> None:
        path = f"/sales/{opened(bench)['id']}"
        bench.as_(ANA).patch(path, {"title": "b"})

        assert bench.as_(LUIS).patch(path, {"title": "c"}, headers={"If-Match": '"1"'}).status_code == 412

    def test_another_branch_cannot_see_or_touch_it(self, bench: Bench) -> None:
        sale = opened(bench)
        path = f"/sales/{sale['id']}"
        nora = bench.as_(NORA)

        answers = [nora.get(path), nora.patch(path, {}), nora.get(f"{path}/follow-ups")]
        answers += [nora.post(f"{path}/follow-ups", {"due_on": TODAY}), nora.post(f"{path}/conclude")]

        assert [each.status_code for each in answers] == [404] * 5
        assert nora.get("/sales").json["items"] == []
        assert seen(bench, sale)["version"] == 1


class TestFollowUps:
    @pytest.mark.requirement("S1", "S5", "S6")
    def test_they_are_added_in_the_sale_and_the_newest_is_on_top(self, bench: Bench) -> None:
        sale = opened(bench, agent_id=str(LUIS))
        for minute, notes in enumerate(("primero", "segundo", "tercero")):
            with clock.stopped(NOON + timedelta(minutes=minute)):
                followed(bench, sale, notes=notes)

        items = bench.as_(ANA).get(f"/sales/{sale['id']}/follow-ups").json["items"]

        assert [each["notes"] for each in items] == ["tercero", "segundo", "primero"]
        assert {each["sale_id"] for each in items} == {sale["id"]}
        assert {each["assigned_to"]["name"] for each in items} == {"Luis Vega"}
        assert seen(bench, sale)["last_follow_up"] == items[0]

    def test_the_answer_says_where_it_is(self, bench: Bench) -> None:
        answer = bench.as_(ANA).post(f"/sales/{opened(bench)['id']}/follow-ups", {"due_on": TODAY})

        assert answer.headers["Location"] == f"/api/v1/follow-ups/{answer.json['id']}"

    @pytest.mark.requirement("S2", "S3", "S4")
    def test_the_chain_goes_from_result_to_next_within_the_sale(self, bench: Bench) -> None:
        sale = opened(bench)
        asked = "Llamada para preguntarle qué le pareció la cotización"
        first = followed(bench, sale, notes=asked)
        done = {"details": "Le pareció alto el precio", "occurred_at": "2026-03-09T16:45:00Z"}
        following = {"due_on": "2026-03-10", "notes": "Verificar que vio la nueva cotización"}

        answer = bench.as_(ANA).post(f"/follow-ups/{first['id']}/complete", {"result": done, "next": following})

        assert answer.json["follow_up"]["result"] | done == answer.json["follow_up"]["result"]
        assert answer.json["next"]["sale_id"] == sale["id"]
        items = bench.as_(ANA).get(f"/sales/{sale['id']}/follow-ups").json["items"]
        assert [each["notes"] for each in items] == [following["notes"], asked]

    def test_one_made_by_hand_can_belong_to_a_sale_of_the_client(self, bench: Bench) -> None:
        sale = opened(bench)
        body = {"client_id": str(JUAN), "due_on": TODAY, "sale_id": sale["id"]}

        made = bench.as_(ANA).post("/follow-ups", body)
        others = bench.as_(ANA).post("/follow-ups", body | {"client_id": str(ROSA)})
        newcomers = {"first_name": "Eva", "last_name": "Ríos", "phone": "55 1234 5678"}
        someone = bench.as_(ANA).post("/follow-ups", {"contact": newcomers, "due_on": TODAY, "sale_id": sale["id"]})
        unknown = bench.as_(ANA).post("/follow-ups", body | {"sale_id": str(new_id())})
        theirs = bench.as_(NORA).post("/follow-ups", body | {"client_id": str(PEPE)})

        assert made.status_code == 201
        assert seen(bench, sale)["last_follow_up"]["id"] == made.json["id"]
        for answer in (others, someone, unknown, theirs):
            assert (answer.status_code, list(answer.json["errors"])) == (422, ["sale_id"])

    def test_one_of_another_branch_than_the_sale_is_refused(self, bench: Bench) -> None:
        sale = opened(bench)
        body = {"client_id": str(JUAN), "due_on": TODAY, "sale_id": sale["id"], "branch_id": str(NORTE)}

        assert list(bench.as_(OLGA).post("/follow-ups", body).json["errors"]) == ["sale_id"]


class TestIndicator:
    @pytest.mark.requirement("S10", "S11", "S12")
    def test_it_is_red_while_a_follow_up_is_overdue_and_tells_days_and_reminders(self, bench: Bench) -> None:
        sale = opened(bench)
        late = followed(bench, sale, "2026-03-06", reminders=["2026-03-06T16:00:00Z"])
        followed(bench, sale, "2026-03-20", reminders=["2026-03-19T16:00:00Z", "2026-03-06T16:00:00Z"])

        shown = seen(bench, sale)
        bench.as_(ANA).post(f"/follow-ups/{late['id']}/complete")
        later = seen(bench, sale)

        assert (shown["follow_up_status"], shown["indicator"], shown["days_overdue"]) == ("overdue", "red", 3)
        assert shown["reminders"] == ["2026-03-06T16:00:00Z", "2026-03-19T16:00:00Z"]
        assert shown["last_follow_up"]["due_on"] == "2026-03-20"
        assert (later["follow_up_status"], later["indicator"], later["days_overdue"]) == ("in_progress", "yellow", 0)
        assert later["version"] == 1

    def test_the_day_turns_over_at_midnight_of_the_branch(self, bench: Bench) -> None:
        sale = opened(bench)
        followed(bench, sale)
        last_minute = datetime(2026, 3, 10, 5, 59, 59, tzinfo=UTC)

        with clock.stopped(last_minute):
            assert seen(bench, sale)["indicator"] == "yellow"
            assert bench.as_(ANA).get("/sales", follow_up_status="overdue").json["items"] == []
        with clock.stopped(last_minute + timedelta(seconds=1)):
            assert seen(bench, sale)["indicator"] == "red"
            assert len(bench.as_(ANA).get("/sales", follow_up_status="overdue").json["items"]) == 1

    def test_a_cancelled_follow_up_is_not_the_last_one(self, bench: Bench) -> None:
        sale = opened(bench)
        first, second = followed(bench, sale), followed(bench, sale, "2026-03-01")
        bench.as_(ANA).post(f"/follow-ups/{second['id']}/cancel")

        assert seen(bench, sale)["last_follow_up"]["id"] == first["id"]
        assert seen(bench, sale)["indicator"] == "yellow"


class TestListing:
    def test_newest_first_in_pages_that_stay_true(self, bench: Bench) -> None:
        days = [f"2026-03-{day:02}" for day in range(7, 0, -1)]
        for day in reversed(days):
            opened(bench, opened_on=day)
        first = bench.as_(ANA).get("/sales", limit=3, include="total").json
        opened(bench, opened_on="2026-03-08")

        rest = bench.as_(ANA).get("/sales", limit=200, cursor=first["next_cursor"]).json

        assert [each["opened_on"] for each in first["items"] + rest["items"]] == days
        assert (first["total"], rest["next_cursor"]) == (7, None)

    @pytest.mark.requirement("S10", "S13")
    @pytest.mark.parametrize(
        ("filters", "titles"),
        [
            ({"follow_up_status": "overdue"}, ["roja"]),
            ({"follow_up_status": "in_progress"}, ["amarilla", "nueva"]),
            ({"follow_up_status": "concluded"}, ["azul"]),
            ({"follow_up_status": ["overdue", "concluded"]}, ["azul", "roja"]),
            ({"agent_id": str(LUIS)}, ["roja"]),
            ({"client_id": str(ROSA)}, ["azul"]),
            ({"branch_id": str(NORTE)}, []),
            ({"from": "2026-03-03"}, ["azul", "roja"]),
            ({"from": "2026-03-02", "to": "2026-03-03"}, ["roja", "amarilla"]),
            ({"q": "AMARÍLLA"}, ["amarilla"]),
            ({"q": "gomez az"}, ["azul"]),
            ({"q": "4", "client_id": str(ROSA)}, ["azul"]),
            ({"q": "3", "client_id": str(ROSA)}, []),
            ({"q": "%"}, []),
        ],
    )
    def test_narrowed(self, bench: Bench, filters: dict[str, Any], titles: list[str]) -> None:
        opened(bench, title="nueva", opened_on="2026-03-01")
        followed(bench, opened(bench, title="amarilla", opened_on="2026-03-02"))
        red = opened(bench, title="roja", opened_on="2026-03-03", agent_id=str(LUIS))
        followed(bench, red, "2026-03-08")
        blue = opened(bench, title="azul", opened_on="2026-03-04", client_id=str(ROSA))
        followed(bench, blue, "2026-03-08")
        act(bench, blue, "conclude", told())

        items = bench.as_(ANA).get("/sales", **filters).json["items"]

        assert [each["title"] for each in items] == titles

    @pytest.mark.parametrize("query", ["limit=0", "cursor=abc", "estado=1", "follow_up_status=rojo", "from=x"])
    def test_a_wrong_question_is_refused(self, bench: Bench, query: str) -> None:
        assert bench.as_(ANA).get(f"/sales?{query}").status_code == 422

    def test_it_comes_whole_as_csv(self, bench: Bench) -> None:
        followed(bench, opened(bench, title="=1+1", amount="7"))

        text = bench.as_(ANA).get("/sales", format="csv").text

        assert "'=1+1" in text
        assert "7.00,MXN" in text


class TestOfAClientThatChanges:
    def test_the_sales_of_a_duplicate_are_the_clients(self, bench: Bench) -> None:
        sale = opened(bench, client_id=str(ROSA))
        followed(bench, sale)

        bench.hear("ClientsMerged", a_client(kept_id=JUAN, duplicate_id=ROSA), sequence=2)

        assert seen(bench, sale)["client"]["name"] == "Juan Pérez"
        assert seen(bench, sale)["last_follow_up"]["client"]["id"] == str(JUAN)
        assert [event.type for event in bench.published()][-2:] == ["SaleUpdated", "FollowUpUpdated"]
        assert opened(bench, client_id=str(ROSA))["client"]["id"] == str(JUAN)
        followed(bench, sale)

    def test_of_an_erased_person_only_number_and_days_are_left(self, bench: Bench) -> None:
        sale, concluded = opened(bench, title="Plan de Evangelina"), opened(bench, title="De Evangelina", amount="9")
        followed(bench, sale, notes="Evangelina")
        act(bench, concluded, "conclude", told("Evangelina"))

        forgotten = {"name": "Persona eliminada", "phone": None, "erased_at": "2026-03-09T18:00:00Z"}
        for sequence in (2, 3):
            bench.hear("ClientErased", a_client(**forgotten), sequence)

        text = bench.as_(ANA).get("/sales").text
        assert "Evangelina" not in text
        assert "Juan" not in text
        assert {each["indicator"] for each in bench.as_(ANA).get("/sales").json["items"]} == {"blue"}
        assert [event.type for event in bench.published()][-3:] == [
            "SaleConcluded",
            "SaleUpdated",
            "FollowUpCancelled",
        ]
        assert bench.as_(ANA).get("/sales", q="evangelina").json["items"] == []
        for verb in ("conclude", "reopen", "follow-ups"):
            answer = act(bench, sale, verb, {"due_on": TODAY} if verb == "follow-ups" else None)
            assert answer.status_code == 409, answer.text
        assert bench.as_(ANA).patch(f"/sales/{sale['id']}", {"title": "x"}).json["type"] == "/problems/person-erased"
