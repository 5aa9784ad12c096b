from datetime import UTC, datetime

import pytest

from services.contacts.tests.people import a_client
from shared import clock
from shared.testing.fixtures import ANA, CENTRAL, MARTA, NORA, NORTE, OLGA, token_of


def test_an_empty_house_has_no_clients(bench):
    assert bench.as_(ANA).get("/clients/stats").json == {
        "by_type": {"lead": 0, "prospect": 0, "customer": 0, "vip": 0},
        "new_this_month": 0,
        "active": 0,
        "total": 0,
    }


@pytest.mark.requirement("P6", "R3", "C22")
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


@pytest.mark.requirement("P6", "R3")
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


@pytest.mark.requirement("P6", "R3")
def test_who_works_in_two_branches_has_the_month_of_each(bench):
    both = {"Authorization": f"Bearer {token_of(ANA, branches=[str(CENTRAL), str(NORTE)])}"}
    with clock.stopped(datetime(2026, 11, 1, 6, 30, tzinfo=UTC)):
        a_client(bench)
        a_client(bench, by=NORA)

    with clock.stopped(datetime(2026, 11, 20, 12, tzinfo=UTC)):
        own = bench.as_(ANA).request("GET", "/clients/stats", headers=both).json

    # It was November in Mexico City already, and October in Tijuana still.
    assert (own["new_this_month"], own["total"]) == (1, 2)


@pytest.mark.requirement("C11", "C12", "C22", "P6")
def test_counts_follow_a_client_from_lead_to_vip(bench):
    client = a_client(bench, status="inactive")
    ana, url = bench.as_(ANA), f"/clients/{client['id']}"

    def counted():
        counts = ana.get("/clients/stats").json
        return next(type for type, count in counts["by_type"].items() if count), counts["active"]

    assert counted() == ("lead", 0)
    ana.patch(url, {"type": "prospect"})
    assert counted() == ("prospect", 0)
    ana.post(f"{url}/convert")
    assert counted() == ("customer", 1)
    ana.post(f"{url}/promote")
    assert counted() == ("vip", 1)


def test_who_was_merged_or_erased_is_not_counted(bench):
    client, duplicate, gone = a_client(bench), a_client(bench), a_client(bench)
    bench.as_(MARTA).post(f"/clients/{client['id']}/merge", {"duplicate_id": duplicate["id"]})
    bench.as_(OLGA).post(f"/clients/{gone['id']}/erase")

    counts = bench.as_(ANA).get("/clients/stats").json

    assert (counts["total"], counts["active"], counts["new_this_month"], counts["by_type"]["lead"]) == (1, 1, 1, 1)
