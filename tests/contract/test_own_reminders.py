"""The program of the events page, with which another team sends reminders of its own, does what it says."""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pika
import pytest
from pika.adapters.blocking_connection import BlockingChannel

from cli.asyncapi import EXAMPLES
from cli.dotenv import ROOT
from shared.events import EXCHANGE
from shared.testing.servers import Server
from shared.testing.waiting import until

pytestmark = pytest.mark.servers
QUEUE = "own-reminders"
BODY = (EXAMPLES / "FollowUpOverdue.json").read_bytes()


class Gateway(ThreadingHTTPServer):
    """Takes reminders, but refuses as many as it is told to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.taken: list[tuple[str, Any]] = []
        self.refuses = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class _Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        refused = self.server.refuses > 0
        self.server.refuses -= refused
        if not refused:
            self.server.taken.append((self.headers["Idempotency-Key"], body))
        self.send_response(500 if refused else 200)
        self.end_headers()

    def log_message(self, *_args: Any) -> None:
        """Nobody reads it."""


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    gateway = Gateway()
    thread = threading.Thread(target=gateway.serve_forever)
    thread.start()
    yield gateway
    gateway.shutdown()
    thread.join()
    gateway.server_close()


@pytest.fixture
def channel(rabbitmq: Server) -> Iterator[BlockingChannel]:
    connection = pika.BlockingConnection(pika.URLParameters(rabbitmq.url))
    channel = connection.channel()
    channel.exchange_declare(EXCHANGE, "topic", durable=True)
    channel.queue_declare(QUEUE, durable=True, arguments={"x-queue-type": "quorum"})
    yield channel
    channel.queue_delete(QUEUE)
    connection.close()


def program() -> str:
    page = (ROOT / "docs" / "events.md").read_text(encoding="utf-8")
    section = page.split("\n## Listening from outside\n")[1].split("\n## ")[0]
    [code] = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    return code


@contextmanager
def listening(folder: Path, broker: str, gateway: Gateway) -> Iterator[subprocess.Popen[bytes]]:
    script = folder / "listener.py"
    script.write_text(program(), encoding="utf-8")
    environment = {**os.environ, "CRM_AMQP_URL": broker, "REMIND_URL": gateway.url}
    with subprocess.Popen([sys.executable, script], env=environment, stderr=subprocess.DEVNULL) as process:
        yield process
        process.terminate()


def test_it_is_short() -> None:
    assert len(program().splitlines()) <= 30


def test_each_event_is_sent_once_however_often_it_comes(
    rabbitmq: Server, channel: BlockingChannel, gateway: Gateway, tmp_path: Path
) -> None:
    announced = json.dumps(json.loads(BODY) | {"id": "another", "announced": True}).encode()
    with listening(tmp_path, rabbitmq.url, gateway):
        until(lambda: channel.queue_declare(QUEUE, passive=True).method.consumer_count == 1, seconds=20)
        for body in (BODY, BODY, announced):
            channel.basic_publish(EXCHANGE, "followups.FollowUpOverdue", body)
        until(lambda: gateway.taken, seconds=20)
        until(lambda: channel.queue_declare(QUEUE, passive=True).method.message_count == 0, seconds=20)

    event = json.loads(BODY)
    client = event["data"]["client"]
    text = f"{event['data']['due_on']}: llamar a {client['name']}, {client['phone']}"
    assert gateway.taken == [(event["id"], {"text": text})]


def test_what_could_not_be_sent_is_sent_when_it_is_started_again(
    rabbitmq: Server, channel: BlockingChannel, gateway: Gateway, tmp_path: Path
) -> None:
    gateway.refuses = 1
    with listening(tmp_path, rabbitmq.url, gateway) as process:
        until(lambda: channel.queue_declare(QUEUE, passive=True).method.consumer_count == 1, seconds=20)
        channel.basic_publish(EXCHANGE, "followups.FollowUpReminderDue", BODY)
        assert process.wait(timeout=20) == 1
    assert gateway.taken == []

    with listening(tmp_path, rabbitmq.url, gateway):
        until(lambda: gateway.taken, seconds=20)

    assert [id for id, _ in gateway.taken] == [json.loads(BODY)["id"]]
