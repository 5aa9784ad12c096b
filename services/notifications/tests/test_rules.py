"""The rules of a branch: what they are, who may change them, and that what they say counts."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from services.notifications.models.rules import MOMENTS
from services.notifications.models.templates import TEMPLATES
from services.notifications.tests.examples import MONDAY, a_follow_up, bell_of, deliveries, reference
from services.notifications.tests.tasks import an_appointment
from shared import clock
from shared.ids import new_id
from shared.testing.fixtures import ANA, CENTRAL, LUIS, MARTA, NORA, NORTE, OLGA, Bench

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _monday(bench: Bench) -> Iterator[None]:
    with clock.stopped(MONDAY):
        yield


def rules_of(bench: Bench, **params: Any) -> dict[str, Any]:
    answer = bench.as_(MARTA).get("/notification-rules", **params)
    assert answer.status_code == 200, answer.text
    return answer.json


def put(bench: Bench, book: dict[str, Any], **options: Any) -> Any:
    body = {name: book[name] for name in ("rules", "quiet_hours", "holidays") if name in book}
    return bench.as_(MARTA).put("/notification-rules", body, **options)


def with_rule(book: dict[str, Any], name: str, **change: Any) -> dict[str, Any]:
    return book | {"rules": [each | change if each["name"] == name else each for each in book["rules"]]}


def test_a_branch_has_rules_before_anybody_has_made_any(bench: Bench) -> None:
    book = rules_of(bench)

    assert (book["branch_id"], book["quiet_hours"], book["holidays"], book["version"]) == (str(CENTRAL), None, [], 1)
    assert {each["on"] for each in book["rules"]} == MOMENTS.keys()
    assert book["rules"][0] == {
        "name": "follow-up-overdue",
        "on": "FollowUpOverdue",
        "to": "in_charge",
        "channels": ["in_app", "email"],
        "template": "follow-up-overdue",
        "after_days": 0,
        "after_minutes": 0,
        "before_minutes": 0,
        "enabled": True,
    }


def test_what_is_answered_can_be_saved_as_it_is(bench: Bench) -> None:
    book = rules_of(bench)

    saved = put(bench, book, headers={"If-Match": '"1"'})

    assert saved.status_code == 200, saved.text
    assert saved.json == rules_of(bench) == book | {"version": 2}


def test_rules_seen_in_an_old_version_are_not_changed(bench: Bench) -> None:
    book = rules_of(bench)
    put(bench, book)

    assert put(bench, book | {"rules": []}, headers={"If-Match": '"1"'}).status_code == 412
    assert len(rules_of(bench)["rules"]) == len(book["rules"])


def test_each_branch_has_its_own(bench: Bench) -> None:
    put(bench, {"rules": []})

    assert bench.as_(OLGA).get("/notification-rules", branch_id=str(CENTRAL)).json["rules"] == []
    assert bench.as_(OLGA).get("/notification-rules", branch_id=str(NORTE)).json["rules"] != []
    answer = bench.as_(MARTA).get("/notification-rules", branch_id=str(NORTE))
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["branch_id"])
    assert bench.as_(ANA).get("/notification-rules").status_code == 403


def test_who_changed_the_rules_can_be_looked_up(bench: Bench) -> None:
    put(bench, {"rules": []})

    [entry] = bench.as_(OLGA).get("/audit", action="NotificationRulesChanged").json["items"]
    assert (entry["actor"]["id"], entry["branch_id"]) == (str(MARTA), str(CENTRAL))


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"name": "Con espacios"}, "rules.0.name"),
    ({"on": "TaskClosed"}, "rules.0.on"),
    ({"to": "client"}, "rules.0.to"),
    ({"to": "everybody"}, "rules.0.to"),
    ({"channels": []}, "rules.0.channels"),
    ({"channels": ["fax"]}, "rules.0.channels.0"),
    ({"channels": ["email", "email"]}, "rules.0.channels"),
    ({"template": "digest"}, "rules.0.template"),
    ({"template": "no-such"}, "rules.0.template"),
    ({"before_minutes": 10}, "rules.0.before_minutes"),
    ({"after_days": 61}, "rules.0.after_days"),
    ({"after_days": -1}, "rules.0.after_days"),
    ({"after_days": "3"}, "rules.0.after_days"),
    ({"enabled": 1}, "rules.0.enabled"),
    ({"extra": 1}, "rules.0.extra"),
]


@pytest.mark.parametrize(("change", "field"), WRONG)
def test_a_rule_that_makes_no_sense_is_refused(bench: Bench, change: dict[str, Any], field: str) -> None:
    first, *rest = rules_of(bench)["rules"]

    answer = put(bench, {"rules": [first | change, *rest]})

    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [field]
    assert rules_of(bench)["version"] == 1


def test_two_rules_of_one_name_are_refused(bench: Bench) -> None:
    first, *_ = rules_of(bench)["rules"]

    assert list(put(bench, {"rules": [first, first]}).json["errors"]) == ["rules"]


def test_a_client_has_no_bell(bench: Bench) -> None:
    book = with_rule(rules_of(bench), "appointment-soon", channels=["in_app"])

    answer = put(bench, book)

    assert answer.status_code == 422
    assert answer.json["errors"] == {"rules.8.channels": ["No se puede combinar con «client»."]}


def test_every_template_goes_with_a_moment_but_what_is_written_by_hand() -> None:
    assert {each.about for each in MOMENTS.values()} == set(TEMPLATES.values()) - {"client"}


# --- what they say counts ---------------------------------------------------------------------------------


def test_a_rule_that_is_off_tells_nobody(bench: Bench) -> None:
    put(bench, with_rule(rules_of(bench), "follow-up-overdue", enabled=False))

    bench.hear("FollowUpOverdue", a_follow_up())

    assert bell_of(bench, ANA) == []


def test_other_channels_and_people_can_be_told(bench: Bench) -> None:
    book = with_rule(rules_of(bench), "follow-up-overdue", to="managers", channels=["email"])
    put(bench, book)

    bench.hear("FollowUpOverdue", a_follow_up())

    [delivery] = deliveries(bench)
    assert (delivery["channel"], delivery["recipient"]["id"]) == ("email", str(MARTA))


def test_the_rules_of_another_branch_do_not_count(bench: Bench) -> None:
    put(bench, {"rules": []})

    bench.hear("FollowUpOverdue", a_follow_up(branch_id=NORTE, assigned_to={"id": NORA, "name": "Nora Paz"}))

    assert len(bell_of(bench, NORA)) == 1


def test_after_three_days_the_managers_hear_of_what_is_still_overdue(bench: Bench) -> None:
    bench.hear("FollowUpOverdue", a_follow_up())
    bench.sweep(MONDAY + 3 * DAY - timedelta(seconds=1))
    early = bell_of(bench, MARTA)

    bench.sweep(MONDAY + 3 * DAY)

    assert early == []
    [notice] = bell_of(bench, MARTA)
    assert notice["title"] == "Sigue vencido: Juan Pérez"
    assert notice["body"] == "Nadie lo ha atendido desde el 20/11/2026. A cargo: Ana Ruiz. Teléfono: +525512345678."
    assert notice["created_at"] == "2026-11-26T15:00:00Z"


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("FollowUpCompleted", {"state": "done"}),
        ("FollowUpRescheduled", {"due_on": "2026-11-24"}),
        ("FollowUpCancelled", {"state": "cancelled"}),
    ],
)
def test_what_was_attended_to_within_three_days_is_not_told_to_the_managers(
    bench: Bench, kind: str, change: dict[str, str]
) -> None:
    bench.hear("FollowUpOverdue", a_follow_up())
    bench.hear(kind, a_follow_up(**change), sequence=2)

    bench.sweep(MONDAY + 3 * DAY)

    assert bell_of(bench, MARTA) == []


def test_of_an_appointment_its_operator_is_reminded_while_it_is_theirs(bench: Bench) -> None:
    first = rules_of(bench)["rules"][7]
    rule = first | {"name": "own-appointment", "to": "operator", "channels": ["in_app"], "before_minutes": 60}
    put(bench, {"rules": [rule]})
    bench.hear("TaskPlanned", an_appointment(), actor_id=ANA)
    bench.hear("TaskPlanned", an_appointment(id=new_id()), actor_id=ANA)
    bench.hear("TaskUpdated", an_appointment(operator=reference(LUIS)), sequence=2, actor_id=ANA)

    bench.sweep(MONDAY + 2 * DAY)

    assert len(bell_of(bench, ANA)) == len(bell_of(bench, LUIS)) == 1


def test_a_rule_switched_off_meanwhile_counts(bench: Bench) -> None:
    bench.hear("FollowUpOverdue", a_follow_up())
    put(bench, with_rule(rules_of(bench), "follow-up-still-overdue", enabled=False))

    bench.sweep(MONDAY + 3 * DAY)

    assert bell_of(bench, MARTA) == []
    [held_back] = deliveries(bench, template="follow-up-still-overdue", upcoming=True)
    assert held_back["error"] == "La regla que lo pedía ya no está en vigor."


def test_what_waits_for_later_is_shown_to_who_asks_for_it(bench: Bench) -> None:
    bench.hear("FollowUpOverdue", a_follow_up())

    assert [each["due_at"] for each in deliveries(bench, template="follow-up-still-overdue", upcoming=True)] == [
        "2026-11-26T15:00:00Z"
    ]
    assert deliveries(bench, template="follow-up-still-overdue") == []


def test_an_unread_notice_of_what_was_moved_and_moved_back_waits_for_its_day(bench: Bench) -> None:
    bench.hear("FollowUpOverdue", a_follow_up())
    bench.hear("FollowUpRescheduled", a_follow_up(due_on="2026-11-24"), sequence=2)
    bench.hear("FollowUpRescheduled", a_follow_up(), sequence=3)

    assert bell_of(bench, MARTA) == []
    bench.sweep(MONDAY + 3 * DAY)
    assert len(bell_of(bench, MARTA)) == 1
    assert bell_of(bench, LUIS) == []
