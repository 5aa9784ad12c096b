"""The agenda, the board of tasks, and a task over any page, as people use them."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.conftest import Open, has_no_faults

# A Wednesday far from whatever day it is: nothing of the sample clinic is there.
DAY = "2027-03-10"


def gap(page: Page, time: str, who: str) -> Locator:
    return page.get_by_role("button", name=f"Nueva tarea a las {time}, con {who}", exact=True)


def task(page: Page, what: str) -> Locator:
    return page.get_by_role("button", name=re.compile(what))


def column(page: Page, who: str) -> Locator:
    return page.get_by_role("region", name=re.compile(who))


def create(page: Page, time: str, who: str, what: str) -> Locator:
    """A task made in a gap of the agenda."""
    gap(page, time, who).click()
    dialog = page.get_by_role("dialog", name="Nueva tarea")
    expect(dialog.get_by_label("Hora")).to_have_value(time.rjust(5, "0"))
    dialog.get_by_label("Descripción").fill(what)
    dialog.get_by_role("button", name="Guardar").click()
    expect(dialog).to_be_hidden()
    made = task(page, what)
    expect(made).to_be_visible()
    return made


def drag(page: Page, what: Locator, to: Locator) -> None:
    to.scroll_into_view_if_needed()
    start, end = what.bounding_box(), to.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 30, start["y"] + 6)
    page.mouse.down()
    page.mouse.move(end["x"] + 30, end["y"] + 7, steps=12)
    page.mouse.up()


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/agenda", "Ofrecer otra fecha"),
        ("/agenda?view=week", "Ofrecer otra fecha"),
        ("/tasks", "Revisar existencias del botiquín"),
        ("/tasks/report", "Llamada"),
    ],
)
def test_the_screens_have_no_faults(open_page: Open, path: str, shown: str, phone: bool) -> None:
    page = open_page(path, as_="marta", phone=phone)
    if path.startswith("/agenda") and phone:
        page.get_by_role("combobox", name="Operador").click()
        page.get_by_role("option", name="Luis Vega").click()
    elif "week" in path:
        page.get_by_role("radio", name="Luis Vega").click()

    expect(page.get_by_text(shown).first).to_be_attached()
    has_no_faults(page)


@pytest.mark.requirement("T18")
def test_a_click_on_a_gap_makes_a_task_there(open_page: Open) -> None:
    page = open_page(f"/agenda?day={DAY}")
    gap(page, "9:30", "Luis Vega").click()
    dialog = page.get_by_role("dialog", name="Nueva tarea")
    expect(dialog.get_by_role("combobox", name="Operador")).to_have_value("Luis Vega")
    has_no_faults(page)
    dialog.get_by_label("Descripción").fill("Revisión anual")
    dialog.get_by_role("combobox", name="Tipo").click()
    dialog.get_by_role("option", name="Cita").click()
    dialog.get_by_role("combobox", name="Cliente").fill("ibanez")
    dialog.get_by_role("option", name=re.compile("Carmen Ibáñez")).click()
    dialog.get_by_role("button", name="Guardar").click()

    made = column(page, "Luis Vega").get_by_role("button", name=re.compile("Revisión anual"))
    expect(made).to_contain_text("Carmen Ibáñez Soto — Revisión anual")
    expect(made).to_contain_text("9:30")
    expect(gap(page, "9:30", "Luis Vega")).to_be_focused()


def test_a_task_is_dragged_to_a_colleague_and_taken_back(open_page: Open) -> None:
    page = open_page("/agenda?day=2027-03-11")
    mine = create(page, "10:00", "Ana Ruiz", "Llamar al laboratorio")
    drag(page, mine, gap(page, "12:00", "Luis Vega"))

    theirs = column(page, "Luis Vega").get_by_role("button", name=re.compile("Llamar al laboratorio"))
    expect(theirs).to_contain_text("12:00 – 12:30")
    page.get_by_role("button", name="Deshacer").click()
    expect(column(page, "Ana Ruiz").get_by_role("button", name=re.compile("Llamar al lab"))).to_contain_text("10:00")
    has_no_faults(page)
    page.reload()
    expect(task(page, "Llamar al laboratorio")).to_contain_text("10:00 – 10:30")


def test_the_edge_of_a_task_is_dragged_to_make_it_longer_and_clashes_are_told(open_page: Open) -> None:
    page = open_page("/agenda?day=2027-03-12")
    create(page, "11:00", "Ana Ruiz", "Segunda llamada")
    first = create(page, "10:00", "Ana Ruiz", "Presupuesto de brackets")
    edge = first.locator("[data-edge]").bounding_box()
    to = gap(page, "11:30", "Ana Ruiz").bounding_box()
    assert edge
    assert to
    page.mouse.move(edge["x"] + 20, edge["y"] + 4)
    page.mouse.down()
    page.mouse.move(edge["x"] + 20, to["y"], steps=10)
    page.mouse.up()

    expect(first).to_contain_text("10:00 – 11:30")
    expect(page.get_by_text("Se encima con 1 tarea de esa persona.")).to_be_visible()
    expect(first).to_contain_text("se encima con otra tarea")


def test_everything_can_be_done_with_the_keys(open_page: Open) -> None:
    page = open_page("/agenda?day=2027-03-15")
    gap(page, "9:00", "Ana Ruiz").focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    dialog = page.get_by_role("dialog", name="Nueva tarea")
    expect(dialog.get_by_label("Descripción")).to_be_focused()
    page.keyboard.type("Solo con teclado")
    page.keyboard.press("Control+Enter")
    expect(dialog).to_be_hidden()

    made = task(page, "Solo con teclado")
    expect(made).to_contain_text("10:00 – 10:30")
    expect(made).to_contain_text("con Luis Vega")
    made.focus()
    with page.expect_response(lambda answer: answer.request.method == "PATCH") as answer:
        for key in ("Alt+ArrowDown", "Alt+ArrowDown", "Alt+ArrowLeft", "Alt+Shift+ArrowDown"):
            page.keyboard.press(key)
    assert answer.value.json()["duration_minutes"] == 45
    moved = column(page, "Ana Ruiz").get_by_role("button", name=re.compile("Solo con teclado"))
    expect(moved).to_contain_text("10:30 – 11:15")
    expect(moved).to_be_focused()


def test_who_was_quicker_is_told_of_and_one_chooses(open_page: Open) -> None:
    page = open_page("/agenda?day=2027-03-16")
    made = create(page, "9:00", "Ana Ruiz", "La movieron dos")

    versions = iter(['"0"'])

    def as_of_before(route: Any) -> None:
        headers = route.request.headers
        if "if-match" in headers:
            headers["if-match"] = next(versions, headers["if-match"])
        route.continue_(headers=headers)

    page.route("**/api/v1/tasks/*", as_of_before)
    made.focus()
    page.keyboard.press("Alt+ArrowRight")

    expect(page.get_by_text("Otra persona la cambió hace un momento")).to_be_visible()
    expect(column(page, "Ana Ruiz").get_by_role("button", name=re.compile("La movieron dos"))).to_be_visible()
    page.get_by_role("button", name="Mover de todos modos").click()
    expect(column(page, "Luis Vega").get_by_role("button", name=re.compile("La movieron dos"))).to_be_visible()


@pytest.mark.requirement("T20")
def test_whom_the_agenda_shows_stands_in_the_address(open_page: Open) -> None:
    page = open_page(f"/agenda?day={DAY}", as_="marta")
    # The address changes first, and the box with it.
    page.get_by_role("checkbox", name="Luis Vega").click()
    expect(page).to_have_url(re.compile("operator_id="))
    expect(column(page, "Luis Vega")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Miércoles 10 de marzo")
    expect(column(page, "Ana Ruiz")).to_have_count(1)
    expect(column(page, "Luis Vega")).to_have_count(0)

    page.get_by_role("combobox", name="Equipo").click()
    page.get_by_role("option", name="Recepción").click()
    expect(page).to_have_url(re.compile("team_id="))


@pytest.mark.requirement("T15", "T16")
def test_a_priority_task_is_red_then_yellow_until_it_is_closed_with_a_note(open_page: Open) -> None:
    page = open_page("/tasks?show=urgent", as_="rocio")
    what = "Objeción de precio: ofrecer plan mensual"
    card = page.get_by_role("listitem").filter(has_text=what)
    expect(card).to_have_attribute("data-state", "red")
    expect(card).to_contain_text("Prioritaria")
    has_no_faults(page)

    card.get_by_role("button", name="Tomar").click()
    attended = page.get_by_role("region", name=re.compile("Atendiéndose")).get_by_role("listitem")
    expect(attended.filter(has_text=what)).to_have_attribute("data-state", "yellow")

    page.get_by_role("button", name=what, exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("La atiende usted")).to_be_visible()
    dialog.get_by_role("button", name="Cerrar con una nota").click()
    has_no_faults(page)
    dialog.get_by_label("Nota").fill("Prefiere pagar por mes.")
    dialog.get_by_role("button", name="Aceptar").click()
    expect(dialog.get_by_text("Prefiere pagar por mes.")).to_be_visible()
    page.keyboard.press("Escape")

    page.get_by_role("button", name=re.compile("^Todas las tareas")).click()
    closed = page.get_by_role("region", name=re.compile("Cerradas")).get_by_role("listitem").filter(has_text=what)
    expect(closed).to_contain_text("Llevada a cabo")


@pytest.mark.requirement("T5", "T7", "T9")
def test_a_colleague_goes_on_with_a_task_and_reads_the_whole_thread(open_page: Open) -> None:
    page = open_page("/tasks", as_="rocio")
    page.get_by_role("button", name="Clase de prueba de funcional", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Seguir")).to_be_visible()
    has_no_faults(page)
    dialog.get_by_role("button", name="Seguir").click()
    expect(dialog.get_by_role("list", name="Hilo de la tarea")).to_contain_text("Clase de prueba de funcional")
    has_no_faults(page)
    dialog.get_by_label("Resultado").fill("Le gustó; quiere precio.")
    dialog.get_by_label("Descripción").fill("Presentar el presupuesto")
    dialog.get_by_role("combobox", name="Operador").click()
    dialog.get_by_role("option", name="Iván Quispe").click()
    dialog.get_by_role("button", name="En 3 días").click()
    dialog.get_by_role("button", name="Guardar").click()
    expect(dialog.get_by_role("heading", name="Presentar el presupuesto")).to_be_visible()

    colleague = open_page("/tasks", as_="ivan")
    colleague.get_by_role("button", name="Presentar el presupuesto", exact=True).click()
    thread = colleague.get_by_role("dialog").get_by_role("list", name="Hilo de la tarea").get_by_role("listitem")
    expect(thread).to_have_count(2)
    expect(thread.first).to_contain_text("Llevada a cabo")
    expect(thread.first).to_contain_text("Le gustó; quiere precio.")
    expect(thread.last).to_contain_text("Iván Quispe")


def test_who_writes_while_somebody_closes_keeps_the_words(open_page: Open) -> None:
    pablo, irene = open_page("/tasks", as_="pablo"), open_page("/tasks", as_="irene")
    what = "Cotización con descuento"
    for page in (pablo, irene):
        page.get_by_role("button", name=what, exact=True).click()
        page.get_by_role("dialog").get_by_role("button", name="Cerrar con una nota").click()
    pablo.get_by_label("Nota").fill("Enviada por correo.")
    pablo.get_by_role("button", name="Aceptar").click()
    expect(pablo.get_by_text("Tarea llevada a cabo")).to_be_visible()

    irene.get_by_label("Nota").fill("Pidió otra copia.")
    irene.get_by_role("button", name="Aceptar").click()
    irene.get_by_role("button", name="Guardar mi nota en el historial").click()
    dialog = irene.get_by_role("dialog")
    expect(dialog.get_by_text("Enviada por correo.")).to_be_visible()
    expect(dialog.get_by_text("Pidió otra copia.")).to_be_visible()


def test_a_private_address_shows_the_agenda_in_a_calendar_until_it_is_revoked(open_page: Open) -> None:
    page = open_page("/agenda", as_="nora")
    page.get_by_role("button", name="Ver en mi calendario").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Crear dirección").click()
    address = dialog.get_by_label("Dirección de su agenda").input_value()
    has_no_faults(page)
    assert "BEGIN:VCALENDAR" in page.request.get(address).text()

    dialog.get_by_role("button", name=re.compile("^Revocar")).click()
    dialog.get_by_role("button", name="Revocar", exact=True).click()
    expect(dialog.get_by_text("Todavía no hay ninguna.")).to_be_visible()
    assert page.request.get(address).status == 404


def test_tasks_are_counted_by_type_tag_and_operator(open_page: Open) -> None:
    page = open_page("/tasks/report", as_="diego")
    row = page.get_by_role("row", name=re.compile("Renovación"))
    expect(row).to_contain_text("1")
    page.get_by_text("Operador", exact=True).click()
    expect(page.get_by_role("row", name=re.compile("Camila Torres"))).to_be_visible()
    page.get_by_role("button", name="Exportar").click()
    with page.expect_download() as file:
        page.get_by_role("menuitem", name="CSV").click()
    assert "Camila Torres" in file.value.path().read_text(encoding="utf-8-sig")


def test_on_a_phone_a_finger_rests_on_a_task_and_drags_it(open_page: Open) -> None:
    page = open_page("/agenda?day=2027-03-17", phone=True)
    page.get_by_role("combobox", name="Operador").click()
    page.get_by_role("option", name="Luis Vega").click()
    made = create(page, "9:00", "Luis Vega", "Desde el teléfono")
    has_no_faults(page)
    made.scroll_into_view_if_needed()
    start, end = made.bounding_box(), gap(page, "10:00", "Luis Vega").bounding_box()
    assert start
    assert end
    x, y = start["x"] + 60, start["y"] + 8
    finger = page.context.new_cdp_session(page)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    expect(made).to_have_attribute("data-moving", "true")
    for step in range(1, 9):
        at = {"x": x, "y": y + (end["y"] - start["y"]) * step / 8}
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [at]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    expect(made).to_contain_text("10:00 – 10:30")
    page.get_by_text("Lista", exact=True).click()
    expect(page.get_by_role("region", name="Miércoles 17 de marzo")).to_contain_text("Desde el teléfono")
    has_no_faults(page)
