"""A client is reminded by WhatsApp and answers, before stand-in providers."""

from pathlib import Path

import pytest

from shared.ports import free_port
from shared.testing.providers import Providers
from shared.testing.servers import Server
from tests.e2e.conftest import Product, drop_databases


@pytest.mark.servers
def test_a_reminder_leaves_is_read_and_answered_until_the_client_wants_no_more(
    tmp_path: Path, postgresql: Server, rabbitmq: Server
) -> None:
    drop_databases(postgresql.url)
    port = free_port()
    providers = Providers(f"http://127.0.0.1:{port}")
    servers = {"CRM_DATABASE_URL": postgresql.url, "CRM_AMQP_URL": rabbitmq.url}
    product = Product(tmp_path, port=port, **servers, **providers.environment)

    tour = product.crm("tour", "--full", "--url", product.url)

    assert product.stop() == 0
    providers.stop()
    assert tour.returncode == 0, tour.stdout + tour.stderr + product.log.read_text()[-3000:]
    assert "Su recordatorio ya no sale" in tour.stdout
    assert "Wendy" not in product.log.read_text()
