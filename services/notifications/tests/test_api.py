"""The bell of each person, and the list of deliveries."""

import base64
from datetime import UTC, datetime, timedelta

import pytest

from services.notifications.channels import DeliveryError
from services.notifications.tests.examples import JUAN, MONDAY, Provider, a_follow_up, bell_of, deliveries, reference
from shared import clock
from shared.ids import new_id
from shared.testing.fixtures import ANA, CENTRAL, LUIS, MARTA, NORA, NORTE, OLGA, Bench

HOUR = timedelta(hours=1)


def tell(bench: Bench, *, at: datetime = MONDAY, **follow_up: object) -> None:
    with clock.stopped(at):
        bench.hear("FollowUpOverdue", a_follow_up(**{"id": new_id(), **follow_up}))


def test_the_bell_lists_the_newest_first(bench: Bench) -> None:
    for hour, name in enumerate(("Uno", "Dos", "Tres")):
        tell(bench, at=MONDAY + hour * HOUR, client=JUAN | {"name": name})

    titles = [each["title"].rpartition(" ")[2] for each in bell_of(bench, ANA)]

    assert titles == ["Tres", "Dos", "Uno"]


def test_the_bell_comes_in_pages(bench: Bench) -> None:
    for hour in range(5):
        tell(bench, at=MONDAY + hour * HOUR)

    first = bench.as_(ANA).get("/notifications", limit=3, include="total").json
    second = bench.as_(ANA).get("/notifications", limit=3, cursor=first["next_cursor"]).json

    assert first["total"] == 5
    assert [len(first["items"]), len(second["items"])] == [3, 2]
    assert second["next_cursor"] is None
    assert len({each["id"] for each in first["items"] + second["items"]}) == 5


def test_reading_a_notice_is_noted_once(bench: Bench) -> None:
    tell(bench)
    [notice] = bell_of(bench, ANA)

    with clock.stopped(MONDAY + HOUR):
        read = bench.as_(ANA).post(f"/notifications/{notice['id']}/read")
    with clock.stopped(MONDAY + 2 * HOUR):
        again = bench.as_(ANA).post(f"/notifications/{notice['id']}/read")

    assert read.status_code == 200
    assert read.json == notice | {"read_at": "2026-11-23T16:00:00Z", "version": 2}
    assert read.headers["ETag"] == '"2"'
    assert again.json == read.json
    [delivery] = deliveries(bench, channel="in_app")
    assert delivery["status"] == "read"


def test_a_notice_changed_meanwhile_is_not_read_under_an_old_version(bench: Bench) -> None:
    tell(bench)
    [notice] = bell_of(bench, ANA)

    answer = bench.as_(ANA).post(f"/notifications/{notice['id']}/read", headers={"If-Match": '"7"'})

    assert answer.status_code == 412
    assert bell_of(bench, ANA) == [notice]


def test_a_cursor_made_up_by_hand_is_refused(bench: Bench) -> None:
    tell(bench)
    for keys in (b'["2026-11-23T17:00:00"]', b'["0001-01-01T00:00:00+14:00", "x"]', b"[1, 2]", b"7"):
        cursor = base64.urlsafe_b64encode(keys).decode().rstrip("=")

        assert bench.as_(ANA).get("/notifications", cursor=cursor).status_code == 422


@pytest.mark.parametrize("flag", ["true", ""])
def test_the_unread_can_be_asked_for(bench: Bench, flag: str) -> None:
    tell(bench, client=JUAN | {"name": "Uno"})
    tell(bench, client=JUAN | {"name": "Dos"})
    [first, second] = bell_of(bench, ANA)
    bench.as_(ANA).post(f"/notifications/{first['id']}/read")

    assert bell_of(bench, ANA, unread=flag) == [second]
    assert len(bell_of(bench, ANA, unread="false")) == 2


def test_all_can_be_read_at_once(bench: Bench) -> None:
    tell(bench)
    tell(bench)
    tell(bench, assigned_to=reference(LUIS))

    first = bench.as_(ANA).post("/notifications/read-all")
    second = bench.as_(ANA).post("/notifications/read-all")

    assert (first.status_code, first.json) == (200, {"read": 2})
    assert second.json == {"read": 0}
    assert bell_of(bench, ANA, unread=True) == []
    assert len(bell_of(bench, LUIS, unread=True)) == 1


def test_the_notices_of_others_are_nobody_elses_business(bench: Bench) -> None:
    tell(bench)
    [notice] = bell_of(bench, ANA)

    for other in (LUIS, MARTA, OLGA):
        assert bell_of(bench, other) == []
        assert bench.as_(other).post(f"/notifications/{notice['id']}/read").status_code == 404
    assert bell_of(bench, ANA) == [notice]


def test_a_mail_is_no_notice_of_the_bell(bench: Bench) -> None:
    tell(bench)
    [mail] = deliveries(bench, channel="email")

    assert bench.as_(ANA).post(f"/notifications/{mail['id']}/read").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/notifications"),
        ("POST", "/notifications/read-all"),
        ("POST", f"/notifications/{JUAN['id']}/read"),
        ("GET", "/deliveries"),
        ("POST", f"/deliveries/{JUAN['id']}/retry"),
    ],
)
def test_nothing_is_told_without_a_token(bench: Bench, method: str, path: str) -> None:
    assert bench.as_(None).request(method, path).status_code == 401


def test_deliveries_are_those_of_the_own_branches(bench: Bench) -> None:
    tell(bench)
    tell(bench, branch_id=NORTE, assigned_to=reference(NORA))

    branches = {who: {each["branch_id"] for each in deliveries(bench, who)} for who in (LUIS, MARTA, NORA, OLGA)}

    central, norte = str(CENTRAL), str(NORTE)
    assert branches == {LUIS: {central}, MARTA: {central}, NORA: {norte}, OLGA: {central, norte}}
    assert deliveries(bench, LUIS, branch_id=norte) == []


def test_deliveries_can_be_filtered(bench: Bench) -> None:
    other = JUAN | {"id": new_id()}
    tell(bench)
    tell(bench, client=other)
    bench.sweep(MONDAY)

    assert len(deliveries(bench)) == 4
    assert len(deliveries(bench, channel="email")) == 2
    assert len(deliveries(bench, channel=["email", "in_app"])) == 4
    assert len(deliveries(bench, channel="sms")) == 0
    assert len(deliveries(bench, recipient_type="user")) == 4
    assert len(deliveries(bench, recipient_type="client")) == 0
    assert len(deliveries(bench, status="sent")) == 4
    assert len(deliveries(bench, status=["queued", "failed"])) == 0
    assert {each["client"]["id"] for each in deliveries(bench, client_id=other["id"])} == {str(other["id"])}
    assert len(deliveries(bench, OLGA, branch_id=[CENTRAL, NORTE])) == 4


def test_a_day_of_deliveries_is_a_day_of_their_branch(bench: Bench) -> None:
    # Midnight is at 06:00 UTC in Mexico City and at 08:00 UTC in Tijuana.
    tell(bench, at=datetime(2026, 11, 23, 7, tzinfo=UTC))
    tell(bench, at=datetime(2026, 11, 23, 7, tzinfo=UTC), branch_id=NORTE, assigned_to=reference(NORA))

    def branches(**days: str) -> set[str]:
        return {each["branch_id"] for each in deliveries(bench, OLGA, **days)}

    assert branches(**{"from": "2026-11-23"}) == {str(CENTRAL)}
    assert branches(to="2026-11-22") == {str(NORTE)}
    assert branches(**{"from": "2026-11-22", "to": "2026-11-23"}) == {str(CENTRAL), str(NORTE)}
    assert branches(**{"from": "2026-11-24"}) == set()


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/deliveries?channel=fax", "channel.0"),
        ("/deliveries?status=lost", "status.0"),
        ("/deliveries?from=ayer", "from"),
        ("/deliveries?sort=id", "sort"),
        ("/notifications?unread=quizá", "unread"),
        ("/notifications?cursor=x", "cursor"),
    ],
)
def test_filters_that_make_no_sense_are_refused_by_name(bench: Bench, path: str, field: str) -> None:
    answer = bench.as_(ANA).get(path)

    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [field]


def test_deliveries_can_be_had_as_a_table(bench: Bench) -> None:
    tell(bench)

    table = bench.as_(ANA).get("/deliveries", format="csv").text.splitlines()

    assert len(table) == 3
    assert "Juan Pérez" in table[1]


def failed(bench: Bench) -> dict[str, object]:
    bench.app.extensions["channels"]["email"] = Provider(DeliveryError("unexpected", permanent=True))
    tell(bench)
    bench.sweep(MONDAY)
    [delivery] = deliveries(bench, status="failed")
    return delivery


def test_a_manager_can_have_a_failed_delivery_sent_again(bench: Bench) -> None:
    delivery = failed(bench)

    with clock.stopped(MONDAY + HOUR):
        answer = bench.as_(MARTA).post(f"/deliveries/{delivery['id']}/retry")
    bench.sweep(MONDAY + HOUR)

    assert answer.status_code == 200
    assert (answer.json["status"], answer.json["attempts"], answer.json["error"]) == ("queued", 0, None)
    [sent] = deliveries(bench, channel="email")
    assert (sent["status"], sent["attempts"]) == ("sent", 1)


def test_only_managers_of_the_branch_send_again(bench: Bench) -> None:
    delivery = failed(bench)

    assert bench.as_(ANA).post(f"/deliveries/{delivery['id']}/retry").status_code == 403
    tell(bench, branch_id=NORTE, assigned_to=reference(NORA))
    [other, _] = deliveries(bench, NORA)
    assert bench.as_(MARTA).post(f"/deliveries/{other['id']}/retry").status_code == 404


def test_what_has_not_failed_is_not_sent_again(bench: Bench) -> None:
    tell(bench)

    for delivery in deliveries(bench):
        answer = bench.as_(MARTA).post(f"/deliveries/{delivery['id']}/retry")

        assert answer.status_code == 409
        assert answer.json["type"] == "/problems/not-failed"
        assert answer.json["detail"] == "Solo se puede reintentar un envío que ha fallado."
