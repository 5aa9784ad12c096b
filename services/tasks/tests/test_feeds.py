"""Feeds: an agenda in the calendar that people have anyway."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from services.tasks import ical
from services.tasks.models.feeds import Feed
from services.tasks.tests.people import MANOLO
from services.tasks.tests.planning import at_work, hear_of_manolo
from shared import clock
from shared.ids import new_id
from shared.testing.fixtures import ANA, CENTRAL, LUIS, MARTA, NORA, NORTE, OLGA, PEOPLE, Bench

NOON = datetime(2026, 3, 9, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _it_is_monday_noon() -> Iterator[None]:
    with clock.stopped(NOON):
        yield


@pytest.fixture(autouse=True)
def _manolo_is_known(bench: Bench) -> None:
    hear_of_manolo(bench)


def opened(bench: Bench, operator_id: UUID = ANA, by: UUID | None = None) -> dict[str, str]:
    answer = bench.as_(by or operator_id).post("/agenda/feeds", {"operator_id": str(operator_id)})
    assert answer.status_code == 201, answer.text
    return answer.json


def ask(bench: Bench, feed: dict[str, str], **headers: str) -> TestResponse:
    return bench.as_(None).request("GET", feed["url"].partition("/api/v1")[2], headers=headers)


def events(bench: Bench, feed: dict[str, str]) -> list[Any]:
    """The events as another library reads them."""
    answer = ask(bench, feed)
    assert answer.status_code == 200, answer.text
    calendar = vobject.readOne(answer.text)
    calendar.validate(raiseException=True)
    return calendar.contents.get("vevent", [])


class TestOpening:
    def test_the_address_is_where_the_outside_reaches_the_house(self, bench: Bench) -> None:
        answer = bench.as_(ANA).post("/agenda/feeds", {"operator_id": str(ANA)})

        assert set(answer.json) == {"id", "url"}
        assert answer.json["url"].startswith("http://127.0.0.1:8000/api/v1/agenda/feeds/")
        assert answer.json["url"].endswith(".ics")
        assert answer.headers["Location"] == f"/api/v1/agenda/feeds/{answer.json['id']}"

    def test_an_operator_may_have_their_own_only(self, bench: Bench) -> None:
        answer = bench.as_(ANA).post("/agenda/feeds", {"operator_id": str(LUIS)})

        assert answer.status_code == 403

    @pytest.mark.parametrize(("by", "of"), [(MARTA, ANA), (OLGA, NORA), (MARTA, OLGA)])
    def test_a_manager_may_have_those_of_their_branches(self, bench: Bench, by: UUID, of: UUID) -> None:
        assert opened(bench, of, by)["id"]

    # Somebody unknown is asked of identity, which is not there.
    @pytest.mark.parametrize(("of", "status"), [(NORA, 422), (new_id(), 503)])
    def test_but_of_no_other_and_of_nobody(self, bench: Bench, of: UUID, status: int) -> None:
        assert bench.as_(MARTA).post("/agenda/feeds", {"operator_id": str(of)}).status_code == status
        assert bench.as_(MARTA).get("/agenda/feeds").json["items"] == []

    def test_nor_of_somebody_who_has_left(self, bench: Bench) -> None:
        bench.hear("UserUpdated", {"id": LUIS, "active": False, **PEOPLE[LUIS]}, sequence=2)

        answer = bench.as_(MARTA).post("/agenda/feeds", {"operator_id": str(LUIS)})

        assert (answer.status_code, list(answer.json["errors"])) == (422, ["operator_id"])

    @pytest.mark.parametrize("body", [{}, {"operator_id": None}, {"operator_id": "ana"}, {"operator_id": 7}])
    def test_it_takes_a_person(self, bench: Bench, body: dict[str, Any]) -> None:
        answer = bench.as_(ANA).post("/agenda/feeds", body)

        assert (answer.status_code, list(answer.json["errors"])) == (422, ["operator_id"])


class TestTheSecret:
    def test_is_nowhere_kept(self, bench: Bench) -> None:
        feed = bench.as_(ANA).post(
            "/agenda/feeds", {"operator_id": str(ANA)}, headers={"Idempotency-Key": "one"}
        ).json  # fmt: skip
        secret = secret_of(feed)

        with bench.app.app_context(), bench.service.db.engine.connect() as connection:
            for table in Feed.metadata.sorted_tables:
                for row in connection.execute(sa.select(table)):
                    assert secret not in str(tuple(row))

    def test_is_in_no_log_and_no_metric(self, bench: Bench) -> None:
        with capture_logs() as lines:
            feed = opened(bench)
            ask(bench, feed)
            bench.as_(None).get(f"/agenda/feeds/{secret_of(feed)}x.ics")

        assert any(line.get("route", "").endswith("<string:secret>.ics") for line in lines)
        assert secret_of(feed) not in str(lines)
        assert secret_of(feed) not in bench.app.test_client().get("/metrics").text

    def test_has_256_bits_and_is_another_one_each_time(self, bench: Bench) -> None:
        secrets = {secret_of(opened(bench)) for _ in range(5)}

        assert len(secrets) == 5
        assert {len(each) for each in secrets} == {43}

    def test_is_shown_once(self, bench: Bench) -> None:
        feed = opened(bench)

        (listed,) = bench.as_(ANA).get("/agenda/feeds").json["items"]

        assert listed == {
            "id": feed["id"],
            "operator": {"id": str(ANA), "name": "Ana Ruiz"},
            "created_by": {"id": str(ANA), "name": "Ana Ruiz"},
            "created_at": "2026-03-09T18:00:00Z",
        }


def secret_of(feed: dict[str, str]) -> str:
    return feed["url"].rpartition("/")[2].removesuffix(".ics")


class TestClosing:
    def test_what_is_revoked_and_what_never_was_are_told_apart_by_nobody(self, bench: Bench) -> None:
        feed = opened(bench)
        assert bench.as_(ANA).delete(f"/agenda/feeds/{feed['id']}").status_code == 204
        request_id = {"X-Request-Id": "same"}

        answers = [
            ask(bench, feed, **request_id),
            *(
                bench.as_(None).request("GET", f"/agenda/feeds/{path}.ics", headers=request_id)
                for path in ("x", feed["id"], "%00", "ñ", "%ff", "a" * 4000, "%27%20OR%201=1")
            ),
        ]

        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.data for answer in answers}) == 1

    def test_a_colleague_cannot_close_it_but_whose_agenda_it_is_can(self, bench: Bench) -> None:
        feed = opened(bench, LUIS, by=MARTA)

        assert bench.as_(ANA).delete(f"/agenda/feeds/{feed['id']}").status_code == 404
        assert ask(bench, feed).status_code == 200
        assert bench.as_(LUIS).delete(f"/agenda/feeds/{feed['id']}").status_code == 204
        assert ask(bench, feed).status_code == 404

    def test_everybody_sees_what_they_can_close(self, bench: Bench) -> None:
        feed = opened(bench, LUIS, by=MARTA)["id"]
        seen = {who: [each["id"] for each in bench.as_(who).get("/agenda/feeds").json["items"]] for who in PEOPLE}

        assert seen == {ANA: [], LUIS: [feed], MARTA: [feed], OLGA: [feed], NORA: []}
        assert bench.as_(OLGA).get("/agenda/feeds", operator_id=ANA).json["items"] == []

    def test_it_ends_when_whoever_asked_for_it_leaves(self, bench: Bench) -> None:
        own, managers = opened(bench, LUIS), opened(bench, LUIS, by=MARTA)

        bench.hear("UserUpdated", {"id": LUIS, "active": False, **PEOPLE[LUIS]}, sequence=2)
        assert (ask(bench, own).status_code, ask(bench, managers).status_code) == (404, 200)
        bench.hear("UserUpdated", {"id": MARTA, "active": True, **PEOPLE[MARTA], "role": "operator"}, sequence=2)
        assert ask(bench, managers).status_code == 404


class TestReading:
    def test_an_hour_is_an_instant_and_a_day_a_day(self, bench: Bench) -> None:
        at_work(bench, "2026-03-10T10:00:00-06:00", duration_minutes=90)
        at_work(bench, "2026-03-11")

        hour, day = events(bench, opened(bench))

        assert hour.dtstart.value == datetime(2026, 3, 10, 16, tzinfo=UTC)
        assert hour.dtend.value == datetime(2026, 3, 10, 17, 30, tzinfo=UTC)
        assert (day.dtstart.value, day.dtend.value) == (date(2026, 3, 11), date(2026, 3, 12))
        assert day.transp.value == "TRANSPARENT"

    def test_it_is_written_as_calendars_read_it(self, bench: Bench) -> None:
        at_work(bench, "2026-03-10T16:00:00Z")
        at_work(bench, "2026-03-11")

        answer = ask(bench, opened(bench))

        assert answer.content_type == "text/calendar; charset=utf-8"
        lines = answer.text.split("\r\n")
        assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
        assert {"VERSION:2.0", "X-WR-CALNAME:Ana Ruiz", "DTSTART:20260310T160000Z"} <= set(lines)
        assert {"DTSTART;VALUE=DATE:20260311", "DTSTAMP:20260309T180000Z"} <= set(lines)
        assert max(len(line.encode()) for line in lines) <= 75

    def test_the_summary_names_type_and_client(self, bench: Bench) -> None:
        at_work(bench, "2026-03-10T16:00:00Z", client_id=MANOLO, description="Traer contrato", tags=["anual", "a,b"])
        at_work(bench, "2026-03-11T16:00:00Z")

        with_client, without = events(bench, opened(bench))

        assert (with_client.summary.value, without.summary.value) == ("Otro: Manolo Gil", "Otro")
        assert with_client.description.value == "Traer contrato"
        assert [each.value for each in with_client.contents["categories"]] == [["anual", "a,b"]]

    def test_one_changed_is_the_same_event_in_a_later_version(self, bench: Bench) -> None:
        task, feed = at_work(bench, "2026-03-10T16:00:00Z"), opened(bench)
        (before,) = events(bench, feed)

        with clock.stopped(NOON + timedelta(hours=1)):
            bench.as_(ANA).patch(f"/tasks/{task['id']}", {"planned_at": "2026-03-12T16:00:00Z"})
            (after,) = events(bench, feed)

        assert before.uid.value == after.uid.value == task["id"]
        assert (before.sequence.value, after.sequence.value) == ("1", "2")
        assert after.dtstamp.value - before.dtstamp.value == timedelta(hours=1)

    @pytest.mark.parametrize(("status", "told"), [("done", "CONFIRMED"), ("cancelled", "CANCELLED")])
    def test_one_that_is_closed_stays_and_says_so(self, bench: Bench, status: str, told: str) -> None:
        task, feed = at_work(bench, "2026-03-10T16:00:00Z"), opened(bench)
        assert events(bench, feed)[0].status.value == "CONFIRMED"

        bench.as_(ANA).post(f"/tasks/{task['id']}/close", {"status": status})

        assert events(bench, feed)[0].status.value == told

    def test_it_holds_two_months_back_and_a_year_ahead_of_ones_own(self, bench: Bench) -> None:
        at_work(bench, "2026-01-07T18:00:00Z")
        oldest, latest = at_work(bench, "2026-01-09T18:00:00Z"), at_work(bench, "2027-03-09T18:00:00Z")
        at_work(bench, "2027-03-11T18:00:00Z")
        at_work(bench, "2026-03-10T16:00:00Z", by=LUIS)

        assert [each.uid.value for each in events(bench, opened(bench))] == [oldest["id"], latest["id"]]

    def test_nothing_at_all_is_a_calendar_too(self, bench: Bench) -> None:
        assert events(bench, opened(bench)) == []

    def test_it_shows_what_whoever_asked_for_it_may_see(self, bench: Bench) -> None:
        both = PEOPLE[LUIS] | {"branch_ids": [CENTRAL, NORTE]}
        bench.hear("UserUpdated", {"id": LUIS, "active": True, **both}, sequence=2)
        central = at_work(bench, "2026-03-10T16:00:00Z", operator_id=LUIS)["id"]
        norte = at_work(bench, "2026-03-11T16:00:00Z", by=NORA, operator_id=LUIS)["id"]

        seen = {by: [each.uid.value for each in events(bench, opened(bench, LUIS, by))] for by in (LUIS, MARTA, OLGA)}

        assert seen == {LUIS: [central, norte], MARTA: [central], OLGA: [central, norte]}

    def test_what_has_not_changed_is_not_sent_again(self, bench: Bench) -> None:
        at_work(bench, "2026-03-10T16:00:00Z")
        feed = opened(bench)
        first = ask(bench, feed)

        with clock.stopped(NOON + timedelta(hours=3)):
            again = ask(bench, feed, **{"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")

        at_work(bench, "2026-03-12T16:00:00Z")
        assert ask(bench, feed, **{"If-None-Match": first.headers["ETag"]}).status_code == 200

    def test_a_client_who_has_another_name_now_is_sent(self, bench: Bench) -> None:
        at_work(bench, "2026-03-10T16:00:00Z", client_id=MANOLO)
        feed = opened(bench)
        first = ask(bench, feed)

        hear_of_manolo(bench, "Manolo García", 2)

        second = ask(bench, feed, **{"If-None-Match": first.headers["ETag"]})
        assert "Manolo García" in second.text

    def test_nobody_in_between_may_keep_it(self, bench: Bench) -> None:
        assert ask(bench, opened(bench)).headers["Cache-Control"] == "private, no-cache"

    def test_clients_that_ask_for_the_head_first_are_answered(self, bench: Bench) -> None:
        feed = opened(bench)

        answer = bench.as_(None).request("HEAD", feed["url"].partition("/api/v1")[2])

        assert (answer.status_code, answer.data) == (200, b"")


_HOSTILE = [
    "a\r\nBEGIN:VALARM\r\nTRIGGER:-PT1M\r\nEND:VALARM",
    "a\nATTACH:http://mal.example/x",
    "a\rDTSTART:19700101T000000Z",
    "a\x0bX:1\x0cX:2\x1cX:3\x1dX:4\x1eX:5\x85X:6\u2028X:7\u2029X:8",
    "END:VEVENT\r\nEND:VCALENDAR",
    "\\nX:1;\\,\\;,:\"'",
    "\x01\x07\x1b[31m\x7f",
    "ñ" * 3000,
    "👩‍👩‍👧‍👦" * 40,
    "",
]


class TestHostileText:
    @pytest.mark.parametrize("text", _HOSTILE)
    def test_it_stays_text(self, text: str) -> None:
        _check_one_event(text)

    @settings(max_examples=300, deadline=None)
    @given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
    def test_so_does_any_other(self, text: str) -> None:
        _check_one_event(text)

    def test_that_people_type_into_the_api_too(self, bench: Bench) -> None:
        for version, text in enumerate(_HOSTILE[:-1], 2):
            hear_of_manolo(bench, text[:200], version)
            at_work(bench, "2026-03-10T16:00:00Z", client_id=MANOLO, description=text, tags=[text[:50].strip()])

        found = events(bench, opened(bench))

        assert len(found) == len(_HOSTILE) - 1
        assert not any("valarm" in each.contents or "attach" in each.contents for each in found)


def _check_one_event(text: str) -> None:
    """A calendar made of a text is one event with the properties that it should have, read in several ways."""
    task = {
        "id": new_id(), "version": 1, "updated_at": NOON, "created_at": NOON, "status": "planned", "due_on": None,
        "planned_at": NOON, "duration_minutes": 30, "description": text, "tags": [text],
        "type": {"name": text}, "client": {"name": text},
    }  # fmt: skip
    expected = {
        "uid", "sequence", "dtstamp", "last-modified", "created", "status", "summary", "description", "categories",
        "dtstart", "dtend",
    }  # fmt: skip

    raw = ical.calendar_of(text, [task]).decode()

    (event,) = vobject.readOne(raw).contents["vevent"]
    assert event.contents.keys() == expected
    assert event.dtstart.value == NOON
    # Careless readers break lines wherever Python does.
    names = [line.partition(":")[0].partition(";")[0] for line in raw.splitlines() if not line.startswith(" ")]
    assert names.count("BEGIN") == names.count("END") == 2
    assert {*names} <= {name.upper() for name in expected} | _OF_THE_CALENDAR


_OF_THE_CALENDAR = {"BEGIN", "END", "VERSION", "PRODID", "NAME", "X-WR-CALNAME", "REFRESH-INTERVAL"}
