"""The clients page and the profile, as people use them. Each journey has clients of its own."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Open, has_no_faults


def take_up(page: Page, first: str, last: str, phone: str = "") -> None:
    """Add a client by the form."""
    page.get_by_role("button", name="Nuevo cliente").click()
    form = page.get_by_role("dialog", name="Nuevo cliente")
    form.get_by_label("Nombre").fill(first)
    form.get_by_label("Apellido").fill(last)
    form.get_by_label("Teléfono").fill(phone)
    form.get_by_role("button", name="Guardar").click()


def profile_of(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_the_list_has_no_faults(open_page: Open, phone: bool) -> None:
    page = open_page("/clients", as_="marta", phone=phone)
    expect(page.get_by_role("link", name="Sofía Herrera Campos", exact=True)).to_be_visible()
    has_no_faults(page)

    page.get_by_role("button", name="Nuevo cliente").click()
    expect(page.get_by_label("Nombre")).to_be_focused()
    has_no_faults(page)


@pytest.mark.requirement("C2")
def test_somebody_who_is_known_already_is_asked_about(open_page: Open) -> None:
    page = open_page("/clients")
    take_up(page, "Carmen", "Ibañez", "55 4821 7390")
    form = page.get_by_role("dialog", name="Nuevo cliente")
    expect(form.get_by_role("alert")).to_contain_text("Carmen Ibáñez Soto")
    expect(form.get_by_role("alert")).to_contain_text("Mismo teléfono")
    expect(form.get_by_label("Nombre")).to_have_value("Carmen")
    has_no_faults(page)

    form.get_by_role("button", name="Es esta persona Carmen Ibáñez Soto").click()

    expect(page.get_by_role("heading", name="Carmen Ibáñez Soto")).to_be_visible()
    expect(form).to_be_hidden()


def test_a_possible_duplicate_can_be_taken_up_all_the_same(open_page: Open) -> None:
    page = open_page("/clients")
    take_up(page, "Andrea", "Peralta Cruz", "55 9734 1502")
    page.get_by_role("button", name="Crear de todos modos").click()

    expect(page.get_by_text("Andrea Peralta Cruz ya está entre los clientes")).to_be_visible()
    expect(page.get_by_role("link", name="Andrea Peralta Cruz", exact=True)).to_be_visible()


def test_what_the_form_gets_wrong_is_said_beside_the_field(open_page: Open) -> None:
    page = open_page("/clients")
    take_up(page, "Pablo", "Neri", "12")

    expect(page.get_by_text("No es un número de teléfono posible.")).to_be_visible()
    expect(page.get_by_label("Nombre")).to_have_value("Pablo")


def test_filters_live_in_the_address_and_are_kept_under_a_name(open_page: Open) -> None:
    page = open_page("/clients", as_="marta")
    page.get_by_role("button", name=re.compile("^VIP")).click()
    expect(page).to_have_url(re.compile(r"type=vip"))
    expect(page.get_by_role("link", name="Carmen Ibáñez Soto", exact=True)).to_have_count(0)

    page.get_by_role("button", name="Vistas").click()
    page.get_by_label("Guardar estos filtros como").fill("Los mejores")
    has_no_faults(page)
    page.get_by_role("button", name="Guardar vista").click()
    page.get_by_role("button", name=re.compile("^Todos")).click()
    expect(page.get_by_role("link", name="Carmen Ibáñez Soto", exact=True)).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Vistas").click()
    page.get_by_role("dialog").get_by_role("button", name="Los mejores", exact=True).click()

    expect(page).to_have_url(re.compile(r"type=vip"))
    expect(page.get_by_role("link", name="Sofía Herrera Campos", exact=True)).to_be_visible()


def test_the_list_is_taken_along_as_a_file(open_page: Open) -> None:
    page = open_page("/clients?type=vip")
    expect(page.get_by_role("link", name="Sofía Herrera Campos", exact=True)).to_be_visible()
    page.get_by_role("button", name="Exportar").click()
    with page.expect_download() as saved:
        page.get_by_role("menuitem", name="CSV").click()

    text = saved.value.path().read_text("utf-8-sig")
    assert saved.value.suggested_filename == "Clientes.csv"
    assert "Herrera" in text
    assert "Carmen" not in text


def test_managers_see_whom_nobody_has_promised_to_contact(open_page: Open) -> None:
    page = open_page("/clients", as_="marta")
    page.get_by_role("button", name="Sin próximo contacto").click()

    expect(page.get_by_role("link", name="Gabriela Ortiz Salas", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Carmen Ibáñez Soto", exact=True)).to_have_count(0)
    expect(open_page("/clients").get_by_role("button", name="Sin próximo contacto")).to_have_count(0)


@pytest.mark.requirement("C10", "C17")
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_from_a_follow_up_to_the_profile(open_page: Open, phone: bool) -> None:
    page = open_page("/follow-ups", phone=phone)
    if phone:
        page.get_by_role("link", name="Valeria Castillo Mora", exact=True).click()
        expect(page).to_have_url(re.compile("/clients/"))
    else:
        page.get_by_role("button", name="Ver cliente Valeria Castillo Mora").click()
        expect(page.get_by_role("dialog", name="Ficha de cliente")).to_be_visible()
    expect(page.get_by_role("heading", name="Valeria Castillo Mora")).to_be_visible()
    for part in ("Próximo seguimiento", "Datos de contacto", "Tareas", "Historial", "Ventas", "Vínculos"):
        expect(page.get_by_role("heading", name=part)).to_be_visible()
    history = page.get_by_role("region", name="Historial")
    expect(history.get_by_role("listitem").first).to_contain_text("Tarea cancelada: Primera visita")
    expect(history).to_contain_text("Le interesa el blanqueamiento")
    has_no_faults(page)

    if not phone:
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_role("button", name="Ver cliente Valeria Castillo Mora")).to_be_focused()


def test_a_change_in_place_and_somebody_who_was_quicker(open_page: Open) -> None:
    ana = open_page("/clients")
    take_up(ana, "Irene", "Salgado", "55 7000 1001")
    profile_of(ana, "Irene Salgado")
    ana.get_by_role("button", name="Editar notas").click()
    ana.get_by_label("Notas").fill("Vuelve en mayo")

    luis = open_page("/clients", as_="luis")
    profile_of(luis, "Irene Salgado")
    luis.get_by_role("button", name="Editar correo electrónico").click()
    luis.get_by_role("textbox", name="Correo electrónico").fill("irene@example.org")
    luis.get_by_role("button", name="Guardar").click()
    expect(luis.get_by_role("link", name="irene@example.org")).to_be_visible()
    ana.get_by_role("button", name="Guardar").click()

    # They changed different things: both stand.
    expect(ana.get_by_role("button", name="Editar notas")).to_be_visible()
    expect(ana.get_by_role("link", name="irene@example.org")).to_be_visible()

    ana.get_by_role("button", name="Editar notas").click()
    expect(luis.get_by_text("Vuelve en mayo", exact=True)).to_be_visible()
    luis.get_by_role("button", name="Editar notas").click()
    luis.get_by_label("Notas").fill("Sale de viaje")
    luis.get_by_role("button", name="Guardar").click()
    expect(luis.get_by_role("button", name="Editar notas")).to_be_visible()
    ana.get_by_label("Notas").fill("Vuelve en junio")
    ana.get_by_role("button", name="Guardar").click()

    # They changed the same: whoever was later sees both, and chooses.
    warning = ana.get_by_role("alert").filter(has_text="Mientras usted escribía")
    expect(warning).to_contain_text("Sale de viaje")
    expect(ana.get_by_label("Notas")).to_have_value("Vuelve en junio")
    has_no_faults(ana)
    ana.get_by_role("button", name="Guardar lo mío").click()
    expect(ana.get_by_text("Vuelve en junio", exact=True)).to_be_visible()
    expect(luis.get_by_text("Vuelve en junio", exact=True)).to_be_visible()


@pytest.mark.requirement("C11", "C12")
def test_a_lead_becomes_a_customer_and_a_vip(open_page: Open) -> None:
    page = open_page("/clients")
    take_up(page, "Leonor", "Paz", "55 7000 1002")
    profile_of(page, "Leonor Paz")
    profile = page.get_by_role("dialog", name="Ficha de cliente")
    profile.get_by_role("button", name="Convertir a activo").click()
    expect(profile.get_by_role("combobox", name="Tipo")).to_have_value("Cliente")

    profile.get_by_role("button", name="Promover a VIP").click()
    expect(profile.get_by_role("combobox", name="Tipo")).to_have_value("VIP")
    expect(profile.get_by_role("button", name="Promover a VIP")).to_have_count(0)

    # Only the last can be undone: to undo the first would undo both.
    page.get_by_role("button", name="Deshacer").click()
    expect(profile.get_by_role("combobox", name="Tipo")).to_have_value("Cliente")


@pytest.mark.requirement("C18", "C19")
def test_tags_are_made_given_and_taken_off(open_page: Open) -> None:
    page = open_page("/clients", as_="marta")
    page.get_by_role("link", name="Tags", exact=True).click()
    page.get_by_role("button", name="Nuevo tag").click()
    tag = page.get_by_role("dialog", name="Nuevo tag")
    tag.get_by_label("Nombre").fill("PADRE de 2")
    tag.get_by_role("button", name="Guardar").click()
    expect(tag.get_by_text("Ya hay uno con ese nombre.")).to_be_visible()
    tag.get_by_label("Nombre").fill("Vive lejos")
    tag.get_by_role("radio", name="Azul", exact=True).check(force=True)
    has_no_faults(page)
    tag.get_by_role("button", name="Guardar").click()
    expect(page.get_by_text("Vive lejos", exact=True)).to_be_visible()

    page.goto("/clients")
    profile_of(page, "Gabriela Ortiz Salas")
    profile = page.get_by_role("dialog", name="Ficha de cliente")
    profile.get_by_role("button", name="Agregar tag").click()
    profile.get_by_role("combobox", name="Buscar o crear tag").fill("lejos")
    profile.get_by_role("option", name="Vive lejos").click()
    expect(profile.get_by_role("button", name="Quitar el tag Vive lejos")).to_be_visible()
    page.reload()
    expect(page.get_by_role("row", name=re.compile("Gabriela"))).to_contain_text("Vive lejos")

    profile_of(page, "Gabriela Ortiz Salas")
    profile.get_by_role("button", name="Agregar tag").click()
    profile.get_by_role("combobox", name="Buscar o crear tag").fill("Viene en auto")
    profile.get_by_role("option", name="Crear «Viene en auto»").click()
    page.get_by_role("dialog", name="Nuevo tag").get_by_role("button", name="Guardar").click()
    expect(profile.get_by_role("button", name="Quitar el tag Viene en auto")).to_be_visible()
    profile.get_by_role("button", name="Quitar el tag Vive lejos").click()
    expect(profile.get_by_role("button", name="Quitar el tag Vive lejos")).to_have_count(0)


def test_what_was_typed_is_not_dropped_without_asking(open_page: Open) -> None:
    page = open_page("/clients")
    page.get_by_role("button", name="Nuevo cliente").click()
    form = page.get_by_role("dialog", name="Nuevo cliente")
    form.get_by_label("Nombre").fill("Carmen Ibáñez")
    page.keyboard.press("Escape")
    question = page.get_by_role("dialog", name="¿Descartar lo que escribió?")
    has_no_faults(page)
    page.keyboard.press("Escape")
    expect(question).to_have_count(0)
    expect(form.get_by_label("Nombre")).to_have_value("Carmen Ibáñez")

    form.get_by_label("Apellido").fill("Soto")
    form.get_by_label("Teléfono").fill("55 4821 7390")
    form.get_by_role("button", name="Guardar").click()
    form.get_by_role("button", name="Es esta persona Carmen Ibáñez Soto").click()
    page.get_by_role("button", name="Volver al formulario").click()
    expect(form.get_by_label("Apellido")).to_have_value("Soto")
    form.get_by_role("button", name="Cerrar").click()
    question.get_by_role("button", name="Descartar").click()
    expect(form).to_have_count(0)


def test_a_promise_is_made_and_kept(open_page: Open) -> None:
    page = open_page("/clients")
    take_up(page, "Hilda", "Roca", "55 7000 1003")
    profile_of(page, "Hilda Roca")
    next_one = page.get_by_role("region", name="Próximo seguimiento")
    expect(next_one).to_contain_text("Nadie ha prometido volver a contactarle.")
    next_one.get_by_role("button", name="Programar").click()
    next_one.get_by_role("button", name="En 3 días").click()
    next_one.get_by_label("Qué se acordó").fill("Enviarle el presupuesto")
    next_one.get_by_role("button", name="Guardar").click()
    expect(next_one).to_contain_text("Dentro de 3 días")

    next_one.get_by_role("button", name="Completar").click()

    expect(next_one).to_contain_text("Nadie ha prometido volver a contactarle.")
    expect(page.get_by_role("region", name="Historial")).to_contain_text("Seguimiento completado")


def test_two_records_of_one_person_become_one(open_page: Open) -> None:
    page = open_page("/clients", as_="marta")
    take_up(page, "Beatriz", "Luna Gil", "55 7000 1004")
    expect(page.get_by_role("link", name="Beatriz Luna Gil", exact=True)).to_be_visible()
    take_up(page, "Betty", "Luna Gil", "55 7000 1004")
    page.get_by_role("button", name="Crear de todos modos").click()
    profile_of(page, "Beatriz Luna Gil")
    page.get_by_role("button", name="Comparar y unir Betty Luna Gil").click()
    merging = page.get_by_role("dialog", name="Unir dos registros en uno")
    expect(merging).to_contain_text("Esto no se puede deshacer.")
    merging.get_by_role("radio", name="Betty Luna Gil").check()
    has_no_faults(page)
    merging.get_by_role("button", name="Unir registros").click()

    expect(page.get_by_text("Los dos registros de Betty Luna Gil son ahora uno")).to_be_visible()
    expect(page.get_by_role("heading", name="Betty Luna Gil")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Betty Luna Gil", exact=True)).to_have_count(1)
    expect(page.get_by_role("link", name="Beatriz Luna Gil", exact=True)).to_have_count(0)


@pytest.mark.requirement("C13")
def test_a_student_is_linked(open_page: Open) -> None:
    page = open_page("/clients", as_="camila")
    profile_of(page, "Óscar Salcedo Niño")
    links = page.get_by_role("region", name="Vínculos")
    links.get_by_role("button", name="Vincular estudiante").click()
    linking = page.get_by_role("dialog", name=re.compile("Vincular un estudiante"))
    linking.get_by_label("Buscar por nombre").fill("Martín")
    has_no_faults(page)
    linking.get_by_role("button", name="Vincular Martín Salcedo").click()

    expect(links).to_contain_text("Martín Salcedo")
    expect(links).to_contain_text("1 inscripción activa")


def test_a_person_is_erased_once_that_was_asked_twice(open_page: Open) -> None:
    page = open_page("/clients", as_="demo")
    take_up(page, "Zoila", "Campos", "55 7000 1005")
    profile_of(page, "Zoila Campos")
    page.get_by_role("button", name="Más acciones").click()
    page.get_by_role("menuitem", name="Borrar sus datos").click()
    asked = page.get_by_role("dialog", name="¿Borrar los datos de Zoila Campos?")
    expect(asked.get_by_role("button", name="Borrar los datos")).to_be_disabled()
    asked.get_by_role("checkbox").check()
    has_no_faults(page)
    asked.get_by_role("button", name="Borrar los datos").click()

    expect(page.get_by_text("Los datos de esta persona se borraron.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Zoila Campos", exact=True)).to_have_count(0)
