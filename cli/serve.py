"""Run the web process of a service, the gateway, or the event stream."""

import argparse
import logging
import runpy
import select
import socket
import sys
from types import FrameType
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import ThreadWorker

from cli.apps import create_app, settings_or_exit
from cli.dotenv import ROOT
from cli.services import GATEWAY, SERVICES, STREAM
from shared import tracing
from shared.config import Settings
from shared.leaving import Leaves
from shared.telemetry import configure_logs, serve_metrics

CONFIG = ROOT / "deploy" / "gunicorn.conf.py"
GATEWAY_THREADS = 16  # most of its time it waits for a service


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("service", choices=(*SERVICES, GATEWAY, STREAM))


def run(args: argparse.Namespace) -> int:
    settings = settings_or_exit("serve")
    if args.service == STREAM and settings.amqp_url is None:
        print("crm serve: set CRM_AMQP_URL; without it the stream is a part of `crm up`.", file=sys.stderr)
        return 2
    configure_logs()
    Server(args.service, settings).run()
    return 0


class Server(BaseApplication):
    """gunicorn with one application, set up by deploy/gunicorn.conf.py."""

    def __init__(self, name: str, settings: Settings) -> None:
        self._name = name
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        host = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
        chosen = {name: value for name, value in runpy.run_path(str(CONFIG)).items() if name in self.cfg.settings}
        chosen |= {"bind": f"{host}:{self._settings.port}", "proc_name": f"crm serve {self._name}"}
        if self._name == GATEWAY:
            chosen["threads"] = GATEWAY_THREADS
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        if self._name == GATEWAY:
            serve_metrics(self._settings.host, self._settings.health_port)
        return create_app(self._name, self._settings)


class DrainingWorker(ThreadWorker):
    """Says, once it is told to stop, that it is not ready, and sends new connections away at once.

    Answers that go on for hours leave it with their connection.
    """

    def run(self) -> None:
        super().run()
        tracing.end()

    def handle_request(self, req: Any, conn: Any) -> bool:
        try:
            return bool(super().handle_request(req, conn))
        except Leaves as answer:
            # What is closed here now is a socket that leads nowhere.
            leaving, conn.sock = conn.sock, socket.socket()
            answer.take(leaving)
            return False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self.alive:
            self.wsgi.extensions["draining"].started = True
            self.method_queue.defer(self._stop_listening)
        super().handle_exit(sig, frame)

    def _stop_listening(self) -> None:
        """Otherwise connections would queue up that nobody takes any more, and be cut in the end.

        Those that have queued up so far are taken: the kernel would cut them, with what they have sent already.
        """
        self.set_accept_enabled(False)
        for listener in self.sockets:
            while select.select([listener], [], [], 0)[0]:
                self.accept(listener)
            listener.close()


class RootLogger(Logger):
    """Leaves the writing to the log of this process."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True
        self.error_log.setLevel(logging.INFO)
