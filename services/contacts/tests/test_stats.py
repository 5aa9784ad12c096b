from datetime import UTC, datetime

from services.contacts.tests.people import a_client
from shared import clock
from shared.testing.fixtures import ANA, CENTRAL, NORA, NORTE, OLGA


def test_an_empty_house_has_no_clients(bench):
    assert bench.as_(ANA).get("/clients/stats").json == {
        "by_type": {"lead": 0, "prospect": 0, "customer": 0, "vip": 0},
        "new_this_month": 0,
        "active": 0,
        "total": 0,
    }


def test_clients_are_counted_by_type_and_status(bench):
    for type, status in (("lead", "active"), ("lead", "inactive"), ("vip", "active"), ("customer", "active")):
        a_client(bench, type=type, status=status)
    a_client(bench, by=NORA, type="prospect")

    own = bench.as_(ANA).get("/clients/stats").json
    all_branches = bench.as_(OLGA).get("/clients/stats").json

    assert own["by_type"] == {"lead": 2, "prospect": 0, "customer": 1, "vip": 1}
    assert (own["active"], own["total"], own["new_this_month"]) == (3, 4, 4)
    assert (all_branches["by_type"]["prospect"], all_branches["total"]) == (1, 5)
    assert bench.as_(OLGA).get("/clients/stats", branch_id=str(NORTE)).json["total"] == 1
    assert bench.as_(ANA).get("/clients/stats", branch_id=str(NORTE)).json["total"] == 0


def test_the_month_begins_at_midnight_of_each_branch(bench):
    # Midnight of November 1 is 06:00 UTC in Mexico City, and 07:00 UTC in Tijuana.
    for hour in (5, 6, 7):
        with clock.stopped(datetime(2026, 11, 1, hour, 30, tzinfo=UTC)):
            a_client(bench)
            a_client(bench, by=NORA)

    def new(at, **args):
        with clock.stopped(at):
            return bench.as_(OLGA).get("/clients/stats", **args).json["new_this_month"]

    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert new(noon, branch_id=str(CENTRAL)) == 2
    assert new(noon, branch_id=str(NORTE)) == 1
    assert new(noon) == 3
    # In December here, in November still there.
    assert new(datetime(2026, 12, 1, 6, 30, tzinfo=UTC)) == 1
