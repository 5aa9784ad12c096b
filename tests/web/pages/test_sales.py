"""«Control de Ventas», as a team that sells uses it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.conftest import Open, has_no_faults


def open_new_sale(page: Page, title: str) -> Locator:
    """Begin a sale with a follow-up in three days; the sale is open then."""
    page.get_by_role("button", name="Nueva venta").click()
    form = page.get_by_role("dialog", name="Nueva venta")
    form.get_by_role("combobox", name="Contacto").fill("montes let")
    form.get_by_role("option", name=re.compile("Leticia Montes")).click()
    form.get_by_role("textbox", name="Venta", exact=True).fill(title)
    form.get_by_label("Importe").fill("$12,500.50")
    form.get_by_role("textbox", name="Seguimiento", exact=True).fill("Llamar para preguntar por la cotización")
    form.get_by_role("button", name="En 3 días").click()
    has_no_faults(page)
    form.get_by_role("button", name="Guardar").click()
    sale = page.get_by_role("dialog", name=title)
    expect(sale.get_by_role("listitem")).to_contain_text("Llamar para preguntar por la cotización")
    return sale


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_the_list_has_no_faults(open_page: Open, phone: bool) -> None:
    page = open_page("/sales", as_="tere", phone=phone)

    expect(page.get_by_role("heading", level=1)).to_have_text("Control de Ventas")
    for name in ("Seguimiento atrasado", "En proceso", "Concluido"):
        expect(page.get_by_role("main").get_by_text(name).last).to_be_visible()
    has_no_faults(page)


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_sale_goes_from_new_by_result_and_next_to_concluded(open_page: Open, phone: bool) -> None:
    title = f"Uniformes de {'bolsillo' if phone else 'escritorio'}"
    page = open_page("/sales", as_="irene", phone=phone)
    sale = open_new_sale(page, title)

    sale.get_by_role("button", name="Capturar resultado").click()
    form = sale.get_by_role("form", name="Capturar resultado")
    form.get_by_label("Detalles del resultado").fill("Le pareció alto el precio; se enviará otra cotización.")
    form.get_by_label("Agregar el siguiente seguimiento").check()
    form.get_by_role("textbox", name="Seguimiento", exact=True).fill("Verificar que vio la nueva cotización")
    form.get_by_role("button", name="Mañana").click()
    form.get_by_role("button", name="Otro recordatorio").click()
    form.get_by_role("button", name="Aceptar").first.click()
    has_no_faults(page)
    form.get_by_role("button", name="Aceptar").click()

    steps = sale.get_by_role("listitem")
    expect(steps).to_have_count(2)
    expect(steps.first).to_contain_text("Verificar que vio la nueva cotización")
    expect(steps.last).to_contain_text("Le pareció alto el precio")
    has_no_faults(page)

    sale.get_by_role("button", name="Concluir", exact=True).click()
    ending = sale.get_by_role("form", name="Concluir el seguimiento de la venta")
    expect(ending.get_by_label("Concluido, Terminar Seguimiento")).to_be_checked()
    expect(ending.get_by_role("button", name="Aceptar")).to_be_disabled()
    ending.get_by_label("Detalles del resultado").fill("Firmó el pedido.")
    ending.get_by_role("button", name="Aceptar").click()

    expect(sale.get_by_text(re.compile("Concluido por Irene Navarro"))).to_be_visible()
    expect(steps.first).to_contain_text("Firmó el pedido.")
    sale.get_by_role("button", name="Cerrar").click()
    shown = page.get_by_role("listitem" if phone else "row").filter(has_text=title)
    expect(shown).to_contain_text("Concluido")


def test_the_indicator_tells_all_to_who_comes_by_keyboard(open_page: Open) -> None:
    page = open_page("/sales?follow_up_status=overdue", as_="tere")
    row = page.get_by_role("row", name=re.compile("Mobiliario para 40"))
    row.get_by_role("button", name=re.compile("Rodolfo Aguirre")).focus()
    page.keyboard.press("Tab")

    tip = page.get_by_role("tooltip")
    expect(tip).to_contain_text("Enviar la cotización con descuento y confirmar.")
    expect(tip).to_contain_text("2 días de retraso")
    expect(tip).to_contain_text("Sin recordatorios")
    has_no_faults(page)

    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Mobiliario para 40 habitaciones")).to_be_visible()


def test_the_pointer_finds_the_same_at_the_sale(open_page: Open) -> None:
    page = open_page("/sales", as_="tere")
    page.get_by_role("button", name="Renovación de uniformes", exact=True).hover()

    expect(page.get_by_role("tooltip")).to_contain_text("Llevar muestras de tela.")
    expect(page.get_by_role("tooltip")).to_contain_text(re.compile(r"Recordatorios.*, 09:00"))


def test_two_who_conclude_at_once_hear_of_each_other_and_lose_nothing(open_page: Open) -> None:
    pablo = open_page("/sales", as_="pablo")
    sale = open_new_sale(pablo, "Mesas de reunión")
    irene = open_page(pablo.url.removeprefix(pablo.url.split("/sales")[0]), as_="irene")
    theirs = irene.get_by_role("dialog", name="Mesas de reunión")
    for dialog, words in ((sale, "Compraron."), (theirs, "Pidieron esperar.")):
        dialog.get_by_role("button", name="Concluir", exact=True).click()
        dialog.get_by_label("Detalles del resultado").fill(words)
    sale.get_by_role("button", name="Aceptar").click()
    expect(sale.get_by_text(re.compile("Concluido por Pablo Serrano"))).to_be_visible()
    theirs.get_by_role("button", name="Aceptar").click()

    expect(theirs.get_by_text(re.compile("Pablo Serrano ya concluyó esta venta: .*20"))).to_be_visible()
    expect(theirs.get_by_label("Detalles del resultado")).to_have_value("Pidieron esperar.")
    has_no_faults(irene)

    theirs.get_by_role("button", name="Reabrir y guardar también lo mío").click()
    expect(theirs.get_by_text(re.compile("Concluido por Irene Navarro"))).to_be_visible()
    expect(theirs.get_by_role("listitem").first).to_contain_text("Compraron.")


def test_a_concluded_sale_can_be_reopened_and_corrected(open_page: Open) -> None:
    page = open_page("/sales", as_="tere")
    sale = open_new_sale(page, "Lámparas")
    sale.get_by_role("button", name="Concluir", exact=True).click()
    sale.get_by_label("Detalles del resultado").fill("Ya no las quieren.")
    sale.get_by_role("button", name="Aceptar").click()
    sale.get_by_role("button", name="Reabrir").click()
    expect(sale.get_by_role("button", name="Agregar seguimiento")).to_be_visible()

    sale.get_by_role("tab", name="Datos").click()
    sale.get_by_label("Importe").fill("1,999")
    sale.get_by_role("button", name="Guardar").click()
    expect(sale.get_by_text("1,999 MXN")).to_be_visible()
    has_no_faults(page)


def test_filters_and_the_open_sale_live_in_the_address(open_page: Open) -> None:
    page = open_page("/sales", as_="tere")
    page.get_by_role("button", name=re.compile("^Seguimiento atrasado")).first.click()
    expect(page).to_have_url(re.compile(r"follow_up_status=overdue"))
    expect(page.get_by_role("row", name=re.compile("Laboratorio"))).to_have_count(0)

    page.get_by_role("button", name="Mobiliario para 40 habitaciones", exact=True).click()
    page.reload()
    sale = page.get_by_role("dialog", name="Mobiliario para 40 habitaciones")
    expect(sale.get_by_text("2 días de retraso").first).to_be_visible()
    page.go_back()
    expect(sale).to_be_hidden()
    expect(page).to_have_url(re.compile(r"follow_up_status=overdue$"))
