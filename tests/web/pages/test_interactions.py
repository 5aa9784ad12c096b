"""Registering, correcting and deleting interactions, as people do."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Product
from tests.web.conftest import Open, has_no_faults
from tests.web.records import a_client, a_follow_up, a_talk, as_

SCRIPT = "<script>alert('hola')</script><img src=x onerror=alert(1)>"


def form_of(page: Page, title: str = "Nueva interacción") -> Locator:
    return page.get_by_role("dialog", name=title)


def row_of(page: Page, words: str) -> Locator:
    return page.get_by_role("row").filter(has_text=words)


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_the_page_and_its_dialogs_have_no_faults(open_page: Open, phone: bool) -> None:
    page = open_page("/interactions", phone=phone)
    expect(page.get_by_role("heading", level=1)).to_have_text("Interacciones")
    expect(page.get_by_text("Firmó el presupuesto de los implantes.").first).to_be_visible()
    has_no_faults(page)

    page.get_by_role("button", name="Editar interacción con Andrés Peralta Cruz").click()
    expect(form_of(page, "Editar interacción").get_by_role("button", name="Actualizar")).to_be_disabled()
    has_no_faults(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.get_by_role("button", name="Eliminar interacción con Andrés Peralta Cruz").click()
    expect(page.get_by_role("dialog", name="¿Está seguro de que desea eliminar esta interacción?")).to_be_visible()
    has_no_faults(page)


@pytest.mark.requirement("I6", "I7", "F11")
def test_from_the_list_to_a_saved_interaction_takes_no_more_than_eight_keys(open_page: Open, house: Product) -> None:
    irene = as_(house, "irene")
    a_follow_up(irene, a_client(irene, "Teodoro Teclas"), days=-1, notes="Quiere un caballo manso.")
    page = open_page("/follow-ups?q=teclas", as_="irene")
    row_of(page, "Teodoro Teclas").focus()

    pressed = 0
    for key in ("i", "words", "Shift+Tab", "Shift+Tab", "Space", "Control+Enter"):
        if key == "words":
            expect(form_of(page).get_by_label("Notas")).to_be_focused()
            page.keyboard.type("Vendrá el sábado a montar.")
            continue
        page.keyboard.press(key)
        pressed += 1

    expect(page.get_by_text("Interacción guardada. Próximo seguimiento: dentro de 7 días.")).to_be_visible()
    expect(row_of(page, "Teodoro Teclas")).to_have_count(1)
    expect(row_of(page, "Teodoro Teclas")).to_contain_text("Dentro de 7 días")
    assert pressed <= 8


@pytest.mark.requirement("I8", "I9", "I10", "C14", "C15")
def test_a_patient_without_a_number_is_asked_for_one(open_page: Open, house: Product) -> None:
    as_(house, "irene").post("patients", {"first_name": "Silvestre", "last_name": "Sintel Ruiz"})
    page = open_page("/interactions", as_="irene")
    page.keyboard.press("n")
    form = form_of(page)
    save = form.get_by_role("button", name="Guardar")
    expect(save).to_be_disabled()

    form.get_by_role("combobox", name="Contacto").press_sequentially("sintel")
    expect(form.get_by_role("group", name="Pacientes")).to_contain_text("Silvestre Sintel Ruiz")
    has_no_faults(page)
    page.keyboard.press("Enter")
    expect(save).to_be_disabled()
    form.get_by_label("Teléfono").fill("12")
    save.click()
    expect(form.get_by_text("No es un número de teléfono posible.")).to_be_visible()
    form.get_by_label("Teléfono").fill("55 6111 2233")
    save.click()

    expect(row_of(page, "Silvestre Sintel Ruiz")).to_contain_text("+52 55 6111 2233")


@pytest.mark.requirement("I10", "C16")
def test_a_new_name_with_a_number_that_somebody_has_is_doubted_first(open_page: Open, house: Product) -> None:
    known = a_client(as_(house, "irene"), "Dolores Duplicada")
    page = open_page("/interactions", as_="irene")
    page.get_by_role("button", name="Agregar interacción").click()
    form = form_of(page)
    form.get_by_role("combobox", name="Contacto").fill("Lola")
    form.get_by_label("Notas").fill("Pregunta por su cita.")
    form.get_by_label("Apellido").fill("Duplicada")
    form.get_by_label("Teléfono").fill(known["phone"])
    form.get_by_role("button", name="Guardar").click()

    expect(form.get_by_role("alert")).to_contain_text("Dolores Duplicada")
    has_no_faults(page)
    form.get_by_role("button", name="Usar este cliente Dolores Duplicada").click()
    form.get_by_role("button", name="Guardar").click()

    expect(row_of(page, "Pregunta por su cita.")).to_contain_text("Dolores Duplicada")


def test_what_was_written_survives_a_closed_form_until_it_is_discarded(open_page: Open) -> None:
    page = open_page("/interactions", as_="pablo")
    page.keyboard.press("n")
    form_of(page).get_by_label("Notas").fill("Llamó por el seguro; pide factura.")
    page.keyboard.press("Escape")
    expect(form_of(page)).to_have_count(0)

    page.get_by_role("button", name="Seguir escribiendo").click()
    expect(form_of(page).get_by_label("Notas")).to_have_value("Llamó por el seguro; pide factura.")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("n")
    expect(form_of(page).get_by_label("Notas")).to_have_value("Llamó por el seguro; pide factura.")
    has_no_faults(page)

    form_of(page).get_by_role("button", name="Descartar").click()
    expect(form_of(page)).to_have_count(0)
    page.keyboard.press("n")
    expect(form_of(page).get_by_label("Notas")).to_have_value("")


@pytest.mark.requirement("I13")
def test_notes_with_scripts_are_shown_as_text(open_page: Open, house: Product) -> None:
    irene = as_(house, "irene")
    client = a_client(irene, "Roberto Script")
    a_talk(irene, client, SCRIPT, follow_up_on=None)
    a_follow_up(irene, client, days=0, notes=SCRIPT)
    asked: list[str] = []
    page = open_page("/interactions?q=roberto", as_="irene")
    page.on("dialog", lambda dialog: asked.append(dialog.message))

    expect(row_of(page, "Roberto Script")).to_contain_text(SCRIPT)
    page.goto("/attend?q=roberto")
    expect(page.get_by_role("article")).to_contain_text(SCRIPT)
    page.goto("/call-sheet?q=roberto")
    expect(row_of(page, "Roberto Script")).to_contain_text(SCRIPT)

    assert asked == []


@pytest.mark.requirement("I14")
def test_correcting_what_a_colleague_corrected_meanwhile_is_a_choice(open_page: Open, house: Product) -> None:
    irene = as_(house, "irene")
    talk = a_talk(irene, a_client(irene, "Clara Cambiada"), "Pidió precios.")
    page = open_page("/interactions?q=cambiada", as_="irene")
    row_of(page, "Clara Cambiada").focus()
    page.keyboard.press("e")
    form = form_of(page, "Editar interacción")
    expect(form.get_by_label("Notas")).to_be_focused()
    form.get_by_label("Notas").fill("Pidió precios de ortodoncia.")
    as_(house, "pablo").patch(f"interactions/{talk['id']}", {"method": "whatsapp"})
    form.get_by_role("button", name="Actualizar").click()

    expect(form.get_by_role("alert")).to_contain_text("Alguien lo cambió")
    has_no_faults(page)
    expect(form.get_by_label("Notas")).to_have_value("Pidió precios de ortodoncia.")
    form.get_by_role("button", name="Guardar lo mío").click()

    expect(row_of(page, "Clara Cambiada")).to_contain_text("Pidió precios de ortodoncia.")
    expect(row_of(page, "Clara Cambiada")).to_contain_text("WhatsApp")


@pytest.mark.requirement("I15", "G4")
def test_deleting_asks_and_takes_the_pending_follow_up_along(open_page: Open, house: Product) -> None:
    irene = as_(house, "irene")
    client = a_client(irene, "Borja Borrado")
    a_talk(irene, client, "Se equivocó de número.", follow_up_on="2030-01-15")
    page = open_page("/interactions?q=borrado", as_="irene")
    row_of(page, "Borja Borrado").focus()
    page.keyboard.press("Delete")
    question = page.get_by_role("dialog", name="¿Está seguro de que desea eliminar esta interacción?")
    expect(question).to_contain_text("El seguimiento del 15 ene 2030 se cancelará si sigue pendiente.")
    question.get_by_role("button", name="Eliminar").click()

    expect(page.get_by_text("Interacción eliminada")).to_be_visible()
    expect(page.get_by_text("Nada con ese filtro")).to_be_visible()
    assert irene.until(5, "follow-ups", lambda found: not found["items"], client_id=client["id"])


@pytest.mark.requirement("I4")
def test_the_list_is_narrowed_and_the_filters_are_kept_under_a_name(open_page: Open) -> None:
    page = open_page("/interactions", as_="marta")
    page.get_by_role("button", name="Filtros").click()
    page.get_by_role("combobox", name="Dirección").click()
    page.get_by_role("option", name="Entrante").click()
    expect(page).to_have_url(re.compile(r"direction=inbound"))
    page.keyboard.press("Escape")
    expect(row_of(page, "Vino a su limpieza.")).to_be_visible()
    expect(row_of(page, "Se le envió el plan")).to_have_count(0)

    page.get_by_role("button", name="Vistas").click()
    page.get_by_label("Guardar estos filtros como").fill("Los que vienen")
    page.get_by_role("button", name="Guardar vista").click()
    page.goto("/interactions")
    page.get_by_role("button", name="Vistas").click()
    has_no_faults(page)
    page.get_by_role("button", name="Los que vienen", exact=True).click()

    expect(page).to_have_url(re.compile(r"direction=inbound"))


def test_a_gym_asks_when_and_calls_things_its_own_way(open_page: Open) -> None:
    page = open_page("/interactions", as_="rocio")
    page.keyboard.press("n")
    form = form_of(page)
    expect(form.get_by_label("Hora")).not_to_have_value("")
    form.get_by_text("Visita").click()

    expect(form.get_by_role("radio", name="Entrante")).to_be_checked()
    expect(form.get_by_role("radio", name="Reunión")).to_have_count(0)
