"""The main job, through a product that runs as it runs at a clinic."""

from typing import Any

import pytest
import requests

from cli.client import Person
from cli.demo import EMAIL, PASSWORD
from tests.e2e.conftest import Product


def test_the_tour_sees_every_step_happen(product: Product) -> None:
    tour = product.crm("tour", "--full", "--url", product.url)

    assert tour.returncode == 0, tour.stdout + tour.stderr + product.log.read_text()[-3000:]
    assert "El recorrido está completo." in tour.stdout
    assert "El día está completo." in tour.stdout


@pytest.mark.requirement("F10", "P1")
def test_what_the_panel_lists_can_be_completed_there(product: Product) -> None:
    person = Person(product.url, EMAIL, PASSWORD)
    client = person.post("clients", {"first_name": "Panel", "last_name": "Pendiente"})
    made = person.post("follow-ups", {"client_id": client["id"], "due_on": "2020-01-01"})
    listed = person.until(5, "panel", lambda panel: _listed(panel, made["id"]))

    person.post(f"follow-ups/{listed['id']}/complete")

    assert _listed(person.get("panel"), made["id"]) is None


def _listed(panel: dict[str, Any], id: str) -> dict[str, Any] | None:
    return next((each for each in panel["follow_ups"]["items"] if each["id"] == id), None)


def test_no_phone_note_or_name_stands_in_the_log(product: Product) -> None:
    product.crm("tour", "--full", "--url", product.url)

    log = product.log.read_text()

    assert '"event":"request"' in log
    for secret in ("Recorrido", "+5255", "Pidió que", "Marcela", "Mobiliario", "cotización"):
        assert secret not in log


def test_the_document_of_the_api_is_there(product: Product) -> None:
    document = requests.get(f"{product.url}/api/v1/openapi.json", timeout=10).json()

    assert document["openapi"].startswith("3.1")
    assert {"/api/v1/interactions", "/api/v1/follow-ups", "/api/v1/panel"} <= document["paths"].keys()


def test_the_metrics_are_not_for_the_outside(product: Product) -> None:
    assert requests.get(f"{product.url}/metrics", timeout=10).status_code == 404
    assert "http_server_requests_total" in requests.get(product.metrics, timeout=10).text
