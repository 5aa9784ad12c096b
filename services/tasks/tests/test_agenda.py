"""The agenda: whose time is taken when."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.tasks.tests.people import MANOLO, SALES
from services.tasks.tests.planning import at_work, hear_of_branch, hear_of_manolo, hear_of_team
from shared import clock
from shared.testing.fixtures import ANA, CENTRAL, LUIS, MARTA, NORA, NORTE, OLGA, PEOPLE, Bench

NOON = datetime(2026, 3, 9, 18, tzinfo=UTC)  # noon of a Monday in Mexico City
WEEK = {"from": "2026-03-09", "to": "2026-03-15"}


@pytest.fixture(autouse=True)
def _it_is_monday_noon() -> Iterator[None]:
    with clock.stopped(NOON):
        yield


@pytest.fixture(autouse=True)
def _manolo_is_known(bench: Bench) -> None:
    hear_of_manolo(bench)


def agenda(bench: Bench, by: UUID = ANA, **asked: Any) -> dict[str, Any]:
    answer = bench.as_(by).get("/agenda", **(WEEK | asked))
    assert answer.status_code == 200, answer.text
    return answer.json


def ids(bench: Bench, by: UUID = ANA, **asked: Any) -> list[str]:
    return [event["id"] for event in agenda(bench, by, **asked)["events"]]


def operators(bench: Bench, by: UUID = ANA, **asked: Any) -> list[str]:
    return [each["name"] for each in agenda(bench, by, **asked)["operators"]]


class TestDays:
    def test_an_hour_of_the_week_is_there_and_one_of_the_next_is_not(self, bench: Bench) -> None:
        tuesday = at_work(bench, "2026-03-10T16:00:00Z")
        at_work(bench, "2026-03-16T16:00:00Z")

        assert ids(bench) == [tuesday["id"]]

    def test_days_begin_and_end_at_midnight_of_the_branch(self, bench: Bench) -> None:
        # Mexico City is six hours behind UTC.
        at_work(bench, "2026-03-09T05:29:00Z")
        first = at_work(bench, "2026-03-09T06:00:00Z")
        last = at_work(bench, "2026-03-16T05:59:00Z")
        at_work(bench, "2026-03-16T06:00:00Z")

        assert ids(bench) == [first["id"], last["id"]]

    def test_what_begins_before_and_reaches_into_them_is_there(self, bench: Bench) -> None:
        at_work(bench, "2026-03-09T05:30:00Z", duration_minutes=30)
        reaching = at_work(bench, "2026-03-09T05:30:00Z", duration_minutes=31)
        days_before = at_work(bench, "2026-03-02T06:30:00Z", duration_minutes=7 * 24 * 60)

        assert ids(bench) == [days_before["id"], reaching["id"]]

    def test_whole_days_are_there(self, bench: Bench) -> None:
        at_work(bench, "2026-03-08")
        first, last = at_work(bench, "2026-03-09"), at_work(bench, "2026-03-15")
        at_work(bench, "2026-03-16")

        assert ids(bench) == [first["id"], last["id"]]

    def test_they_are_as_each_branch_has_them(self, bench: Bench) -> None:
        # Tijuana has summer time from March 8th on, and is an hour behind Mexico City.
        central = at_work(bench, "2026-03-09T06:30:00Z")
        at_work(bench, "2026-03-09T06:30:00Z", by=NORA)
        norte = at_work(bench, "2026-03-16T06:30:00Z", by=NORA)

        assert ids(bench, OLGA) == [central["id"], norte["id"]]

    def test_closed_ones_stay_to_be_seen(self, bench: Bench) -> None:
        done, cancelled = at_work(bench, "2026-03-10T16:00:00Z"), at_work(bench, "2026-03-11T16:00:00Z")
        for task, status in ((done, "done"), (cancelled, "cancelled")):
            bench.as_(ANA).post(f"/tasks/{task['id']}/close", {"status": status})

        assert [event["status"] for event in agenda(bench)["events"]] == ["done", "cancelled"]

    @pytest.mark.parametrize(
        ("asked", "field"),
        [
            ({"to": "2026-03-08"}, "to"),
            ({"to": "2026-05-10"}, "to"),
            ({"from": "ayer"}, "from"),
            ({"to": "9999-12-31"}, "to"),
            ({"from": "2026-03-09T00:00:00Z"}, "from"),
            ({"operator_id": "yo"}, "operator_id.0"),
            ({"day": "2026-03-09"}, "day"),
        ],
    )
    def test_wrong_ones_are_refused_by_name(self, bench: Bench, asked: dict[str, str], field: str) -> None:
        answer = bench.as_(ANA).get("/agenda", **(WEEK | asked))

        assert (answer.status_code, list(answer.json["errors"])) == (422, [field])

    def test_none_at_all_are_refused_too(self, bench: Bench) -> None:
        answer = bench.as_(ANA).get("/agenda")

        assert (answer.status_code, set(answer.json["errors"])) == (422, {"from", "to"})

    def test_two_months_are_as_much_as_one_may_ask_for(self, bench: Bench) -> None:
        assert bench.as_(ANA).get("/agenda", **{"from": "2026-03-09", "to": "2026-05-09"}).status_code == 200

    @pytest.mark.parametrize("days", [("1900-01-01", "1900-01-02"), ("2200-12-30", "2200-12-31")])
    def test_the_first_and_the_last_that_there_are_can_be_asked_for(
        self, bench: Bench, days: tuple[str, str]
    ) -> None:
        assert agenda(bench, **{"from": days[0], "to": days[1]})["events"] == []


_ZONES = sorted(available_timezones() - {"localtime", "Factory"})
_DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))


class TestTimeZones:
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_every_task_is_on_the_days_that_a_clock_on_the_wall_shows(
        self, bench: Bench, data: st.DataObject
    ) -> None:
        zones = data.draw(st.lists(st.sampled_from(_ZONES), min_size=1, max_size=3, unique=True))
        first = data.draw(_DAYS)
        last = first + timedelta(days=data.draw(st.integers(0, 3)))
        wanted: set[str] = set()
        branches = []
        for zone in zones:
            branches.append(hear_of_branch(bench, zone))
            for _ in range(3):
                start = datetime.combine(first, datetime.min.time(), UTC) + timedelta(
                    minutes=data.draw(st.integers(-2 * 24 * 60, 6 * 24 * 60))
                )
                minutes = data.draw(st.integers(1, 3000))
                task = at_work(bench, start.isoformat(), by=OLGA, branch_id=branches[-1], duration_minutes=minutes)
                if _shown_on_the_wall(start, minutes, zone) & _days(first, last):
                    wanted.add(task["id"])

        found = ids(bench, OLGA, **{"from": first.isoformat(), "to": last.isoformat(), "branch_id": branches})

        assert set(found) == wanted

    def test_the_day_on_which_clocks_go_forward_has_23_hours(self, bench: Bench) -> None:
        madrid = hear_of_branch(bench, "Europe/Madrid")
        days = {"from": "2026-03-29", "to": "2026-03-29", "branch_id": madrid}
        at_work(bench, "2026-03-28T22:00:00Z", by=OLGA, branch_id=madrid)
        within = [at_work(bench, f"2026-03-{at}:00Z", by=OLGA, branch_id=madrid) for at in ("28T23:00", "29T21:59")]
        at_work(bench, "2026-03-29T22:00:00Z", by=OLGA, branch_id=madrid)

        assert ids(bench, OLGA, **days) == [task["id"] for task in within]

    def test_the_day_on_which_they_go_back_has_25(self, bench: Bench) -> None:
        madrid = hear_of_branch(bench, "Europe/Madrid")
        days = {"from": "2026-10-25", "to": "2026-10-25", "branch_id": madrid}
        at_work(bench, "2026-10-24T21:00:00Z", by=OLGA, branch_id=madrid)
        within = [at_work(bench, f"2026-10-{at}:00Z", by=OLGA, branch_id=madrid) for at in ("24T22:00", "25T22:59")]
        at_work(bench, "2026-10-25T23:00:00Z", by=OLGA, branch_id=madrid)

        assert ids(bench, OLGA, **days) == [task["id"] for task in within]


def _shown_on_the_wall(start: datetime, minutes: int, zone: str) -> set[date]:
    """The days that a clock on the wall shows during a task, minute by minute."""
    return {clock.day_of(start + timedelta(minutes=each), zone) for each in range(minutes)}


def _days(first: date, last: date) -> set[date]:
    return {first + timedelta(days=each) for each in range((last - first).days + 1)}


class TestPeople:
    def test_those_who_have_nothing_to_do_are_listed_too(self, bench: Bench) -> None:
        assert agenda(bench) == {
            "operators": [{"id": str(each), "name": PEOPLE[each]["name"]} for each in (ANA, LUIS, MARTA)],
            "events": [],
        }

    def test_whoever_left_is_listed_only_for_what_they_still_had_to_do(self, bench: Bench) -> None:
        at_work(bench, "2026-03-10T16:00:00Z", by=LUIS)
        bench.hear("UserUpdated", {"id": LUIS, "active": False, **PEOPLE[LUIS]}, sequence=2)

        assert operators(bench) == ["Ana Ruiz", "Luis Vega", "Marta Gil"]
        assert operators(bench, to="2026-03-09") == ["Ana Ruiz", "Marta Gil"]

    def test_administrators_are_where_they_have_something_to_do_or_are_asked_for(self, bench: Bench) -> None:
        assert "Olga Mora" not in operators(bench)
        assert operators(bench, operator_id=OLGA) == ["Olga Mora"]

        at_work(bench, "2026-03-10T16:00:00Z", by=OLGA, branch_id=CENTRAL)

        assert "Olga Mora" in operators(bench)

    def test_what_is_nobodys_yet_is_there(self, bench: Bench) -> None:
        task = at_work(bench, "2026-03-10T16:00:00Z", operator_id=None)

        assert ids(bench) == [task["id"]]
        assert ids(bench, operator_id=ANA) == []


@pytest.mark.requirement("T20")
class TestFilters:
    def test_by_date(self, bench: Bench) -> None:
        at_work(bench, "2026-03-10T16:00:00Z")
        wednesday = at_work(bench, "2026-03-11T16:00:00Z")

        assert ids(bench, **{"from": "2026-03-11", "to": "2026-03-11"}) == [wednesday["id"]]

    def test_by_person(self, bench: Bench) -> None:
        at_work(bench, "2026-03-10T16:00:00Z")
        luis = at_work(bench, "2026-03-10T16:00:00Z", by=LUIS)

        assert ids(bench, operator_id=LUIS) == [luis["id"]]
        assert operators(bench, operator_id=LUIS) == ["Luis Vega"]
        assert operators(bench, operator_id=[ANA, LUIS]) == ["Ana Ruiz", "Luis Vega"]

    def test_by_team_are_the_agendas_of_its_members_and_what_is_the_teams(self, bench: Bench) -> None:
        hear_of_team(bench, LUIS, MARTA)
        at_work(bench, "2026-03-10T16:00:00Z")
        luis = at_work(bench, "2026-03-10T16:00:00Z", by=LUIS)
        teams = at_work(bench, "2026-03-11T16:00:00Z", operator_id=None, team_id=SALES)

        assert ids(bench, team_id=SALES) == [luis["id"], teams["id"]]
        assert operators(bench, team_id=SALES) == ["Luis Vega", "Marta Gil"]

    def test_by_team_and_person(self, bench: Bench) -> None:
        hear_of_team(bench, LUIS, MARTA)
        luis = at_work(bench, "2026-03-10T16:00:00Z", by=LUIS)
        at_work(bench, "2026-03-10T16:00:00Z", by=MARTA)

        assert ids(bench, team_id=SALES, operator_id=LUIS) == [luis["id"]]
        assert operators(bench, team_id=SALES, operator_id=LUIS) == ["Luis Vega"]
        assert operators(bench, team_id=SALES, operator_id=ANA) == []

    def test_by_branch(self, bench: Bench) -> None:
        at_work(bench, "2026-03-10T16:00:00Z")
        nora = at_work(bench, "2026-03-10T16:00:00Z", by=NORA)

        assert ids(bench, OLGA, branch_id=NORTE) == [nora["id"]]
        assert operators(bench, OLGA, branch_id=NORTE) == ["Nora Paz"]


class TestBranches:
    @pytest.mark.parametrize(
        "asked",
        [{}, {"operator_id": NORA}, {"branch_id": NORTE}, {"branch_id": [CENTRAL, NORTE]}, {"team_id": SALES}],
    )
    def test_nothing_of_another_one_can_be_seen(self, bench: Bench, asked: dict[str, Any]) -> None:
        hear_of_team(bench, NORA, branch_id=NORTE)
        at_work(bench, "2026-03-10T16:00:00Z", by=NORA, team_id=SALES)

        for person in (ANA, MARTA):
            found = agenda(bench, person, **asked)
            assert found["events"] == []
            assert str(NORA) not in [each["id"] for each in found["operators"]]

    def test_a_person_of_two_branches_is_seen_in_each_by_its_own_people(self, bench: Bench) -> None:
        bench.hear("UserUpdated", {"id": LUIS, "active": True, **PEOPLE[LUIS], "branch_ids": [CENTRAL, NORTE]}, 2)
        central = at_work(bench, "2026-03-10T16:00:00Z", operator_id=LUIS)
        norte = at_work(bench, "2026-03-10T18:00:00Z", by=NORA, operator_id=LUIS)

        assert ids(bench, ANA, operator_id=LUIS) == [central["id"]]
        assert ids(bench, NORA, operator_id=LUIS) == [norte["id"]]


class TestCells:
    @pytest.mark.requirement("T18", "P5")
    def test_a_task_planned_in_an_hour_of_somebodys_day_is_there_afterwards(self, bench: Bench) -> None:
        task = at_work(bench, "2026-03-10T10:00:00-06:00", operator_id=LUIS, client_id=MANOLO)

        (event,) = agenda(bench, operator_id=LUIS)["events"]

        assert (event["id"], event["planned_at"]) == (task["id"], "2026-03-10T16:00:00Z")
        assert event["operator"] == {"id": str(LUIS), "name": "Luis Vega"}

    @pytest.mark.requirement("T19")
    def test_the_cell_shows_the_clients_name(self, bench: Bench) -> None:
        at_work(bench, "2026-03-10T16:00:00Z", client_id=MANOLO)

        assert agenda(bench)["events"][0]["client"]["name"] == "Manolo Gil"

    @pytest.mark.requirement("T21")
    def test_the_cell_has_all_that_the_task_tells_of_itself(self, bench: Bench) -> None:
        task = at_work(bench, "2026-03-10T16:00:00Z", client_id=MANOLO, tags=["anual"])

        assert agenda(bench)["events"] == [bench.as_(ANA).get(f"/tasks/{task['id']}").json]


class TestDragging:
    """What the agenda sends when somebody drags a task, or its lower edge."""

    def moved(self, bench: Bench, task: dict[str, Any], **fields: Any) -> dict[str, Any]:
        answer = bench.as_(ANA).patch(f"/tasks/{task['id']}", fields, headers={"If-Match": f'"{task["version"]}"'})
        assert answer.status_code == 200, answer.text
        return answer.json

    def test_a_task_moves_to_another_day(self, bench: Bench) -> None:
        task = at_work(bench, "2026-03-10T16:00:00Z")

        moved = self.moved(bench, task, planned_at="2026-03-18T09:30:00-06:00")

        assert (moved["planned_at"], moved["version"]) == ("2026-03-18T15:30:00Z", 2)
        assert ids(bench) == []
        assert ids(bench, **{"from": "2026-03-18", "to": "2026-03-18"}) == [task["id"]]

    def test_it_grows_into_the_next_day(self, bench: Bench) -> None:
        task = at_work(bench, "2026-03-11T05:30:00Z")
        wednesday = {"from": "2026-03-11", "to": "2026-03-11"}
        assert ids(bench, **wednesday) == []

        self.moved(bench, task, duration_minutes=90)

        assert ids(bench, **wednesday) == [task["id"]]

    def test_it_goes_to_a_colleague(self, bench: Bench) -> None:
        task = at_work(bench, "2026-03-10T16:00:00Z")

        self.moved(bench, task, operator_id=str(LUIS), planned_at="2026-03-10T17:00:00Z")

        assert ids(bench, operator_id=ANA) == []
        assert ids(bench, operator_id=LUIS) == [task["id"]]

    def test_but_not_to_somebody_of_another_branch(self, bench: Bench) -> None:
        task = at_work(bench, "2026-03-10T16:00:00Z")

        answer = bench.as_(ANA).patch(f"/tasks/{task['id']}", {"operator_id": str(NORA)})

        assert (answer.status_code, list(answer.json["errors"])) == (422, ["operator_id"])

    def test_from_the_whole_day_to_an_hour_and_back(self, bench: Bench) -> None:
        task = at_work(bench, "2026-03-10")

        hour = self.moved(bench, task, planned_at="2026-03-10T16:00:00Z")
        assert (hour["planned_at"], hour["due_on"]) == ("2026-03-10T16:00:00Z", None)
        day = self.moved(bench, hour, due_on="2026-03-11")
        assert (day["planned_at"], day["due_on"]) == (None, "2026-03-11")

        assert ids(bench, **{"from": "2026-03-11", "to": "2026-03-11"}) == [task["id"]]

    def test_whoever_drags_what_has_been_moved_meanwhile_is_told(self, bench: Bench) -> None:
        task = at_work(bench, "2026-03-10T16:00:00Z")
        self.moved(bench, task, planned_at="2026-03-11T16:00:00Z")

        late = bench.as_(LUIS).patch(
            f"/tasks/{task['id']}", {"planned_at": "2026-03-12T16:00:00Z"}, headers={"If-Match": '"1"'}
        )

        assert late.status_code == 412
        assert agenda(bench)["events"][0]["planned_at"] == "2026-03-11T16:00:00Z"

    @pytest.mark.parametrize("minutes", [0, -30, 7 * 24 * 60 + 1, 2**63, 1.5, "30", None])
    def test_no_length_that_is_none(self, bench: Bench, minutes: Any) -> None:
        task = at_work(bench, "2026-03-10T16:00:00Z")

        answer = bench.as_(ANA).patch(f"/tasks/{task['id']}", {"duration_minutes": minutes})

        assert (answer.status_code, list(answer.json["errors"])) == (422, ["duration_minutes"])


def test_a_day_may_be_dropped_at_the_end_of_time(bench: Bench) -> None:
    task = at_work(bench, "2200-12-31")

    assert ids(bench, **{"from": "2200-12-31", "to": "2200-12-31"}) == [task["id"]]
