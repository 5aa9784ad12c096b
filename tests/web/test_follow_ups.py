"""The follow-ups page and the panel, as people use them."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Open, has_no_faults


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize(("path", "title"), [("/", "Hola, Ana"), ("/follow-ups", "Seguimientos pendientes")])
def test_the_screens_have_no_faults(open_page: Open, path: str, title: str, phone: bool) -> None:
    page = open_page(path, phone=phone)

    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_text("Valeria Castillo Mora").first).to_be_visible()
    has_no_faults(page)


def test_the_most_overdue_comes_first(open_page: Open) -> None:
    page = open_page("/follow-ups")

    first = page.get_by_role("row").nth(1)
    expect(first).to_contain_text("Valeria Castillo Mora")
    expect(first).to_contain_text("Vencido")


def test_completing_with_a_key_moves_on_and_can_be_undone(open_page: Open) -> None:
    page = open_page("/follow-ups")
    jorge = page.get_by_role("row", name=re.compile("Jorge Muñoz"))
    jorge.focus()
    page.keyboard.press("c")

    expect(page.get_by_text("Seguimiento de Jorge Muñoz Peña completado")).to_be_visible()
    expect(jorge).to_have_count(0)
    expect(page.locator("tr:focus")).to_contain_text("Lucía Fernández Rey")
    has_no_faults(page)

    page.get_by_role("button", name="Deshacer").click()
    expect(jorge).to_be_visible()


def test_completing_on_the_panel_and_scheduling_the_next_one(open_page: Open) -> None:
    page = open_page("/", as_="rocio")
    page.get_by_role("button", name="Completar Milagros Huamán Ríos").click()
    page.get_by_role("button", name="Programar el siguiente").click()
    dialog = page.get_by_role("dialog")
    has_no_faults(page)
    dialog.get_by_role("button", name="En 3 días").click()
    dialog.get_by_role("button", name="Guardar").click()

    expect(page.get_by_text("Siguiente seguimiento: dentro de 3 días")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Milagros Huamán Ríos").first).to_contain_text("Pendiente")


def test_filters_live_in_the_address(open_page: Open) -> None:
    page = open_page("/follow-ups")
    page.get_by_role("button", name=re.compile("^Pendiente")).click()
    expect(page).to_have_url(re.compile(r"\?state=upcoming$"))
    expect(page.get_by_role("row", name=re.compile("Valeria"))).to_have_count(0)

    page.keyboard.press("/")
    page.keyboard.type("nunez")
    expect(page).to_have_url(re.compile("q=nunez"))
    expect(page.get_by_role("row", name=re.compile("Tomás Núñez"))).to_be_visible()
    page.reload()
    expect(page.get_by_label("Buscar seguimientos")).to_have_value("nunez")


def test_calling_tells_the_others(open_page: Open) -> None:
    ana, luis = open_page("/follow-ups"), open_page("/follow-ups", as_="luis")
    ana.evaluate("addEventListener('click', event => event.target.closest('a[href^=tel]') && event.preventDefault())")
    ana.get_by_role("link", name="Llamar a Carmen Ibáñez Soto").first.click()

    expect(ana.get_by_role("row", name=re.compile("Carmen"))).to_contain_text("Llamando…")
    expect(luis.get_by_role("row", name=re.compile("Carmen"))).to_contain_text("Ana está llamando")


def test_an_interaction_with_a_next_day_completes_the_follow_up_it_answers(open_page: Open) -> None:
    page = open_page("/follow-ups", as_="camila")
    felipe = page.get_by_role("row", name=re.compile("Felipe Arango"))
    felipe.focus()
    page.keyboard.press("i")
    dialog = page.get_by_role("dialog", name="Nueva interacción")
    expect(dialog.get_by_role("combobox", name="Contacto")).to_have_value("Felipe Arango Mejía")
    dialog.get_by_label("Notas").fill("Le gustó la clase de prueba.")
    dialog.get_by_role("button", name="En 1 semana").click()
    dialog.get_by_role("button", name="Guardar").click()

    expect(dialog).to_be_hidden()
    expect(felipe).to_have_count(1)
    expect(felipe).to_contain_text("Dentro de 7 días")


def test_when_nothing_is_found_the_filters_can_be_taken_away(open_page: Open) -> None:
    page = open_page("/follow-ups?q=nadie-se-llama-así")
    expect(page.get_by_text("Nada con ese filtro")).to_be_visible()
    has_no_faults(page)

    page.get_by_role("button", name="Quitar filtros").click()

    expect(page.get_by_role("row", name=re.compile("Valeria"))).to_be_visible()


@pytest.mark.requirement("F13")
def test_when_nothing_waits_the_page_says_so(open_page: Open) -> None:
    page = open_page("/follow-ups", as_="nora")
    names = [re.compile(name) for name in ("Ernesto Galindo", "Paola Rincón", "Ximena Duarte")]
    for name in names:
        page.get_by_role("row", name=name).get_by_role("button", name=re.compile("^Completar")).click()
        expect(page.get_by_role("row", name=name)).to_have_count(0)

    expect(page.get_by_text("No hay seguimientos pendientes")).to_be_visible()
    expect(page.get_by_text("Todos los seguimientos están al día.")).to_be_visible()
    has_no_faults(page)


def test_a_tip_shows_for_the_mouse_and_for_the_keyboard_and_goes_with_escape(open_page: Open) -> None:
    page = open_page("/follow-ups")
    valeria = page.get_by_role("row", name=re.compile("Valeria Castillo"))
    complete = valeria.get_by_role("button", name=re.compile("^Completar"))
    tip = page.get_by_role("tooltip")
    complete.hover()
    expect(tip).to_have_text("Completar seguimiento (C)")
    page.mouse.move(0, 0)
    expect(tip).to_have_count(0)

    valeria.focus()
    while not complete.evaluate("each => each === document.activeElement"):
        page.keyboard.press("Tab")
    expect(tip).to_have_text("Completar seguimiento (C)")
    expect(complete).to_have_accessible_description("Completar seguimiento (C)")
    has_no_faults(page)
    page.keyboard.press("Escape")
    expect(tip).to_have_count(0)
    expect(complete).not_to_have_attribute("aria-describedby", re.compile("."))


def test_a_touch_shows_no_tip(open_page: Open) -> None:
    page = open_page("/interactions", phone=True)
    page.get_by_role("button", name=re.compile("^Editar")).first.tap()

    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_role("tooltip")).to_have_count(0)


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_what_else_can_be_done_is_in_a_menu_that_gives_the_focus_back(open_page: Open, phone: bool) -> None:
    page = open_page("/follow-ups", phone=phone)
    more = page.get_by_role("button", name=re.compile("^Más acciones.*Valeria Castillo"))
    more.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    expect(more).to_have_attribute("aria-expanded", "true")
    has_no_faults(page)
    page.keyboard.press("Escape")
    expect(more).to_be_focused()
    expect(page.get_by_role("menu")).to_have_count(0)

    more.click()
    page.get_by_role("menuitem", name="Cambiar").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(more).to_be_focused()


def test_whoever_sees_every_branch_asks_once_for_what_is_written_to_clients(open_page: Open) -> None:
    page = open_page(as_="demo")
    asked: list[str] = []
    # Not those that were given up when the page before went.
    page.on("requestfinished", lambda each: asked.append(each.url) if "/templates/" in each.url else None)
    page.get_by_role("navigation", name="Secciones").get_by_role("link", name="Seguimientos").click()
    of_the_school = page.get_by_role("row", name=re.compile("WhatsApp.*Escuela Ecuestre")).first
    to_write = of_the_school.get_by_role("link", name=re.compile("WhatsApp"))

    expect(to_write).to_have_attribute("href", re.compile(r"wa\.me/\d+\?text=.*Escuela"))
    assert len(asked) <= 1
