"""The administration, own settings and the bell, as the people of a house use them."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from cli.demo import PASSWORD
from tests.web.conftest import Open, has_no_faults

SECTIONS = {
    "users": "Ana Ruiz",
    "branches": "Escuela Ecuestre",
    "teams": "Recepción Norte",
    "task-types": "Objeciones",
    "tags": "Prefiere WhatsApp",
    "hand-over": "Quien entrega",
    "audit": "Entró",
}


# A follow-up by hand for somebody, as another client of the API would make it.
PLANNED = """async ({ client, who, day }) => {
  const headers = { 'Content-Type': 'application/json', 'X-CRM-Client': 'web' };
  const ask = async (path, token, body) => (await fetch(`/api/v1/${path}`, {
    method: body ? 'POST' : 'GET', body: body && JSON.stringify(body),
    headers: { ...headers, ...(token && { Authorization: `Bearer ${token}` }) },
  })).json();
  const { access_token: token } = await ask('auth/refresh', null, {});
  const [found] = (await ask(`contacts/search?q=${encodeURIComponent(client)}`, token)).items;
  const user = (await ask('users', token)).items.find(({ name }) => name === who);
  const body = { client_id: found.client_id, due_on: day, assigned_to_id: user.id };
  return (await ask('follow-ups', token, body)).id;
}"""


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("row", name=re.compile(name))


def dialog(page: Page, name: str | None = None) -> Locator:
    return page.get_by_role("dialog", name=name) if name else page.get_by_role("dialog")


def choose(page: Page, field: str, typed: str, option: str) -> None:
    page.get_by_role("combobox", name=field).fill(typed)
    page.get_by_role("option", name=option).click()


def enter(page: Page, email: str, password: str) -> None:
    page.get_by_label("Correo electrónico").fill(email)
    page.locator("input[name=password]").fill(password)
    page.get_by_role("button", name="Entrar").click()


def make_user(page: Page, name: str, email: str, branch: str, team: str | None = None) -> str:
    """:returns: their first password"""
    page.get_by_role("button", name="Nuevo usuario").click()
    form = dialog(page, "Nuevo usuario")
    form.get_by_label("Nombre").fill(name)
    form.get_by_label("Correo electrónico").fill(email)
    form.get_by_role("checkbox", name=branch, exact=True).check()
    if team:
        form.get_by_role("checkbox", name=team).check()
    form.get_by_role("button", name="Crear usuario").click()
    access = dialog(page, f"{name} ya puede entrar")
    password = access.locator("dd").nth(1).inner_text()
    access.get_by_role("button", name="Listo").click()
    return password


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_the_administration_has_no_faults(open_page: Open, phone: bool) -> None:
    page = open_page("/admin", as_="demo", phone=phone)
    expect(page.get_by_role("heading", level=1)).to_have_text("Administración")
    expect(page).to_have_url(re.compile("/admin/users$"))
    for section, shown in SECTIONS.items():
        page.goto(f"/admin/{section}")
        expect(page.get_by_text(shown).locator("visible=true").first).to_be_visible()
        has_no_faults(page)


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_somebody_new_comes_in_with_the_password_they_were_handed(open_page: Open, phone: bool) -> None:
    name = "Zoe Luz Prado" if phone else "Zoe Mar Rivas"
    email = f"zoe-{'phone' if phone else 'desktop'}@aldia.example"
    admin = open_page("/admin/users", as_="demo", phone=phone)
    admin.get_by_role("button", name="Nuevo usuario").click()
    has_no_faults(admin)
    form = dialog(admin, "Nuevo usuario")
    form.get_by_label("Nombre").fill(name)
    form.get_by_label("Correo electrónico").fill("ana@aldia.example")
    form.get_by_role("checkbox", name="Central").check()
    form.get_by_role("checkbox", name="Recepción").check()
    form.get_by_role("button", name="Crear usuario").click()
    expect(form.get_by_text("Ya hay un usuario con ese correo.")).to_be_visible()
    has_no_faults(admin)

    form.get_by_label("Correo electrónico").fill(email)
    form.get_by_role("button", name="Crear usuario").click()
    access = dialog(admin, f"{name} ya puede entrar")
    password = access.locator("dd").nth(1).inner_text()
    has_no_faults(admin)
    access.get_by_role("button", name="Listo").click()
    expect(admin.get_by_text(email)).to_be_visible()

    new = open_page("/", as_=None, phone=phone)
    enter(new, email, password)
    expect(new.get_by_role("heading", level=1)).to_have_text("Hola, Zoe")


def test_a_person_is_changed_found_and_sees_the_change(open_page: Open) -> None:
    admin = open_page("/admin/users", as_="demo")
    make_user(admin, "Óscar Peña Ibarra", "oscar@aldia.example", "Norte")
    admin.get_by_label("Buscar por nombre").fill("pena ibarra")
    expect(admin.get_by_role("row")).to_have_count(2)
    row(admin, "Óscar Peña").focus()
    admin.keyboard.press("e")
    form = dialog(admin, "Cambiar a Óscar Peña Ibarra")
    form.get_by_label("Teléfono").fill("no es un teléfono")
    form.get_by_role("button", name="Guardar").click()
    expect(form.get_by_text("No es un número de teléfono posible.")).to_be_visible()
    form.get_by_label("Teléfono").fill("664 123 4567")
    form.get_by_text("Responsable", exact=True).click()
    form.get_by_role("button", name="Guardar").click()

    expect(admin.get_by_text("Óscar Peña Ibarra: cambios guardados")).to_be_visible()
    expect(row(admin, "Óscar Peña")).to_contain_text("Responsable")


def test_two_who_change_the_same_person_are_asked_whose_change_stays(open_page: Open) -> None:
    one, other = open_page("/admin/users", as_="demo"), open_page("/admin/users", as_="demo")
    make_user(one, "Yara Campo Real", "yara@aldia.example", "Central")
    other.reload()
    for page in (one, other):
        page.get_by_role("button", name="Editar Yara Campo Real").click()
    first = dialog(one)
    first.get_by_label("Nombre").fill("Yara Campo Ruiz")
    first.get_by_role("button", name="Guardar").click()
    expect(first).to_be_hidden()

    second = dialog(other)
    second.get_by_label("Nombre").fill("Yara Campo Rosas")
    second.get_by_role("button", name="Guardar").click()
    expect(second.get_by_text("Alguien lo cambió mientras tanto")).to_be_visible()
    expect(second.get_by_label("Nombre")).to_have_value("Yara Campo Rosas")
    has_no_faults(other)
    second.get_by_role("button", name="Ver lo último").click()
    expect(second.get_by_label("Nombre")).to_have_value("Yara Campo Ruiz")
    second.get_by_label("Nombre").fill("Yara Campo Rosas")
    second.get_by_role("button", name="Guardar").click()

    expect(row(other, "Yara Campo Rosas")).to_be_visible()


def test_who_leaves_hands_their_work_over_first(open_page: Open) -> None:
    admin = open_page("/admin/users", as_="demo")
    admin.get_by_role("button", name="Más acciones con Pablo Serrano").click()
    admin.get_by_role("menuitem", name="Desactivar…").click()
    dialog(admin, "Desactivar a Pablo Serrano").get_by_role("button", name="Desactivar").click()
    expect(dialog(admin).get_by_text("Todavía tiene trabajo pendiente")).to_be_visible()
    has_no_faults(admin)
    dialog(admin).get_by_role("button", name="Entregar pendientes").click()
    expect(admin.get_by_role("combobox", name="Quien entrega")).to_have_value("Pablo Serrano")
    choose(admin, "Quien recibe", "nora", "Nora Salas")
    expect(admin.get_by_text("Esa persona no trabaja en la sucursal o no está activa.")).to_be_visible()

    choose(admin, "Quien recibe", "irene", "Irene Navarro")
    expect(admin.get_by_text("Esto pasa a Irene Navarro")).to_be_visible()
    has_no_faults(admin)
    admin.get_by_role("button", name=re.compile(r"Entregar \d+ pendientes? a Irene Navarro")).click()
    expect(admin.get_by_text("Todo lo de Pablo Serrano lo tiene ahora Irene Navarro")).to_be_visible()
    admin.get_by_role("button", name="Desactivar a Pablo Serrano").click()
    dialog(admin).get_by_role("button", name="Desactivar").click()
    expect(admin.get_by_text("Pablo Serrano ya no puede entrar")).to_be_visible()

    pablo = open_page("/", as_=None)
    enter(pablo, "pablo@aldia.example", PASSWORD)
    expect(pablo.get_by_role("alert")).to_contain_text("El correo o la contraseña no son correctos.")
    admin.goto("/admin/users")
    admin.get_by_text("Inactivos", exact=True).click()
    admin.get_by_role("button", name="Más acciones con Pablo Serrano").click()
    admin.get_by_role("menuitem", name="Volver a activar").click()
    expect(admin.get_by_text("Pablo Serrano puede entrar otra vez")).to_be_visible()


def test_a_branch_with_its_hours_and_a_team_of_it(open_page: Open) -> None:
    page = open_page("/admin/branches", as_="demo")
    page.get_by_role("button", name="Nueva sucursal").click()
    form = dialog(page, "Nueva sucursal")
    form.get_by_label("Nombre").fill("Península")
    choose(page, "Zona horaria", "cancun", "America/Cancun")
    choose(page, "País de los teléfonos", "mexico", "México (MX)")
    form.get_by_label("Definir horario de atención").check()
    form.get_by_label("lunes: Hasta").fill("14:00")
    form.get_by_role("button", name="Otro horario el lunes").click()
    form.get_by_role("button", name="Igual de lunes a viernes").click()
    has_no_faults(page)
    form.get_by_role("button", name="Guardar").click()
    card = page.get_by_role("listitem").filter(has_text="Península")
    expect(card.first).to_contain_text("lunes–viernes: 09:00–14:00, 15:00–18:00")

    page.get_by_role("link", name="Usuarios").click()
    make_user(page, "Aurora Cruz", "aurora@aldia.example", "Península")
    page.get_by_role("link", name="Equipos").click()
    page.get_by_role("button", name="Nuevo equipo").click()
    form = dialog(page, "Nuevo equipo")
    form.get_by_label("Nombre").fill("Turno de la costa")
    form.get_by_role("combobox", name="Sucursal").click()
    page.get_by_role("option", name="Península").click()
    form.get_by_role("checkbox", name="Aurora Cruz").check()
    has_no_faults(page)
    form.get_by_role("button", name="Guardar").click()

    expect(page.get_by_role("listitem").filter(has_text="Turno de la costa")).to_contain_text("Aurora Cruz")


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_task_type_is_made_changed_and_removed(open_page: Open, phone: bool) -> None:
    name = "Visita a domicilio" if phone else "Valoración"
    page = open_page("/admin/task-types", as_="demo", phone=phone)
    page.get_by_role("button", name="Nuevo tipo").click()
    form = dialog(page, "Nuevo tipo")
    form.get_by_label("Nombre").fill("LLAMADA")
    form.get_by_role("button", name="Guardar").click()
    expect(form.get_by_text("Ya hay uno con ese nombre.")).to_be_visible()
    form.get_by_label("Nombre").fill(name)
    form.get_by_role("radio", name="Violeta").check()
    form.get_by_label("Duración en minutos").fill("45")
    form.get_by_label("Prioritaria").check()
    has_no_faults(page)
    form.get_by_role("button", name="Guardar").click()
    kind = page.get_by_role("listitem" if phone else "row").filter(has_text=name)
    expect(kind).to_contain_text("45 min")
    expect(kind).to_contain_text("Prioritaria")

    page.get_by_role("button", name=f"Eliminar {name}").click()
    has_no_faults(page)
    dialog(page).get_by_role("button", name="Eliminar").click()
    expect(kind).to_have_count(0)
    page.get_by_role("button", name="Eliminar Cita").click()
    dialog(page).get_by_role("button", name="Eliminar").click()
    expect(dialog(page).get_by_text("Tipo en uso")).to_be_visible()


def test_a_manager_keeps_the_tags_and_sees_no_more_than_is_theirs(open_page: Open) -> None:
    page = open_page("/admin/tags", as_="marta")
    sections = page.get_by_role("navigation", name="Secciones de administración")
    expect(sections.get_by_role("link")).to_have_text(
        ["Usuarios", "Tags", "Avisos", "Plantillas", "Entregar pendientes"]
    )
    page.get_by_role("button", name="Nuevo tag").click()
    form = dialog(page, "Nuevo tag")
    form.get_by_label("Nombre").fill("prefiere whatsápp")
    form.get_by_role("button", name="Guardar").click()
    expect(form.get_by_text("Ya hay uno con ese nombre.")).to_be_visible()
    form.get_by_label("Nombre").fill("Viene en bicicleta")
    form.get_by_role("radio", name="Rosa").check()
    has_no_faults(page)
    form.get_by_role("button", name="Guardar").click()
    page.get_by_role("button", name="Editar Viene en bicicleta").click()
    dialog(page).get_by_label("Nombre").fill("Viene en bici")
    dialog(page).get_by_role("button", name="Guardar").click()
    page.get_by_role("button", name="Eliminar Viene en bici", exact=True).click()
    expect(dialog(page).get_by_text("Se quita de todos los clientes")).to_be_visible()
    dialog(page).get_by_role("button", name="Eliminar").click()
    expect(page.get_by_role("button", name="Eliminar Viene en bici")).to_have_count(0)

    page.goto("/admin/users")
    expect(row(page, "Ana Ruiz")).to_be_visible()
    expect(page.get_by_role("button", name="Nuevo usuario")).to_have_count(0)
    page.goto("/admin/audit")
    expect(page.get_by_text("Esta parte es solo de administradores.")).to_be_visible()


def test_the_trail_tells_who_did_what(open_page: Open, tmp_path: Path) -> None:
    page = open_page("/admin/users", as_="demo")
    make_user(page, "Gael Ortiz", "gael@aldia.example", "Norte")
    page.get_by_role("link", name="Auditoría").click()
    choose(page, "Acción", "creó un usuario", "Creó un usuario")
    newest = page.get_by_role("row").nth(1)
    expect(newest).to_contain_text("Administrador")
    expect(newest).to_contain_text("Gael Ortiz")

    newest.get_by_role("button", name="Ver todo lo que pasó con este registro").click()
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_role("button", name="Ver todos los registros").click()
    choose(page, "Persona", "ana ru", "Ana Ruiz")
    choose(page, "Acción", "registró", "Registró una interacción")
    expect(page.get_by_role("row", name=re.compile("Ana Ruiz")).first).to_contain_text("Registró una interacción")
    has_no_faults(page)
    page.get_by_role("button", name="Exportar").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="CSV").click()
    download.value.save_as(tmp_path / "trail.csv")
    with (tmp_path / "trail.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(row["actor.name"], row["action"]) for row in rows} == {("Ana Ruiz", "InteractionCreated")}


@pytest.mark.parametrize("path", ["/admin", "/admin/users", "/admin/audit"])
def test_an_operator_sees_no_administration(open_page: Open, path: str) -> None:
    page = open_page(path)

    expect(page.get_by_text("No puede ver esta sección")).to_be_visible()
    expect(page.get_by_role("link", name="Administración")).to_have_count(0)
    has_no_faults(page)


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_one_changes_the_own_password(open_page: Open, phone: bool) -> None:
    email = f"sara-{'phone' if phone else 'desktop'}@aldia.example"
    first = make_user(open_page("/admin/users", as_="demo"), f"Sara Gil {phone}", email, "Central")
    page = open_page("/settings", as_=None, phone=phone)
    enter(page, email, first)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ajustes")
    has_no_faults(page)
    page.get_by_label("Contraseña actual").fill("no es esta")
    page.get_by_label("Nueva contraseña", exact=True).fill("password")
    page.get_by_label("Repita la nueva contraseña").fill("password")
    page.get_by_role("button", name="Cambiar contraseña").click()
    expect(page.get_by_text("Es una contraseña demasiado común.")).to_be_visible()

    for label, password in (("Nueva contraseña", "otra-mas-larga"), ("Repita la nueva contraseña", "otra-mas-larga")):
        page.get_by_label(label, exact=True).fill(password)
    page.get_by_role("button", name="Cambiar contraseña").click()
    expect(page.get_by_text("No es la contraseña actual.")).to_be_visible()
    has_no_faults(page)
    page.get_by_label("Contraseña actual").fill(first)
    page.get_by_role("button", name="Cambiar contraseña").click()
    expect(page.get_by_text("Contraseña cambiada")).to_be_visible()

    again = open_page("/", as_=None)
    enter(again, email, "otra-mas-larga")
    expect(again.get_by_role("heading", level=1)).to_have_text("Hola, Sara")


def test_language_and_shortcuts_are_chosen_in_the_settings(open_page: Open) -> None:
    page = open_page("/settings")
    page.get_by_text("English", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Settings")
    page.get_by_text("Español", exact=True).first.click()
    page.get_by_label("Usar atajos de una tecla").uncheck()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("n")
    expect(dialog(page)).to_have_count(0)
    page.get_by_label("Usar atajos de una tecla").check()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("n")
    expect(dialog(page, "Nueva interacción")).to_be_visible()


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_the_bell_rings_for_an_overdue_follow_up_and_leads_to_it(open_page: Open, phone: bool) -> None:
    who, client = ("camila", "Marcela Gómez Cárdenas") if phone else ("luis", "Valeria Castillo Mora")
    page = open_page("/", as_=who, phone=phone)
    bell = page.get_by_role("button", name="Avisos")
    unread = bell.get_by_role("status")
    expect(unread).to_have_text(re.compile(r"^\d+ avisos? sin leer$"))
    before = int(unread.inner_text().split()[0])
    bell.click()
    notices = dialog(page, "Avisos")
    expect(notices.get_by_text(f"Seguimiento vencido: {client}")).to_be_visible()
    has_no_faults(page)
    notices.get_by_role("button", name=f"Seguimiento vencido: {client}").click()

    expect(page).to_have_url(re.compile(r"/follow-ups\?q="))
    expect(page.get_by_role("listitem" if phone else "row").filter(has_text=client)).to_be_visible()
    expect(unread).to_have_text(re.compile(rf"^{before - 1} avisos? sin leer$") if before > 1 else "")


def test_the_bell_rings_while_somebody_looks_and_all_can_be_read_at_once(open_page: Open) -> None:
    irene, manager = open_page("/follow-ups", as_="irene"), open_page("/", as_="tere")
    bell = irene.get_by_role("button", name="Avisos")
    bell.click()
    notices = dialog(irene, "Avisos")
    expect(notices).not_to_contain_text("Saúl Zamora")

    # What is due on a day that is over rings at once.
    manager.evaluate(PLANNED, {"client": "Saúl Zamora", "who": "Irene Navarro", "day": "2026-01-05"})

    expect(notices).to_contain_text("Seguimiento vencido: Saúl Zamora", timeout=15_000)
    expect(bell).to_contain_text("sin leer")
    notices.get_by_role("button", name="Marcar todo como leído").click()
    expect(bell).not_to_contain_text("sin leer")
    has_no_faults(irene)
