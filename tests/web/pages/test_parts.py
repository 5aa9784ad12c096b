"""Parts of the client that cannot be fetched: the network has changed, or the server starts again."""

import re

from playwright.sync_api import Page, Route, expect

from tests.web.conftest import Open, has_no_faults, sign_in

CLIENTS = "**/assets/ClientsPage-*.js"
SALES = re.compile(r"/assets/SalesPage-[^/]+\.js")
ENGLISH = "**/assets/en-*.js"
NEW_INTERACTION = "**/assets/InteractionModal-*.js"
MISSING = "No se pudo cargar esta parte"


def refuse(page: Page, files: str | re.Pattern[str], times: int | None = None) -> None:
    """Have the network refuse these files, for ever or so many times."""
    page.route(files, lambda route: route.abort(), times=times)


def another_build(route: Route) -> None:
    page = route.fetch()
    route.fulfill(response=page, body=re.sub(r"/assets/index-[^\"]+\.js", "/assets/index-new.js", page.text()))


def is_said(page: Page) -> None:
    expect(page.get_by_role("status").filter(has_text=MISSING)).to_be_visible()


def no_version_is_announced(page: Page) -> None:
    expect(page.get_by_text("Hay una versión nueva")).to_have_count(0)


def test_a_page_that_is_refused_at_first_comes_by_itself(open_page: Open) -> None:
    page = open_page(new=True)
    refuse(page, CLIENTS, times=3)
    page.keyboard.press("g")
    page.keyboard.press("c")

    expect(page.get_by_role("heading", level=1)).to_have_text("Clientes")
    no_version_is_announced(page)


def test_a_page_that_is_refused_for_ever_says_so_in_its_place_and_can_be_asked_for_again(open_page: Open) -> None:
    page = open_page(new=True)
    refuse(page, CLIENTS)
    sections = page.get_by_role("navigation", name="Secciones")
    sections.get_by_role("link", name="Clientes").click()
    is_said(page)
    has_no_faults(page)
    no_version_is_announced(page)

    sections.get_by_role("link", name="Panel").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hola, Ana")
    sections.get_by_role("link", name="Clientes").click()
    is_said(page)
    page.unroute(CLIENTS)
    page.get_by_role("button", name="Reintentar").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Clientes")


def test_a_page_that_was_refused_comes_as_soon_as_the_browser_is_online_again(open_page: Open) -> None:
    page = open_page(as_="pablo", new=True)
    page.context.set_offline(True)
    page.get_by_role("navigation", name="Secciones").get_by_role("link", name="Control de Ventas").click()
    is_said(page)

    page.context.set_offline(False)

    expect(page.get_by_role("heading", level=1)).to_have_text("Control de Ventas")


def test_a_dialog_that_is_refused_is_said_over_the_page_and_opens_when_it_is_there(open_page: Open) -> None:
    page = open_page(as_=None, new=True)
    refuse(page, NEW_INTERACTION)
    sign_in(page, "ana")
    bar = page.get_by_role("status").filter(has_text="Una parte de la página no se pudo cargar")
    expect(bar).to_be_visible()
    has_no_faults(page)
    no_version_is_announced(page)
    page.get_by_role("button", name="Nueva interacción").click()

    page.unroute(NEW_INTERACTION)
    page.get_by_role("button", name="Reintentar").click()

    expect(page.get_by_role("dialog", name="Nueva interacción")).to_be_visible()
    expect(bar).to_be_hidden()


def test_a_part_of_a_build_that_has_gone_is_announced_as_a_new_version(open_page: Open) -> None:
    page = open_page(as_="pablo", new=True)
    refuse(page, SALES)
    page.route("/", another_build)
    page.get_by_role("navigation", name="Secciones").get_by_role("link", name="Control de Ventas").click()

    expect(page.get_by_text("Hay una versión nueva")).to_be_visible()


def test_a_client_that_does_not_come_at_all_says_so_after_a_while(open_page: Open) -> None:
    page = open_page(new=True)
    expect(page.locator(".late")).to_have_count(0)
    refuse(page, re.compile(r"/assets/index-[^/]+\.js"))
    page.reload()

    expect(page.get_by_text("Al Día tarda en abrir")).to_be_visible()


def test_whoever_reads_english_reads_spanish_until_it_comes(open_page: Open) -> None:
    page = open_page(new=True)
    held: list[Route] = []
    page.route(ENGLISH, lambda route: held.append(route))
    page.evaluate("localStorage.setItem('crm.language', 'en')")
    page.reload()

    expect(page.get_by_role("heading", level=1)).to_have_text("Hola, Ana")
    has_no_faults(page)
    held[0].continue_()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Ana")


def test_english_that_was_refused_comes_when_the_server_can_be_reached_again(open_page: Open) -> None:
    page = open_page(new=True)
    refuse(page, ENGLISH)
    page.evaluate("localStorage.setItem('crm.language', 'en')")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hola, Ana")

    page.unroute(ENGLISH)
    page.context.set_offline(True)
    page.context.set_offline(False)

    expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Ana")


def test_a_dialog_lies_over_the_profile_whichever_came_first(open_page: Open) -> None:
    page = open_page("/clients", as_="marta")
    late: list[Route] = []
    page.route("**/assets/ClientDrawer-*.js", lambda route: late.append(route), times=1)
    page.reload()
    page.get_by_role("button", name="Nuevo cliente").click()
    expect(page.get_by_role("dialog", name="Nuevo cliente")).to_be_visible()
    page.keyboard.press("Escape")
    late.pop().continue_()

    page.get_by_role("link", name="Sofía Herrera Campos", exact=True).click()
    page.get_by_role("button", name="Vincular estudiante").click()
    linking = page.get_by_role("dialog", name=re.compile("Vincular un estudiante"))
    linking.get_by_label("Buscar por nombre").click()
    expect(linking.get_by_label("Buscar por nombre")).to_be_focused()
