"""A browser before a running product with the sample clinic. Installs Chromium and builds the client if it must."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from cli import web
from cli.demo import PASSWORD
from shared.testing.browser import FLAGS, chromium
from shared.testing.kinds import ServerError
from shared.testing.plugin import uses
from tests.e2e.conftest import ROOT, Product

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
# What fades in is fainter than it will be.
SETTLED = """Promise.allSettled(document.getAnimations()
  .filter(each => each.effect.getComputedTiming().iterations !== Infinity).map(each => each.finished))"""
# What the browser says about every refused request; that some are is a part of the tests.
REFUSALS = "Failed to load resource"

# Also on a machine that has much else to do.
expect.set_options(timeout=20_000)

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright, pytestconfig: pytest.Config) -> Iterator[Browser]:
    try:
        found = chromium()
    except ServerError as error:
        pytest.exit(str(error), returncode=1)
    with playwright.chromium.launch(executable_path=found.path, args=FLAGS) as launched:
        uses(pytestconfig, f"Chromium {launched.version} ({found.origin})")
        yield launched


@pytest.fixture(scope="session")
def house(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product with the sample clinic in it and the web client before it."""
    if not web.is_fresh():
        web.build()
    product = Product(tmp_path_factory.mktemp("house"), "--demo")
    yield product
    assert product.stop() == 0


@pytest.fixture
def open_page(browser: Browser, house: Product) -> Iterator[Open]:
    """Opens an address, signed in as somebody, in a browser of their own; of the product, or by another `url`."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_(
        path: str = "/",
        *,
        as_: str | None = "ana",
        phone: bool = False,
        url: str = house.url,
        worker: bool = False,
    ) -> Page:
        context = browser.new_context(
            base_url=url,
            locale="es-MX",
            viewport=PHONE if phone else DESKTOP,
            has_touch=phone,
            # Requests that pass a service worker are not seen by the routes that a test sets.
            service_workers="allow" if worker else "block",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.goto(path)
        if as_:
            sign_in(page, as_)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert [each for each in complaints if REFUSALS not in each] == []


def sign_in(page: Page, name: str) -> None:
    page.get_by_label("Correo electrónico").fill(f"{name}@aldia.example")
    page.locator("input[name=password]").fill(PASSWORD)
    # Not with the mouse: what comes to lie under it would show its tip.
    page.locator("input[name=password]").press("Enter")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Al Día")
    # Where the button was there is something else now, which may show a tooltip.
    page.mouse.move(0, 0)


def has_no_faults(page: Page) -> None:
    """Everything on the screen can be used by everybody, as far as axe can tell."""
    assert faults_on(page) == []


def faults_on(page: Page) -> list[str]:
    page.evaluate(SETTLED)
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "rules => axe.run({ exclude: [['[role=tooltip]']] }, { runOnly: rules, resultTypes: ['violations'] })", RULES
    )
    faults = [f"{each['id']}: {node['target']}" for each in found["violations"] for node in each["nodes"]]
    fits = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return faults if fits else [*faults, "it is wider than the screen"]
