"""Alive, and ready once every service has been."""

from collections.abc import Callable

from flask import Flask, jsonify

from gateway.health import FRESH_SECONDS, Readiness
from gateway.tests.conftest import Clock, Gateway
from gateway.upstream import Upstream, reach
from shared.config import Settings
from shared.inprocess import InProcess

MakeGateway = Callable[..., Gateway]


class Service:
    """A service that is ready when it is told to be."""

    def __init__(self, name: str, ready: bool) -> None:
        self.ready, self.asked = ready, 0
        self.app = Flask(name)

        @self.app.get("/readyz")
        def readyz() -> tuple[object, int]:
            self.asked += 1
            return jsonify({}), 200 if self.ready else 503


def reached(services: dict[str, Service]) -> dict[str, Upstream]:
    return reach(Settings(), {name: InProcess(service.app) for name, service in services.items()})


def test_the_gateway_is_alive_whatever_is_behind_it(gateway: MakeGateway) -> None:
    answer = gateway(service_urls={"contacts": "http://contacts.invalid"}).client.get("/healthz")

    assert (answer.status_code, answer.get_json()) == (200, {"status": "ok"})


def test_it_is_ready_once_every_service_has_been(clock: Clock) -> None:
    services = {"contacts": Service("contacts", ready=True), "identity": Service("identity", ready=False)}
    readiness = Readiness(reached(services), clock)

    before = readiness.states()
    was_ready = readiness.reached
    services["identity"].ready = True
    after = readiness.states()

    assert before == {"identity": "answers 503", "contacts": "ok"}
    assert not was_ready
    assert after == {"identity": "ok", "contacts": "ok"}
    assert readiness.reached


def test_services_need_not_be_ready_at_the_same_time(clock: Clock) -> None:
    services = {"contacts": Service("contacts", ready=True), "identity": Service("identity", ready=False)}
    readiness = Readiness(reached(services), clock)
    readiness.states()

    services["contacts"].ready, services["identity"].ready = False, True
    readiness.states()

    assert readiness.reached


def test_a_later_absence_shows_but_does_not_take_the_others_out(clock: Clock) -> None:
    service = Service("contacts", ready=True)
    readiness = Readiness(reached({"contacts": service}), clock)
    readiness.states()

    service.ready = False
    clock.pass_(FRESH_SECONDS)

    assert readiness.states() == {"contacts": "answers 503"}
    assert readiness.reached


def test_a_service_that_is_ready_makes_it_ready(gateway: MakeGateway) -> None:
    answer = gateway({"contacts": InProcess(Service("contacts", ready=True).app)}).client.get("/readyz")

    assert (answer.status_code, answer.get_json()) == (200, {"status": "ok", "checks": {"contacts": "ok"}})


def test_it_is_not_ready_before_a_service_can_be_reached(gateway: MakeGateway) -> None:
    answer = gateway(service_urls={"contacts": "http://contacts.invalid"}).client.get("/readyz")

    assert answer.status_code == 503
    assert answer.get_json() == {"status": "unavailable", "checks": {"contacts": "service-unavailable"}}


def test_however_often_it_is_asked_the_services_are_not(clock: Clock) -> None:
    service = Service("contacts", ready=True)
    readiness = Readiness(reached({"contacts": service}), clock)

    for _ in range(50):
        readiness.states()
    clock.pass_(FRESH_SECONDS)
    readiness.states()

    assert service.asked == 2


def test_while_it_is_about_to_stop_nothing_new_should_be_sent_to_it(gateway: MakeGateway) -> None:
    house = gateway({"contacts": InProcess(Service("contacts", ready=True).app)})

    house.app.extensions["draining"].started = True

    assert house.client.get("/readyz").status_code == 503
    assert house.client.get("/healthz").status_code == 200
