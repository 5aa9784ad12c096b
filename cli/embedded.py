"""The whole product in one process: SQLite files, the embedded bus, and the gateway before them all."""

import atexit
import fcntl
from pathlib import Path
from typing import IO

from flask import Flask

from cli.apps import create_service
from cli.services import SENDING, SERVICES
from gateway.app import create_app as create_gateway
from gateway.stream.frames import KINDS
from gateway.stream.hub import Hub
from services.identity.first_start import first_start
from services.notifications.senders import Senders
from shared import clock
from shared.bus.local import LocalBus
from shared.bus.tap import Tap
from shared.config import Settings
from shared.inprocess import InProcess
from shared.migrations import migrate
from shared.service import Service
from shared.sweeps import SweepLoop
from shared.telemetry import configure_logs, serve_metrics


class DataInUse(Exception):
    """Another process works on the data folder; the embedded mode is one process."""


def create_app() -> Flask:
    """Start every service, and give back the gateway."""
    configure_logs()
    settings = Settings.from_environment()
    lock = own(settings.data)
    services = [_service(name, settings) for name in SERVICES]
    adapters = {service.name: InProcess(service.app) for service in services}
    for service in services:
        for name, adapter in adapters.items():
            service.calls.reach(name, f"http://{name}.local", adapter)
    running = Running(services)
    running.start()
    atexit.register(running.stop)
    serve_metrics(settings.host, settings.health_port)
    gateway = create_gateway(settings, dict(adapters), running.hub)
    gateway.extensions["embedded"] = (running, lock)
    return gateway


def own(data: Path) -> IO[str]:
    """Take the data folder for this process, as long as the returned file is open.

    :raises DataInUse: another process has it
    """
    data.mkdir(parents=True, exist_ok=True)
    lock = (data / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise DataInUse(f"{data} is in use by another process") from error
    return lock


def _service(name: str, settings: Settings) -> Service:
    service = create_service(name, settings)
    migrate(service)
    if name == "identity":
        with service.app.app_context():
            told = first_start(settings, clock.now())
        if told:
            print(told, flush=True)
    return service


class Running:
    """What goes on beside the requests: the bus, the event stream and the sweeps."""

    def __init__(self, services: list[Service]) -> None:
        self.hub = Hub()
        self._bus = LocalBus(services)
        self._bus.tap(Tap(KINDS, self.hub.hear))
        self._threads: list[SweepLoop | Senders] = [
            *(Senders(service) for service in services if service.name in SENDING),
            *(SweepLoop(service) for service in services),
        ]

    def start(self) -> None:
        self.hub.begin()
        self._bus.start()
        for each in self._threads:
            each.start()

    def stop(self) -> None:
        for each in self._threads:
            each.stop()
        self._bus.stop()
        self.hub.stop()
