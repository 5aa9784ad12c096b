"""The main job, through a product that runs as it runs at a clinic."""

import requests

from tests.e2e.conftest import Product


def test_the_tour_sees_every_step_happen(product: Product) -> None:
    tour = product.crm("tour", "--url", product.url)

    assert tour.returncode == 0, tour.stdout + tour.stderr + product.log.read_text()[-3000:]
    assert "El recorrido está completo." in tour.stdout


def test_no_phone_note_or_name_stands_in_the_log(product: Product) -> None:
    product.crm("tour", "--url", product.url)

    log = product.log.read_text()

    assert '"event":"request"' in log
    for secret in ("Recorrido", "+5255", "Pidió que"):
        assert secret not in log


def test_the_document_of_the_api_is_there(product: Product) -> None:
    document = requests.get(f"{product.url}/api/v1/openapi.json", timeout=10).json()

    assert document["openapi"].startswith("3.1")
    assert {"/api/v1/interactions", "/api/v1/follow-ups", "/api/v1/panel"} <= document["paths"].keys()


def test_the_metrics_are_not_for_the_outside(product: Product) -> None:
    assert requests.get(f"{product.url}/metrics", timeout=10).status_code == 404
    assert "http_server_requests_total" in requests.get(product.metrics, timeout=10).text
