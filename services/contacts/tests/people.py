"""The people of these tests, put into the registries the way users do it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from shared.testing.fixtures import ANA, MARTA, Bench


def a_client(bench: Bench, by=ANA, **given: Any) -> dict[str, Any]:
    return _made(bench, "/clients", {"first_name": "Juan", "last_name": "Pérez"} | given, by)


def a_patient(bench: Bench, by=ANA, **given: Any) -> dict[str, Any]:
    return _made(bench, "/patients", {"first_name": "Rosa", "last_name": "Muñoz"} | given, by)


def a_student(bench: Bench, by=ANA, **given: Any) -> dict[str, Any]:
    return _made(bench, "/students", {"first_name": "Leo", "last_name": "Campos"} | given, by)


def a_tag(bench: Bench, name: str = "Interesado en salto", by=MARTA, **given: Any) -> dict[str, Any]:
    return _made(bench, "/tags", {"name": name, "color": "#1a9c5b"} | given, by)


def _made(bench: Bench, path: str, given: dict[str, Any], by: Any) -> dict[str, Any]:
    answer = bench.as_(by).post(path, given)
    assert answer.status_code == 201, answer.json
    return answer.json


def names(answer) -> list[str]:
    assert answer.status_code == 200, answer.json
    return [item["name"] for item in answer.json["items"]]


def at_once(*calls):
    """Let calls begin at the same moment, each in a thread of its own."""
    start = Barrier(len(calls))

    def call(each):
        start.wait(10)
        return each()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(call, calls))
