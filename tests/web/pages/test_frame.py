"""What stands around every page: sections, the palette, the phone's bar, and what others do meanwhile."""

import re
import time
from itertools import pairwise

from playwright.sync_api import Page, expect

from tests.web.conftest import Open, has_no_faults


def palette_of(page: Page) -> Page:
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Buscar clientes")).to_be_focused()
    return page


def test_the_palette_finds_people_without_accents_and_opens_them(open_page: Open) -> None:
    page = palette_of(open_page("/follow-ups"))
    has_no_faults(page)
    page.keyboard.type("ibanez")

    found = page.get_by_role("group", name="Clientes").get_by_role("option")
    expect(found).to_have_text(re.compile("Carmen Ibáñez Soto"))
    expect(found).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("group", name="Seguimientos").get_by_role("option")).to_contain_text("Vencido")
    has_no_faults(page)


def test_the_palette_goes_and_begins(open_page: Open) -> None:
    page = palette_of(open_page("/follow-ups"))
    page.keyboard.type("pan")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hola, Ana")

    palette_of(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Nueva interacción")).to_be_visible()


def test_the_palette_says_when_nothing_is_found_and_closes(open_page: Open) -> None:
    page = palette_of(open_page())
    page.keyboard.type("nadie se llama así")
    expect(page.get_by_role("status").filter(has_text="Sin resultados")).to_be_visible()
    has_no_faults(page)

    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_follow_up_that_was_found_is_shown_in_its_list(open_page: Open) -> None:
    page = palette_of(open_page())
    page.keyboard.type("valeria cas")
    page.get_by_role("group", name="Seguimientos").get_by_role("option").first.click()

    expect(page).to_have_url(re.compile("/follow-ups"))
    expect(page.get_by_role("row", name=re.compile("Valeria Castillo Mora"))).to_be_visible()


def test_keys_lead_everywhere_and_are_listed(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("g")
    page.keyboard.press("s")
    expect(page.get_by_role("heading", level=1)).to_have_text("Seguimientos pendientes")

    page.keyboard.press("?")
    listed = page.get_by_role("dialog", name="Atajos de teclado")
    expect(listed).to_contain_text("Ir a Seguimientos")
    expect(listed).to_contain_text("Buscar o ir a cualquier parte")


def test_on_a_phone_the_rest_is_behind_more(open_page: Open) -> None:
    page = open_page(phone=True)
    bar = page.get_by_role("navigation", name="Secciones")
    expect(bar.get_by_role("link").first).to_have_text("Panel")
    bar.get_by_role("button", name="Más").click()
    sheet = page.get_by_role("dialog", name="Más")
    expect(sheet).to_be_visible()
    has_no_faults(page)

    others = sheet.get_by_role("link")
    if others.count():
        others.first.click()
        expect(sheet).to_be_hidden()
        expect(bar.get_by_role("button", name="Más")).to_have_attribute("data-active", "true")
        bar.get_by_role("button", name="Más").click()
    sheet.get_by_role("button", name="Buscar o ir a").click()

    expect(page.get_by_role("combobox", name="Buscar clientes")).to_be_focused()
    has_no_faults(page)


def test_the_bar_fits_a_narrow_phone(open_page: Open) -> None:
    page = open_page(phone=True)
    page.set_viewport_size({"width": 320, "height": 640})

    parts = page.get_by_role("navigation", name="Secciones").locator("> *").all()
    boxes = [part.bounding_box() for part in parts]

    edges = [(box["x"], box["x"] + box["width"]) for box in boxes if box]
    assert all(end <= begin + 0.5 for (_, end), (begin, _) in pairwise(edges))
    assert edges[-1][1] <= 320
    has_no_faults(page)


def test_what_a_colleague_does_is_seen_within_a_second(open_page: Open) -> None:
    hugo, nora = open_page("/follow-ups", as_="elsa"), open_page("/follow-ups", as_="ivan")
    rows = hugo.get_by_role("row", name=re.compile("Completar|Vencido|Hoy|Pendiente"))
    expect(rows.first).to_be_visible()
    row = rows.last
    name = row.locator("td").first.inner_text().splitlines()[0]
    theirs = nora.get_by_role("row", name=re.compile(re.escape(name)))
    expect(theirs.first).to_be_visible()
    before = theirs.count()

    began = time.monotonic()
    row.get_by_role("button", name=re.compile("^Completar")).click()

    expect(theirs).to_have_count(before - 1, timeout=5_000)
    assert time.monotonic() - began < 1.5, "the click itself included"


def test_a_lost_stream_is_said_after_a_while_and_catches_up(open_page: Open) -> None:
    page = open_page("/follow-ups", as_="rocio", new=True)
    page.context.route("**/api/v1/stream", lambda route: route.abort())
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_text("Reconectando…")).to_be_visible(timeout=10_000)
    has_no_faults(page)

    page.context.unroute("**/api/v1/stream")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(page.get_by_text("Reconectando…")).to_be_hidden()
