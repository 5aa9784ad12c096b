"""Listening: everybody hears what they may, at once, and nobody holds the others up."""

import pytest

from gateway.stream import hub as module
from gateway.stream.hub import Hub
from gateway.stream.tests.conftest import Listen
from gateway.tests.events import bell, event, user
from shared.testing.fixtures import ANA, CENTRAL, LUIS, NORA, NORTE, OLGA
from shared.testing.waiting import until


def test_a_stream_begins_with_where_one_is_and_when_to_come_back(hub: Hub, listen: Listen) -> None:
    said = listen(ANA).listen().decode().partition("\r\n\r\n")[2]

    wait, place, *rest = said.split("\n")
    assert wait.startswith("retry: ")
    assert 1_000 <= int(wait.removeprefix("retry: ")) <= 4_000
    assert place.startswith("id: ")
    assert rest == ["", ""]


def test_everybody_hears_at_once_what_they_may(hub: Hub, listen: Listen) -> None:
    ana, luis, nora, olga = (listen(who) for who in (ANA, LUIS, NORA, OLGA))
    central, norte, for_luis = event("ClientUpdated", CENTRAL), event("SaleOpened", NORTE), bell(LUIS)

    hub.hear([central, norte, for_luis])

    assert olga.hears(str(norte.subject))
    assert luis.hears(str(for_luis.subject))
    assert nora.hears(str(norte.subject))
    assert ana.hears(str(central.subject))
    assert str(norte.subject).encode() not in ana.listen() + luis.listen()
    assert str(for_luis.subject).encode() not in ana.listen() + olga.listen()
    assert str(central.subject).encode() not in nora.listen()


def test_every_connection_of_one_person_hears(hub: Hub, listen: Listen) -> None:
    ears = [listen(ANA) for _ in range(3)]

    hub.hear([happened := event("ClientUpdated")])

    assert all(ear.hears(str(happened.subject)) for ear in ears)


def test_who_comes_back_has_missed_nothing_and_hears_nothing_twice(hub: Hub, listen: Listen) -> None:
    first = listen(ANA)
    hub.hear([one := event("ClientUpdated")])
    assert first.hears(str(one.subject))
    place = first.place
    first.close()
    hub.hear([two := event("ClientUpdated")])

    second = listen(ANA, place)
    hub.hear([three := event("ClientUpdated")])

    assert second.hears(str(three.subject))
    heard = second.listen()
    assert [heard.count(str(each.subject).encode()) for each in (one, two, three)] == [0, 1, 1]


def test_a_break_before_one_has_heard_what_was_missed_loses_nothing(hub: Hub, listen: Listen) -> None:
    place = listen(ANA).place
    hub.hear([event("ClientUpdated")])

    begins, missed, _ = hub.answer(user(ANA), place).split(b"\n\n")

    assert begins.endswith(f"id: {place}".encode())
    assert b"event: client" in missed
    assert b"id: " not in hub.answer(user(ANA), "elsewhere-1").split(b"\n\n")[0]


def test_who_comes_back_before_anything_happened_does_not_miss_it(hub: Hub, listen: Listen) -> None:
    first = listen(ANA)
    place = first.place
    first.close()
    hub.hear([happened := event("ClientUpdated")])

    assert listen(ANA, place).hears(str(happened.subject))


def test_with_a_place_that_nobody_knows_one_has_to_look_again(hub: Hub, listen: Listen) -> None:
    ana = listen(ANA, "0123456789ab-7")

    assert ana.hears("event: reset\n")
    assert ana.hears("data: {}\n")


def test_after_a_gap_everybody_has_to_look_again(hub: Hub, listen: Listen) -> None:
    ana = listen(ANA)
    before = ana.place

    hub.begin()

    assert ana.hears("event: reset\n")
    assert ana.place != before
    hub.hear([happened := event("ClientUpdated")])
    assert ana.hears(str(happened.subject))


def test_it_ends_with_the_token(hub: Hub, listen: Listen) -> None:
    ana, luis = listen(ANA, seconds=0.05), listen(LUIS)

    until(lambda: ana.ended)
    assert not luis.ended


def test_a_heartbeat_shows_that_it_lives_and_moves_the_place_on(
    hub: Hub, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "HEARTBEAT_SECONDS", 0.05)
    nora = listen(NORA)
    before = nora.place

    hub.hear([event("ClientUpdated", CENTRAL)])

    assert nora.hears(":\nid: ")
    assert until(lambda: nora.place != before)


def test_who_does_not_take_what_is_sent_is_sent_away_and_the_others_hear_on(
    hub: Hub, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 10_000)
    asleep, awake = listen(ANA), listen(LUIS)

    def both() -> bool:
        hub.hear([event("ClientUpdated") for _ in range(100)])
        awake.listen()
        return not hub._of_user[ANA]

    assert until(both)
    hub.hear([happened := event("ClientUpdated")])
    assert awake.hears(str(happened.subject))
    assert asleep.hears("event: reset\n")
    assert until(lambda: asleep.ended)


def test_one_person_may_listen_only_so_often(hub: Hub, listen: Listen) -> None:
    ears = [listen(ANA) for _ in range(module.MOST_OF_ONE)]

    assert not hub.has_room(user(ANA))
    assert hub.has_room(user(LUIS))
    assert until(lambda: listen(ANA).ended)
    ears[0].close()
    assert until(lambda: hub.has_room(user(ANA)))


def test_nothing_is_kept_of_those_who_have_gone(hub: Hub, listen: Listen) -> None:
    for ear in [listen(ANA), listen(LUIS)]:
        ear.close()

    assert until(lambda: not hub._listeners)
    assert not hub._of_user


def test_who_does_not_stay_is_told_what_they_missed(hub: Hub, listen: Listen) -> None:
    place = listen(ANA).place
    hub.hear([happened := event("ClientUpdated"), event("ClientUpdated", NORTE)])

    said = hub.answer(user(ANA), place)

    assert said.count(b"event: client\n") == 1
    assert str(happened.subject).encode() in said
