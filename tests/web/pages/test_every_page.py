"""Every page of the client, as everybody sees it: nothing in it is against the policy, and nothing complains."""

import re

import pytest
from playwright.sync_api import Page, expect

from cli.screens import SCREENS
from cli.screenshots import ids
from tests.e2e.conftest import ROOT, Product
from tests.web.conftest import Open, faults_on

ROUTES = ROOT / "web" / "src" / "app" / "routes.tsx"
DECLARED = re.compile(r"const (\w+) = createRoute\(\{\s*getParentRoute: \(\) => (\w+),\s*path: '([^']+)'")
ADDRESSES = sorted({screen.address for screen in SCREENS})
WATCH = """addEventListener('securitypolicyviolation', event =>
  console.error(`against the policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`))"""
# As a link does, until the page has taken the place of the one before.
GO = """async address => {
  const router = __TSR_ROUTER__;
  const drawn = () => new Promise(requestAnimationFrame);
  router.history.push(address);
  await router.load();
  do await drawn(); while (router.state.status !== 'idle');
  await drawn();
}"""


def routes() -> set[str]:
    """The patterns of all routes that the client declares."""
    declared = {name: (parent, path) for name, parent, path in DECLARED.findall(ROUTES.read_text())}

    def whole(name: str) -> str:
        parent, path = declared[name]
        before = whole(parent).rstrip("/") if parent in declared else ""
        return f"{before}/{path.strip('/')}"

    return {whole(name) for name in declared}


def test_every_route_is_a_screen() -> None:
    paths = [address.partition("?")[0] for address in ADDRESSES]

    def is_shown(route: str) -> bool:
        pattern = re.sub(r"\$\w+", "[^/]+", route)
        return any(re.fullmatch(pattern, path) for path in paths)

    assert len(routes()) > 1
    assert [route for route in routes() if not is_shown(route)] == []


@pytest.fixture(scope="module")
def known(house: Product) -> dict[str, str]:
    return ids(house.url)


@pytest.mark.parametrize(
    ("who", "phone"), [("ana", False), ("ana", True), ("marta", False), ("demo", False), ("demo", True)]
)
def test_everybody_can_use_every_page_and_none_breaks_the_policy(
    open_page: Open, known: dict[str, str], who: str, phone: bool
) -> None:
    page = open_page(as_=who, phone=phone)
    page.evaluate(WATCH)
    faults = {}
    for address in ADDRESSES:
        # Not loaded anew: nobody who works does that, and it takes longer than all that is looked at.
        page.evaluate(GO, address.format(**known))
        is_there(page)
        faults[address] = faults_on(page)
    assert {address: found for address, found in faults.items() if found} == {}
    for address in reversed(ADDRESSES):
        # What another page has left behind is not what this one takes it for.
        page.evaluate(GO, address.format(**known))
        is_there(page)


def is_there(page: Page) -> None:
    title = page.get_by_role("heading", level=1)
    expect(title).to_be_visible()
    expect(title).not_to_have_text("Esta pantalla se detuvo")
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
