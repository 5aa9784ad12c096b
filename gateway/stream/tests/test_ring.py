"""Coming back to where one was."""

import re

import pytest

from gateway.stream import ring
from gateway.stream.frames import news_of
from gateway.stream.ring import Ring
from gateway.tests.events import event, user
from shared.testing.fixtures import ANA, CENTRAL, NORTE

ANA_LISTENS = user(ANA)


def happen(to: Ring, *branches: object) -> None:
    for branch in branches:
        for news in news_of(event("ClientUpdated", branch)):  # type: ignore[arg-type]
            to.add(news)


def numbers(missed: bytes | None) -> list[int] | None:
    return None if missed is None else [int(each) for each in re.findall(rb"^id: \w+-(\d+)$", missed, re.MULTILINE)]


def test_who_comes_back_hears_what_they_missed_in_order() -> None:
    news = Ring()
    happen(news, CENTRAL, CENTRAL)
    place = news.place
    happen(news, CENTRAL, NORTE, CENTRAL)

    assert numbers(news.missed(place, ANA_LISTENS)) == [3, 5]


def test_who_missed_nothing_hears_nothing() -> None:
    news = Ring()
    assert news.missed(news.place, ANA_LISTENS) == b""
    happen(news, CENTRAL)
    assert news.missed(news.place, ANA_LISTENS) == b""


def test_who_was_away_for_too_long_has_to_look_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ring, "LENGTH", 3)
    news = Ring()
    places = []
    for _ in range(5):
        places.append(news.place)
        happen(news, CENTRAL)

    assert [numbers(news.missed(place, ANA_LISTENS)) for place in places] == [None, None, [3, 4, 5], [4, 5], [5]]


def test_who_missed_very_much_has_to_look_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ring, "MOST_MISSED", 2)
    news = Ring()
    place = news.place
    happen(news, CENTRAL, NORTE, NORTE, CENTRAL)
    assert numbers(news.missed(place, ANA_LISTENS)) == [1, 4]
    happen(news, CENTRAL)
    assert news.missed(place, ANA_LISTENS) is None


def test_places_of_another_process_and_of_the_time_before_a_gap_are_none() -> None:
    news, other = Ring(), Ring()
    before = news.place
    news.begin()

    assert [news.missed(place, ANA_LISTENS) for place in (other.place, before)] == [None, None]


@pytest.mark.parametrize("number", ["", "-1", "1", "x", "²", "٣", "9" * 5000, " 0", "0\n"])
def test_a_place_that_was_never_told_is_none(number: str) -> None:
    news = Ring()
    assert news.missed(f"{news.epoch}-{number}", ANA_LISTENS) is None
