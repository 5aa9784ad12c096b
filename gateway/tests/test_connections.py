"""Kept connections: reused while they are good, and what happens when one breaks."""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from gateway.connections import IDLE_SECONDS, OLDEST_SECONDS, Connections
from gateway.exchange import AnswerLost, Outgoing, TimedOut
from gateway.tests.conftest import Clock, closed_port, on_a_raw_socket, take_request
from shared.problems import Unavailable

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
GET = Outgoing("GET", "/", [])
POST = Outgoing("POST", "/", [("Content-Length", "2")], b"{}", repeatable=False)
POST_WITH_KEY = Outgoing("POST", "/", [("Content-Length", "2")], b"{}", repeatable=True)


def answers_once(connection: socket.socket) -> None:
    take_request(connection)
    connection.sendall(OK)


def answers_for_ever(connection: socket.socket) -> None:
    while take_request(connection):
        connection.sendall(OK)


def answers_and_dies_at_the_next(connection: socket.socket) -> None:
    answers_once(connection)
    take_request(connection)


def dies_at_once(connection: socket.socket) -> None:
    take_request(connection)


def breaks_off(connection: socket.socket) -> None:
    take_request(connection)
    connection.sendall(OK[:-1])


def says_nothing(connection: socket.socket) -> None:
    while connection.recv(65536):
        pass


@contextmanager
def connections_to(*behaviours: object, clock: Clock | None = None) -> Iterator[Connections]:
    with (
        on_a_raw_socket(*behaviours) as url,  # type: ignore[arg-type]
        closing(Connections("contacts", url, clock or Clock())) as connections,
    ):
        yield connections


def test_a_connection_is_used_again() -> None:
    with connections_to(answers_for_ever) as connections:
        assert [connections.exchange(POST).body for _ in range(5)] == [b"ok"] * 5


def test_one_that_the_other_side_has_closed_is_noticed_before_it_is_used() -> None:
    with connections_to(answers_once, answers_once, answers_once) as connections:
        for _ in range(3):
            assert connections.exchange(POST).body == b"ok"
            connections._idle[-1][0]._connection.sock.recv(1, socket.MSG_PEEK)  # the end has arrived


def test_one_that_is_busy_all_the_time_gives_way_to_a_new_one_that_may_lead_to_another_replica() -> None:
    clock = Clock()
    with connections_to(answers_for_ever, answers_once, clock=clock) as connections:
        connections.exchange(POST)
        first = connections._idle[0][0]
        for _ in range(int(OLDEST_SECONDS / IDLE_SECONDS) * 2):
            clock.pass_(IDLE_SECONDS / 2)
            connections.exchange(POST)

        assert first not in [wire for wire, _ in connections._idle]


def test_one_that_is_idle_for_long_is_not_used_again() -> None:
    clock = Clock()
    with connections_to(answers_for_ever, answers_once, clock=clock) as connections:
        connections.exchange(POST)
        old = connections._idle[0][0]._connection.sock

        clock.pass_(IDLE_SECONDS)
        old.shutdown(socket.SHUT_WR)
        connections.exchange(POST)

        assert old.fileno() == -1


def test_those_that_nobody_needs_any_more_are_closed() -> None:
    clock = Clock()
    with connections_to(answers_for_ever, clock=clock) as connections:
        connections.exchange(GET)
        wire = connections._idle[0][0]
        connections._idle.appendleft((wire, clock.seconds - IDLE_SECONDS))

        connections.exchange(GET)

        assert len(connections._idle) == 1


@pytest.mark.parametrize("outgoing", [GET, POST_WITH_KEY])
@pytest.mark.parametrize("first", [dies_at_once, breaks_off])
def test_what_may_be_repeated_is_sent_again_when_the_connection_breaks(outgoing: Outgoing, first: object) -> None:
    with connections_to(first, answers_once) as connections:
        assert connections.exchange(outgoing).body == b"ok"


@pytest.mark.parametrize("outgoing", [GET, POST_WITH_KEY])
def test_a_kept_connection_that_breaks_just_now_is_no_error(outgoing: Outgoing) -> None:
    with connections_to(answers_and_dies_at_the_next, answers_once) as connections:
        assert [connections.exchange(outgoing).body for _ in range(2)] == [b"ok", b"ok"]


def test_when_all_that_were_kept_break_together_a_new_one_is_taken() -> None:
    with (
        connections_to(dies_at_once) as to_another,
        connections_to(dies_at_once, answers_once) as connections,
    ):
        for each in (to_another, connections):
            connections.keep(each._new())

        assert connections.exchange(GET).body == b"ok"


@pytest.mark.parametrize("behaviour", [dies_at_once, breaks_off])
def test_what_may_not_be_repeated_is_not_and_the_caller_is_told_that_nobody_knows(behaviour: object) -> None:
    with connections_to(behaviour, answers_once) as connections, pytest.raises(AnswerLost):
        connections.exchange(POST)


def test_a_service_that_breaks_off_every_time_is_away() -> None:
    with connections_to(dies_at_once, dies_at_once) as connections, pytest.raises(Unavailable):
        connections.exchange(GET)


@pytest.mark.parametrize("outgoing", [GET, POST])
def test_a_service_that_does_not_listen_is_away(outgoing: Outgoing) -> None:
    with pytest.raises(Unavailable):
        Connections("contacts", closed_port()).exchange(outgoing)


def test_a_name_that_nobody_knows_is_a_service_that_is_away() -> None:
    with pytest.raises(Unavailable):
        Connections("contacts", "http://contacts.invalid:8000").exchange(GET)


def test_an_answer_that_does_not_come_in_time_is_not_waited_for_and_not_asked_again() -> None:
    with connections_to(says_nothing, answers_once) as connections:
        with pytest.raises(TimedOut):
            connections.exchange(Outgoing("GET", "/", [], seconds=0.05))

        assert not connections._idle
