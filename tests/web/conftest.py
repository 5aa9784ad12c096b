"""A browser before a running product with the sample clinic. Installs Chromium and builds the client if it must."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import chain

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
# Fetching the style sheets again is for a rule that is not among these.
CHOSEN = {"runOnly": RULES, "resultTypes": ["violations"], "preload": False}
# What fades in is fainter than it will be.
SETTLED = """document.getAnimations().every(each =>
  each.playState !== 'running' || each.effect.getComputedTiming().iterations === Infinity)"""
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
    web.build()
    product = Product(tmp_path_factory.mktemp("house"), "--demo")
    yield product
    assert product.stop() == 0


class Desk:
    """A browser in which somebody is signed in, as they left it the evening before: nothing is open."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context = context
        self._url = url

    def sit_down(self) -> Page:
        page = self.context.new_page()
        # What is kept on the device would be another test's.
        self.context.new_cdp_session(page).send(
            "Storage.clearDataForOrigin", {"origin": self._url, "storageTypes": "local_storage,indexeddb"}
        )
        return page

    def leave(self) -> None:
        for page in self.context.pages:
            page.close()


@pytest.fixture(scope="session")
def desks(house: Product) -> Iterator[dict[tuple[str, bool], list[Desk]]]:
    """Those where nobody sits, by who is signed in and whether it is a phone."""
    free: dict[tuple[str, bool], list[Desk]] = defaultdict(list)
    yield free
    for desk in chain.from_iterable(free.values()):
        desk.context.close()


@pytest.fixture
def open_page(browser: Browser, house: Product, desks: dict[tuple[str, bool], list[Desk]]) -> Iterator[Open]:
    """Opens an address, signed in as somebody, as if in a browser of their own.

    Who has signed in once stays so for the next test. A test that changes the browser itself asks for a `new` one;
    one that opens the product by another `url`, or with its service worker, has it anyway.
    """
    taken: list[tuple[list[Desk], Desk]] = []
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_(
        path: str = "/",
        *,
        as_: str | None = "ana",
        phone: bool = False,
        url: str = house.url,
        worker: bool = False,
        new: bool = False,
    ) -> Page:
        stays = as_ is not None and url == house.url and not worker and not new
        free = desks[as_, phone] if stays else []
        desk = free.pop() if free else Desk(a_browser(url, phone, worker), url)
        if stays:
            taken.append((free, desk))
        else:
            contexts.append(desk.context)
        page = desk.sit_down()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.goto(path)
        if as_:
            is_in(page, as_)
        return page

    def a_browser(url: str, phone: bool, worker: bool) -> BrowserContext:
        return browser.new_context(
            base_url=url,
            locale="es-MX",
            viewport=PHONE if phone else DESKTOP,
            has_touch=phone,
            # Nobody waits for what only moves.
            reduced_motion="reduce",
            # Requests that pass a service worker are not seen by the routes that a test sets.
            service_workers="allow" if worker else "block",
        )

    yield open_
    for context in contexts:
        context.close()
    for free, desk in taken:
        desk.leave()
        free.append(desk)
    assert [each for each in complaints if REFUSALS not in each] == []


def is_in(page: Page, name: str) -> None:
    """Signed in, and past the form if it was asked for."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    if page.get_by_role("button", name="Entrar").count():
        sign_in(page, name)


def sign_in(page: Page, name: str) -> None:
    page.get_by_label("Correo electrónico").fill(f"{name}@aldia.example")
    page.locator("input[name=password]").fill(PASSWORD)
    # Not with the mouse: what comes to lie under it would show its tip.
    page.locator("input[name=password]").press("Enter")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Al Día")
    # Where the button was there is something else now, which may show a tooltip.
    page.mouse.move(0, 0)


def comes_true(page: Page, condition: str) -> None:
    """As `wait_for_function`, which the policy of the page forbids."""
    page.evaluate(f"""async () => {{
      for (const began = performance.now(); !({condition}); await new Promise(next => setTimeout(next, 10)))
        if (performance.now() - began > 20_000) throw new Error({condition!r});
    }}""")


def has_no_faults(page: Page) -> None:
    """Everything on the screen can be used by everybody, as far as axe can tell."""
    assert faults_on(page) == []


def faults_on(page: Page) -> list[str]:
    comes_true(page, SETTLED)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found = page.evaluate("chosen => axe.run({ exclude: [['[role=tooltip]']] }, chosen)", CHOSEN)
    faults = [f"{each['id']}: {node['target']}" for each in found["violations"] for node in each["nodes"]]
    fits = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return faults if fits else [*faults, "it is wider than the screen"]
