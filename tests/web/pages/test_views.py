"""Saved views: filters under a name, on every device of their owner, and of a whole branch."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from cli.client import Refusal
from tests.e2e.conftest import Product
from tests.web.conftest import Open, comes_true, has_no_faults
from tests.web.device import goes_offline, is_written
from tests.web.records import as_

OVERDUE = re.compile(r"\?state=overdue$")


@pytest.fixture(autouse=True)
def _nothing_is_left(house: Product) -> None:
    for name in ("ana", "marta"):
        person = as_(house, name)
        for view in person.get("views", page="follow-ups")["items"]:
            # What is a branch's goes with those who may.
            with suppress(Refusal):
                person.delete(f"views/{view['id']}")


def views_of(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Vistas")


def look(page: Page) -> Locator:
    """The views, opened if they are not."""
    shown = views_of(page)
    if not shown.count():
        page.get_by_role("button", name="Vistas", exact=True).click()
    expect(shown).to_be_visible()
    return shown


def type_name(page: Page, name: str) -> None:
    look(page).get_by_label("Guardar estos filtros como").fill(name)
    views_of(page).get_by_role("button", name="Guardar vista").click()


def save(page: Page, name: str) -> None:
    type_name(page, name)
    expect(views_of(page)).to_have_count(0)
    expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()


def choose(page: Page, view: str, what: str) -> None:
    """Something of the menu of a view."""
    views_of(page).get_by_role("button", name=f"Opciones de la vista {view}").click()
    page.get_by_role("menuitem", name=what).click()


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_what_is_named_in_one_browser_is_there_in_another(open_page: Open, phone: bool) -> None:
    first = open_page("/follow-ups?state=overdue", phone=phone, new=True)
    look(first)
    has_no_faults(first)
    save(first, "Lo que urge")

    other = open_page("/follow-ups", phone=not phone, new=True)
    look(other).get_by_role("button", name="Lo que urge", exact=True).click()

    expect(other).to_have_url(OVERDUE)
    expect(views_of(other)).to_have_count(0)
    other.get_by_role("button", name="Lo que urge", exact=True).click()
    expect(views_of(other).get_by_role("list", name="Suyas")).to_have_text("Lo que urge")
    has_no_faults(other)


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_manager_gives_the_branch_a_view_which_operators_only_use(
    open_page: Open, house: Product, phone: bool
) -> None:
    manager = open_page("/follow-ups?state=overdue", as_="marta", phone=phone)
    save(manager, "Vencidos de hoy")
    manager.get_by_role("button", name="Vencidos de hoy", exact=True).click()
    choose(manager, "Vencidos de hoy", "Compartir con Central")
    expect(manager.get_by_text("«Vencidos de hoy» ya es de la sucursal Central")).to_be_visible()
    shared = views_of(manager).get_by_role("list", name="De la sucursal Central")
    expect(shared).to_have_text("Vencidos de hoy")
    has_no_faults(manager)

    operator = open_page("/follow-ups", phone=phone)
    given = look(operator).get_by_role("list", name="De la sucursal Central")
    expect(given).to_have_text("Vencidos de hoy")
    expect(views_of(operator).get_by_role("button", name=re.compile("^Opciones"))).to_have_count(0)
    has_no_faults(operator)
    given.get_by_role("button", name="Vencidos de hoy").click()
    expect(operator).to_have_url(OVERDUE)
    ana = as_(house, "ana")
    view = ana.get("views", page="follow-ups")["items"][0]
    with pytest.raises(Refusal, match="403"):
        ana.delete(f"views/{view['id']}")

    choose(manager, "Vencidos de hoy", "Dejar de compartir")
    expect(views_of(manager).get_by_role("list", name="Suyas")).to_have_text("Vencidos de hoy")
    assert ana.until(5, "views", lambda found: not found["items"], page="follow-ups")


def test_a_view_gets_another_name_and_other_filters(open_page: Open) -> None:
    page = open_page("/follow-ups?state=overdue")
    save(page, "Lo que urge")
    page.get_by_role("button", name="Lo que urge", exact=True).click()
    choose(page, "Lo que urge", "Cambiar nombre")
    field = views_of(page).get_by_label("Nombre de la vista")
    expect(field).to_be_focused()
    has_no_faults(page)
    field.fill("Primero esto")
    field.press("Enter")
    expect(views_of(page).get_by_role("list", name="Suyas")).to_have_text("Primero esto")
    page.keyboard.press("Escape")
    expect(views_of(page)).to_have_count(0)

    page.get_by_role("button", name=re.compile("^Hoy")).first.click()
    look(page)
    choose(page, "Primero esto", "Guardar aquí estos filtros")
    expect(page.get_by_text("«Primero esto» guarda ahora estos filtros")).to_be_visible()
    page.goto("/follow-ups")
    look(page).get_by_role("button", name="Primero esto", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?state=today$"))


def test_a_view_that_was_deleted_can_be_had_back(open_page: Open) -> None:
    page = open_page("/follow-ups?state=overdue", phone=True)
    save(page, "Lo que urge")
    page.get_by_role("button", name="Lo que urge", exact=True).click()

    choose(page, "Lo que urge", "Borrar vista")

    expect(views_of(page).get_by_role("list")).to_have_count(0)
    expect(views_of(page)).to_be_focused()
    page.get_by_role("button", name="Deshacer").click()
    expect(page.get_by_text("«Lo que urge» se borró")).to_have_count(0)
    page.goto("/follow-ups")
    expect(look(page).get_by_role("list", name="Suyas")).to_have_text("Lo que urge")


def test_what_the_server_refuses_is_said_and_what_was_typed_stays(open_page: Open) -> None:
    page = open_page("/follow-ups?state=overdue")
    save(page, "Lo que urge")
    page.goto("/follow-ups?state=today")
    type_name(page, "LO QUE URGE")
    expect(views_of(page).get_by_text("Ya hay uno con ese nombre.")).to_be_visible()
    expect(views_of(page).get_by_role("list", name="Suyas")).to_have_text("Lo que urge")
    has_no_faults(page)

    def fail(route: Route) -> None:
        route.fulfill(status=500) if route.request.method == "POST" else route.continue_()

    page.route("**/api/v1/views", fail)
    type_name(page, "Lo de hoy")
    expect(views_of(page).get_by_role("alert")).to_contain_text("Algo salió mal")
    expect(views_of(page).get_by_label("Guardar estos filtros como")).to_have_value("Lo de hoy")
    expect(views_of(page).get_by_role("list", name="Suyas")).to_have_text("Lo que urge")
    page.unroute("**/api/v1/views")
    views_of(page).get_by_role("button", name="Guardar vista").click()

    expect(views_of(page)).to_have_count(0)
    expect(page.get_by_role("button", name="Lo de hoy", exact=True)).to_be_visible()


def test_without_a_connection_the_views_seen_last_are_there(open_page: Open) -> None:
    page = open_page("/follow-ups?state=overdue", worker=True)
    comes_true(page, "navigator.serviceWorker.controller")
    save(page, "Lo que urge")
    is_written(page, "Lo que urge", path="/views")
    page.goto("/follow-ups?state=today")
    goes_offline(page.context, page)
    page.reload()

    expect(look(page).get_by_role("list", name="Suyas")).to_have_text("Lo que urge")
    type_name(page, "Lo de hoy")

    expect(views_of(page).get_by_role("alert")).to_contain_text("Sin conexión con el servidor")
    expect(views_of(page).get_by_label("Guardar estos filtros como")).to_have_value("Lo de hoy")
