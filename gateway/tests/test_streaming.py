"""Large exports and imports pass through block by block; the memory does not grow with them."""

import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from werkzeug.wsgi import get_input_stream

from gateway.tests.conftest import Gateway, on_a_socket
from shared.inprocess import InProcess

MakeGateway = Callable[..., Gateway]
MIB = 1024 * 1024
BLOCK = b"x" * 65536
SIZE = 40 * MIB
BLOCKS = SIZE // len(BLOCK)


@contextmanager
def little_memory() -> Iterator[None]:
    """What goes on inside needs little memory, beside the 10 MB that the stand-in's server reserves for a moment."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < 12 * MIB
    finally:
        tracemalloc.stop()


def exporting(told_length: bool) -> Any:
    def service(environ: dict[str, Any], start: Any) -> Iterator[bytes]:
        length = [("Content-Length", str(len(BLOCK) * BLOCKS))] if told_length else []
        start("200 OK", [("Content-Type", "text/csv"), *length])
        return (BLOCK for _ in range(BLOCKS))

    return service


def taking_in(environ: dict[str, Any], start: Any) -> list[bytes]:
    taken, body = 0, get_input_stream(environ)
    while block := body.read(65536):
        taken += len(block)
    start("202 ACCEPTED", [("Content-Length", str(len(str(taken))))])
    return [str(taken).encode()]


@pytest.mark.parametrize("told_length", [True, False])
def test_an_export_of_40_mib_takes_little_memory(gateway: MakeGateway, told_length: bool) -> None:
    with on_a_socket(exporting(told_length)) as url:
        client = gateway(service_urls={"contacts": url}).client
        with little_memory():
            answer = client.get("/api/v1/clients?format=csv")
            passed = sum(len(block) for block in answer.iter_encoded())
            answer.close()

    assert answer.content_type == "text/csv"
    assert passed == SIZE


class Upload:
    """A body of 40 MiB that is made while it is read."""

    def __init__(self) -> None:
        self.left = SIZE

    def readinto(self, buffer: Any) -> int:
        size = min(len(buffer), self.left)
        buffer[:size] = b"x" * size
        self.left -= size
        return size

    def read(self, size: int) -> bytes:
        size = min(size, self.left)
        self.left -= size
        return b"x" * size


@pytest.mark.parametrize(
    "said", [{"CONTENT_LENGTH": str(SIZE)}, {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}]
)
def test_an_import_of_40_mib_takes_little_memory(gateway: MakeGateway, said: dict[str, Any]) -> None:
    with on_a_socket(taking_in) as url:
        client = gateway(service_urls={"contacts": url}).client
        with little_memory():
            answer = client.post("/api/v1/imports", environ_overrides={"wsgi.input": Upload(), **said})

    assert (answer.status_code, answer.text) == (202, str(SIZE))


def test_an_export_that_breaks_off_is_not_taken_for_a_whole_one(gateway: MakeGateway) -> None:
    def breaks_off(environ: dict[str, Any], start: Any) -> Iterator[bytes]:
        start("200 OK", [("Content-Length", str(2 * len(BLOCK)))])
        yield BLOCK

    with on_a_socket(breaks_off) as url:
        answer = gateway(service_urls={"contacts": url}).client.get("/api/v1/clients?format=csv")
        with pytest.raises(OSError):
            b"".join(answer.iter_encoded())
        answer.close()


def test_a_caller_who_goes_away_ends_the_export(gateway: MakeGateway) -> None:
    ended: list[str] = []

    def endless(environ: dict[str, Any], start: Any) -> Iterator[bytes]:
        start("200 OK", [])
        try:
            while True:
                yield BLOCK
        finally:
            ended.append("yes")

    with on_a_socket(endless) as url:
        answer = gateway(service_urls={"contacts": url}).client.get("/api/v1/clients?format=csv")
        next(answer.iter_encoded())
        answer.close()

    assert ended == ["yes"]


def test_an_export_takes_little_memory_in_the_same_process_too(gateway: MakeGateway) -> None:
    client = gateway({"contacts": InProcess(exporting(told_length=False))}).client
    with little_memory():
        answer = client.get("/api/v1/clients?format=csv")
        passed = sum(len(block) for block in answer.iter_encoded())
        answer.close()

    assert (passed, answer.content_type) == (SIZE, "text/csv")


@pytest.mark.parametrize(
    "said", [{"CONTENT_LENGTH": str(SIZE)}, {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}]
)
def test_an_import_takes_little_memory_in_the_same_process_too(gateway: MakeGateway, said: dict[str, Any]) -> None:
    client = gateway({"contacts": InProcess(taking_in)}).client
    with little_memory():
        answer = client.post("/api/v1/imports", environ_overrides={"wsgi.input": Upload(), **said})

    assert (answer.status_code, answer.text) == (202, str(SIZE))


def test_a_caller_who_goes_away_ends_the_export_of_the_same_process(gateway: MakeGateway) -> None:
    ended: list[str] = []

    def endless(environ: dict[str, Any], start: Any) -> Iterator[bytes]:
        start("200 OK", [])
        try:
            while True:
                yield BLOCK
        finally:
            ended.append("yes")

    answer = gateway({"contacts": InProcess(endless)}).client.get("/api/v1/clients?format=csv")
    next(answer.iter_encoded())
    answer.close()

    assert ended == ["yes"]
