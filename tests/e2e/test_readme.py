"""What the documents let people paste works when it is pasted."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pika
import pytest
from pika.adapters.blocking_connection import BlockingChannel

from cli.asyncapi import EXAMPLES
from shared.events import EXCHANGE
from shared.testing.servers import Server
from shared.testing.waiting import until
from tests.e2e.conftest import ROOT, Product


class Demo(Product):
    """The product with the sample clinic."""

    def start(self, *options: str) -> None:
        super().start("--demo", *options)


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    running = Demo(tmp_path)
    yield running
    assert running.stop() == 0


def blocks(document: str, heading: str, language: str) -> str:
    section = (ROOT / document).read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return "\n".join(re.findall(rf"```{language}\n(.*?)```", section, re.DOTALL))


@pytest.mark.skipif(shutil.which("curl") is None, reason="the tour of the README is told with curl")
def test_the_tour_of_the_readme_can_be_pasted(demo: Demo) -> None:
    told = blocks("README.md", "A tour with curl", "sh").replace(":8000", f":{demo.port}")

    done = subprocess.run(["bash", "-euo", "pipefail", "-c", told], capture_output=True, text=True, timeout=60)

    assert done.returncode == 0, done.stderr
    pending, completion, pending_then, interaction = (json.loads(line) for line in answers(done.stdout))
    assert completion["follow_up"]["id"] == pending["items"][0]["id"]
    assert completion["follow_up"]["state"] == "done"
    assert [each["id"] for each in pending_then["items"]] == [completion["next"]["id"]]
    assert pending["items"][0]["interaction_id"] == interaction["id"]


def answers(printed: str) -> list[str]:
    """The JSON objects that were printed one after the other, without a line between."""
    decoder, found, at = json.JSONDecoder(), [], 0
    while at < len(printed.rstrip()):
        _, end = decoder.raw_decode(printed, at)
        found.append(printed[at:end])
        at = end
    return found


@pytest.fixture
def channel(rabbitmq: Server) -> Iterator[BlockingChannel]:
    connection = pika.BlockingConnection(pika.URLParameters(rabbitmq.url))
    channel = connection.channel()
    channel.exchange_declare(EXCHANGE, "topic", durable=True)
    yield channel
    channel.queue_delete("call-list")
    connection.close()


@pytest.mark.servers
def test_the_listener_of_the_events_page_hears(rabbitmq: Server, channel: BlockingChannel, tmp_path: Path) -> None:
    script = tmp_path / "listener.py"
    script.write_text(blocks("docs/events.md", "Listening from outside", "python"), encoding="utf-8")
    body = (EXAMPLES / "FollowUpOverdue.json").read_bytes()
    channel.queue_declare("call-list", durable=True, arguments={"x-queue-type": "quorum"})
    environment = {**os.environ, "CRM_AMQP_URL": rabbitmq.url}

    with subprocess.Popen([sys.executable, script], env=environment, stdout=subprocess.PIPE, text=True) as listener:
        assert listener.stdout
        until(lambda: channel.queue_declare("call-list", passive=True).method.consumer_count == 1, seconds=20)
        for _ in range(2):
            channel.basic_publish(EXCHANGE, "followups.FollowUpOverdue", body)
        heard = listener.stdout.readline()
        until(lambda: channel.queue_declare("call-list", passive=True).method.message_count == 0, seconds=20)
        listener.terminate()
        rest = listener.stdout.read()

    event = json.loads(body)["data"]
    assert heard == f"FollowUpOverdue {event['due_on']} {event['client']['name']} {event['client']['phone']}\n"
    assert rest == ""
