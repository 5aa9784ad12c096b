"""The queue: whoever waits, one at a time."""

import re
from os import cpu_count, getloadavg

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Product
from tests.web.conftest import Open, has_no_faults
from tests.web.records import a_client, a_follow_up, a_talk, as_

# Milliseconds; on a machine that has other work to do it takes as much longer.
SECOND = 1_000 * max(1.0, getloadavg()[0] / (cpu_count() or 1))
ON_PAPER = "getComputedStyle(document.querySelector('nav')).display"


def is_turn_of(page: Page, name: str) -> None:
    expect(page.get_by_role("article").get_by_role("heading")).to_have_text(name)


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_three_are_attended_one_after_the_other(open_page: Open, house: Product, phone: bool) -> None:
    pablo = as_(house, "pablo")
    surname = "Zaragoza" if phone else "Zavala"
    made = []
    for days, first in ((-3, "Alma"), (-2, "Bruno"), (0, "Celia")):
        client = a_client(pablo, f"{first} {surname}")
        a_talk(pablo, client, f"Lo último que dijo {first}.")
        made.append(a_follow_up(pablo, client, days=days, notes=f"Llamar a {first} por su cita."))
    page = open_page(f"/follow-ups?q={surname}", as_="pablo", phone=phone)
    page.get_by_role("link", name="Atender", exact=True).click()

    is_turn_of(page, f"Alma {surname}")
    expect(page.get_by_text("Llamar a Alma por su cita.")).to_be_visible()
    expect(page.get_by_text("Lo último que dijo Alma.")).to_be_visible()
    expect(page.get_by_text("Quedan 3 por atender.")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("WhatsApp"))).to_have_attribute("href", re.compile("wa.me/5255"))
    has_no_faults(page)

    page.get_by_label("Resultado", exact=True).fill("Viene el martes.")
    page.get_by_role("button", name="En 1 semana").click()
    has_no_faults(page)
    page.get_by_role("button", name="Completar y siguiente").click()
    is_turn_of(page, f"Bruno {surname}")
    expect(page.get_by_text("Lo último que dijo Bruno.")).to_be_visible()
    page.get_by_role("button", name="Saltar").click()
    is_turn_of(page, f"Celia {surname}")
    page.get_by_role("button", name="Completar y siguiente").click()

    expect(page.get_by_text("Atendió 2 seguimientos.")).to_be_visible()
    has_no_faults(page)
    page.get_by_role("button", name="Volver al que saltó").click()
    is_turn_of(page, f"Bruno {surname}")
    said = pablo.get("interactions", q=f"Alma {surname}")["items"][0]
    assert (said["notes"], said["method"], said["completes_follow_up_id"]) == (
        "Viene el martes.",
        "call",
        made[0]["id"],
    )
    waiting = pablo.until(20, "follow-ups", lambda all_: len(all_["items"]) == 2 and all_["items"], q=surname)
    assert [(each["client"]["name"], each["state"]) for each in waiting] == [
        (f"Bruno {surname}", "overdue"),
        (f"Alma {surname}", "upcoming"),
    ]


def test_the_keyboard_alone_is_enough_and_what_was_done_can_be_undone(open_page: Open, house: Product) -> None:
    pablo = as_(house, "pablo")
    for days, first in ((-2, "Diana"), (-1, "Efraín")):
        a_follow_up(pablo, a_client(pablo, f"{first} Teclado"), days=days)
    page = open_page("/attend?q=teclado", as_="pablo")
    is_turn_of(page, "Diana Teclado")
    page.keyboard.press("r")
    page.keyboard.type("No contestó.")
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    page.keyboard.press("c")

    is_turn_of(page, "Efraín Teclado")
    expect(page.get_by_role("heading", name="Efraín Teclado")).to_be_focused()
    page.get_by_role("button", name="Deshacer").click()

    is_turn_of(page, "Diana Teclado")
    expect(page.get_by_label("Resultado", exact=True)).to_have_value("No contestó.")
    assert pablo.until(5, "follow-ups", lambda all_: len(all_["items"]) == 2, q="teclado")
    assert pablo.get("interactions", q="diana teclado")["items"] == []


def test_whom_one_attends_the_other_sees_within_a_second_and_does_not_call(open_page: Open, house: Product) -> None:
    pablo = as_(house, "pablo")
    for days, first in ((-2, "Fabio"), (-1, "Greta")):
        a_follow_up(pablo, a_client(pablo, f"{first} Turnos"), days=days)
    watching = open_page("/follow-ups?q=turnos", as_="irene")
    fabio = watching.get_by_role("row").filter(has_text="Fabio Turnos")
    expect(fabio).to_be_visible()
    attending = open_page("/follow-ups?q=turnos", as_="pablo")
    with attending.expect_response(re.compile("/claim$")):
        attending.get_by_role("link", name="Atender", exact=True).click()

    expect(fabio).to_contain_text("Pablo está llamando", timeout=SECOND)
    is_turn_of(attending, "Fabio Turnos")
    watching.get_by_role("link", name="Atender", exact=True).click()
    is_turn_of(watching, "Greta Turnos")
    attending.get_by_role("link", name="Ver la lista").click()
    expect(attending.get_by_role("row").filter(has_text="Greta Turnos")).to_contain_text("Irene está llamando")


def test_who_closes_the_page_leaves_their_follow_up_to_the_others(open_page: Open, house: Product) -> None:
    irene = as_(house, "irene")
    follow_up = a_follow_up(irene, a_client(irene, "Ignacio Cerrado"), days=-1)
    page = open_page("/attend?q=cerrado", as_="pablo")
    is_turn_of(page, "Ignacio Cerrado")
    irene.until(20, f"follow-ups/{follow_up['id']}", lambda shown: shown["claimed_by"])

    page.close()

    irene.until(20, f"follow-ups/{follow_up['id']}", lambda shown: not shown["claimed_by"])


def test_one_that_a_colleague_completed_meanwhile_says_so(open_page: Open, house: Product) -> None:
    irene = as_(house, "irene")
    follow_up = a_follow_up(irene, a_client(irene, "Hilda Yacasi"), days=-1)
    page = open_page("/attend?q=yacasi", as_="pablo")
    is_turn_of(page, "Hilda Yacasi")
    page.get_by_label("Resultado", exact=True).fill("Algo que costó escribir.")
    irene.post(f"follow-ups/{follow_up['id']}/complete")

    expect(page.get_by_text("Irene Navarro ya completó este seguimiento")).to_be_visible()
    has_no_faults(page)
    expect(page.get_by_label("Resultado", exact=True)).to_have_value("Algo que costó escribir.")


def test_the_call_sheet_is_the_filtered_list_on_paper(open_page: Open, house: Product) -> None:
    pablo = as_(house, "pablo")
    a_follow_up(pablo, a_client(pablo, "Irma Papel"), days=-1, notes="Confirmar la hora.")
    a_follow_up(pablo, a_client(pablo, "Jacinto Papel"), days=3)
    page = open_page("/follow-ups?q=papel&state=overdue", as_="pablo")
    page.get_by_role("link", name="Hoja de llamadas").click()

    expect(page.get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("row").nth(1)).to_contain_text("Confirmar la hora.")
    has_no_faults(page)
    page.emulate_media(media="print")
    assert page.evaluate(ON_PAPER) == "none"
    assert "--mantine" not in page.evaluate("document.body.innerText")
    expect(page.get_by_role("button", name="Imprimir")).to_be_hidden()
