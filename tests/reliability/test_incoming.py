"""Messages that come in while those die who deal with them: each becomes one interaction of one client."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from time import monotonic
from urllib.parse import urlencode

import requests

from cli.client import Person
from cli.demo import EMAIL, PASSWORD
from services.notifications.signatures import twilio_signature
from shared.ids import new_id
from tests.reliability.pace import until
from tests.reliability.product import Running
from tests.reliability.report import Line, lines
from tests.reliability.run import House

POINTS = ("incoming.after_claim", "incoming.before_commit")
# The process that deals with them: by the name that orders know it by, and the end of its command.
DEALERS = {
    "full": ("send-notifications", ("send", "notifications")),
    "embedded": ("embedded", ("cli.embedded:create_app()",)),
}
NUMBERS = tuple(f"+52551234{number:04}" for number in range(6))


def test_whoever_dies_each_message_becomes_one_interaction(house: House) -> None:
    product, began = house.product, monotonic()
    name, dealer = DEALERS[product.mode]
    said: list[str] = []

    for point in POINTS:
        # Not whoever still starts again takes it.
        until(lambda: product.pids(*dealer), 60)
        product.order(name, {"CRM_CRASH_AT": point, "CRM_CRASH_AFTER": "2"})
        product.kill_processes(*dealer)
        crashes = _crashes(product)
        said += _write(product)
        until(lambda: _crashes(product) > crashes, 60)  # noqa: B023 - called at once
        _let_time_pass(product)
    product.kill_processes(*dealer)
    _let_time_pass(product)
    said += _write(product)

    logged = until(lambda: _logged_all(product, said), 60)
    assert {text: len(whose) for text, whose in logged.items()} == dict.fromkeys(said, 1)
    assert Counter(whose for [whose] in logged.values()) == dict.fromkeys(NUMBERS, len(said) // len(NUMBERS))
    until(lambda: not product.databases.count("notifications", "FROM incoming WHERE next_attempt_at IS NOT NULL"))
    assert product.databases.rows("notifications", "SELECT error FROM incoming WHERE interaction_id IS NULL") == []
    sizes = f"{len(POINTS)} crashes, {len(POINTS) + 1} kills"
    counts = (str(len(said)), *"00000", "-", f"{monotonic() - began:.0f}")
    lines.append(Line((product.mode, "F4 incoming", sizes, *counts)))


def _write(product: Running) -> list[str]:
    """Every number writes once; what the product did not take, Twilio tells again."""
    texts = [f"Mensaje {new_id()}" for _ in NUMBERS]
    for number, text in zip(NUMBERS, texts, strict=True):
        form = {"MessageSid": f"SM{new_id().hex}", "From": number, "To": "+15005550006", "Body": text}
        until(lambda: _is_taken(product, form), 60)  # noqa: B023 - called at once
    return texts


def _is_taken(product: Running, form: dict[str, str]) -> bool:
    url = f"{product.url}/api/v1/webhooks/twilio"
    headers = {
        "X-Twilio-Signature": twilio_signature(product.twilio_token, url, list(form.items())),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    with suppress(requests.RequestException):
        return requests.post(url, data=urlencode(form), headers=headers, timeout=10).ok
    return False


def _crashes(product: Running) -> int:
    """How often its supervisors have seen a process die of an order."""
    return product.log.read_text(encoding="utf-8").count("code 137")


def _let_time_pass(product: Running) -> None:
    """As if the lease of whoever died were over."""
    product.databases.execute(
        "notifications",
        "UPDATE incoming SET next_attempt_at = received_at WHERE next_attempt_at IS NOT NULL",
    )


def _logged_all(product: Running, said: Sequence[str]) -> dict[str, list[str]] | None:
    """The numbers of the clients whose interactions say each of these, once all of them are there."""
    admin = Person(product.url, EMAIL, PASSWORD)
    found: dict[str, list[str]] = {text: [] for text in said}
    for each in admin.get("interactions", q="Mensaje", limit=200)["items"]:
        if each["notes"] in found:
            found[each["notes"]].append(each["client"]["phone"])
    return found if all(found.values()) else None
