"""What the documents let people paste works when it is pasted."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

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
