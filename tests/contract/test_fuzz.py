"""The published documents, fuzzed: no 5xx and no answer that the document does not tell of."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from tests.contract.conftest import House

# A few cases per operation find what a change breaks; more are for a quiet night.
EXAMPLES = os.environ.get("CRM_FUZZ_EXAMPLES", "3")
SEED = os.environ.get("CRM_FUZZ_SEED", "20261122")


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Thousands of requests need no lines."""


@pytest.fixture
def address(house: House, request: pytest.FixtureRequest) -> Iterator[str]:
    app = house.gateway if request.param == "gateway" else house.services[request.param].app
    server: BaseWSGIServer = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    rules = house.call("GET", "/notification-rules", by="admin").json["rules"]
    yield f"http://127.0.0.1:{server.server_port}"
    # Others want to be told as usual.
    assert house.call("PUT", "/notification-rules", by="admin", json={"rules": rules}).status_code == 200
    server.shutdown()
    thread.join()
    server.server_close()


SERVICES = ["identity", "contacts", "interactions", "followups", "tasks", "notifications"]


@pytest.mark.parametrize("address", SERVICES, indirect=True)
def test_whatever_is_sent_a_service_answers_as_documented(house: House, address: str, tmp_path: Path) -> None:
    fuzz(house, address, tmp_path)


@pytest.mark.parametrize("address", ["gateway"], indirect=True)
def test_so_it_is_through_the_gateway(house: House, address: str, tmp_path: Path) -> None:
    # Every service was asked about the edges of each field; here it is about the way there and back.
    fuzz(house, address, tmp_path, "--phases", "fuzzing,stateful")


def fuzz(house: House, address: str, folder: Path, *options: str) -> None:
    config = str(Path(__file__).parent / "schemathesis.toml")
    command = [
        str(Path(sys.executable).parent / "schemathesis"), "--config-file", config,
        "run", f"{address}/api/v1/openapi.json", "--max-examples", EXAMPLES, "--seed", SEED, "--no-color", *options,
        # Signing out or changing the password would end the fuzzing of everything after it.
        "--exclude-path-regex", "/auth/",
    ]  # fmt: skip
    environment = {**os.environ, "API_TOKEN": house.tokens["admin"], "HOME": str(folder)}

    run = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, timeout=300)

    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
