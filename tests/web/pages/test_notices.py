"""Who is told what, what it says, what became of it, and who agreed to it."""

import re
from urllib.parse import unquote

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.conftest import Product
from tests.web.conftest import Open, faults_on
from tests.web.records import a_client, a_follow_up, as_

OVERDUE = "Cuando un seguimiento vence"


@pytest.mark.parametrize("phone", [False, True])
def test_a_manager_reads_the_rules_as_sentences_and_switches_one_off(open_page: Open, phone: bool) -> None:
    page = open_page("/admin/notices", as_="marta", phone=phone)
    rule = page.get_by_role("listitem").filter(has_text="Cuando una tarea vence")
    expect(rule).to_contain_text("avisar a quien la tiene asignada por campana")

    rule.get_by_role("switch").press(" ")
    expect(rule).to_contain_text("Apagada")
    page.reload()
    expect(rule).to_contain_text("Apagada")

    rule.get_by_role("switch").press(" ")
    expect(rule).not_to_contain_text("Apagada")


def test_a_new_rule_says_what_it_will_do_before_it_is_saved(open_page: Open) -> None:
    page = open_page("/admin/notices", as_="marta")
    page.get_by_role("button", name="Nueva regla").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Esperar").fill("9")
    assert faults_on(page) == []
    form.get_by_role("button", name="Correo").click()
    expect(form).to_contain_text("lleva 9 días vencido → avisar a la persona a cargo por campana")
    form.get_by_role("button", name="Guardar").click()

    rule = page.get_by_role("listitem").filter(has_text="lleva 9 días vencido")
    expect(rule).to_be_visible()
    rule.get_by_role("button", name="Eliminar esta regla").click()
    expect(rule).to_have_count(0)


def test_what_two_managers_change_at_once_is_a_choice_and_nothing_is_lost(house: Product, open_page: Open) -> None:
    page = open_page("/admin/notices", as_="marta")
    rule = page.get_by_role("listitem").filter(has_text=f"{OVERDUE} →")
    expect(rule).to_be_visible()
    marta = as_(house, "marta")
    # Somebody else adds a holiday meanwhile, of which this page knows nothing.
    book = marta.get("notification-rules")
    kept = {name: book[name] for name in ("rules", "quiet_hours")}
    marta.put("notification-rules", {**kept, "holidays": ["2030-12-25"]})

    rule.get_by_role("switch").press(" ")
    page.get_by_role("alert").get_by_role("button").first.click()

    expect(rule).to_contain_text("Apagada")
    expect(page.get_by_text("25 dic 2030")).to_be_visible()
    marta.put("notification-rules", {**kept, "holidays": []})


def test_a_text_is_written_with_its_data_and_seen_as_it_will_be(open_page: Open) -> None:
    page = open_page("/admin/templates", as_="marta")
    page.get_by_role("button", name="Tarea asignada").click()
    form = page.get_by_role("dialog")
    body = form.get_by_label("Mensaje")
    body.fill("Hola, ")
    form.get_by_role("button", name="Nombre del cliente").click()
    expect(body).to_have_value("Hola, {client}")
    expect(form.get_by_role("region", name="Así se verá")).to_contain_text("Hola, Juan Pérez")

    assert faults_on(page) == []

    body.fill("Hola, {nadie}")
    expect(form).to_contain_text("Aquí no existe el dato {nadie}.")
    expect(form.get_by_role("button", name="Guardar")).to_be_disabled()

    body.fill("Hola, {client}")
    form.get_by_role("button", name="Guardar").click()
    row = page.get_by_role("button", name="Tarea asignada")
    expect(row).to_contain_text("Texto propio")

    row.click()
    form.get_by_role("button", name="Volver a la original").click()
    form.get_by_role("button", name="Guardar").click()
    expect(row).not_to_contain_text("Texto propio")


@pytest.mark.parametrize("phone", [False, True])
def test_everybody_sees_what_became_of_each_message(open_page: Open, phone: bool) -> None:
    page = open_page("/messages", phone=phone)
    expect(page.get_by_role("region", name="Salud de los envíos")).to_contain_text("0 atascados")
    expect(page.get_by_text("Seguimiento vencido: Carmen Ibáñez Soto").first).to_be_visible()

    page.get_by_role("button", name="Fallidos").click()
    expect(page).to_have_url(re.compile("status=failed"))
    expect(page.get_by_text("Ningún mensaje con esos filtros")).to_be_visible()


def test_what_waits_is_seen_to_leave(open_page: Open) -> None:
    page = open_page("/", as_="marta")

    def as_of_before(route: Route) -> None:
        answer = route.fetch()
        told = answer.json()
        told["items"][0] |= {"status": "queued", "sent_at": None}
        route.fulfill(response=answer, json=told)

    page.route(re.compile(r"/api/v1/deliveries(\?|$)"), as_of_before, times=1)
    page.get_by_role("link", name="Envíos").click()

    newest = page.get_by_role("row").nth(1)
    expect(newest).to_contain_text("En espera")
    expect(newest).to_contain_text("Enviado")


def test_what_a_client_agreed_to_is_noted_in_the_profile(house: Product, open_page: Open) -> None:
    ana = as_(house, "ana")
    client = a_client(ana, "Consuelo Prado")
    page = open_page(f"/clients/{client['id']}")
    page.get_by_role("radiogroup", name="¿Acepta mensajes por WhatsApp?").get_by_text("Sí", exact=True).click()
    expect(page.get_by_text("Anotado")).to_be_visible()
    assert faults_on(page) == []

    assert ana.get(f"consents/{client['id']}")["whatsapp"] == "granted"


@pytest.mark.parametrize("phone", [False, True])
def test_a_whatsapp_by_hand_brings_its_text_and_is_logged_with_one_touch(
    house: Product, open_page: Open, phone: bool
) -> None:
    ana = as_(house, "ana")
    client = a_client(ana, f"Wanda {'Móvil' if phone else 'Mesa'}")
    a_follow_up(ana, client, days=0)
    page = open_page(f"/clients/{client['id']}", phone=phone)
    link = page.get_by_role("link", name=re.compile("WhatsApp")).first
    expect(link).to_have_attribute("href", re.compile(r"wa\.me/\d+\?text="))
    assert f"Hola, {client['name']}. Le escribe Ana Ruiz, de Central." in unquote(link.get_attribute("href") or "")

    # The other page is not of the house.
    page.context.route("https://wa.me/**", lambda route: route.fulfill(body="WhatsApp"))
    link.click()
    page.bring_to_front()
    expect(page.get_by_text("¿Se envió?")).to_be_visible()
    assert faults_on(page) == []
    page.get_by_role("button", name="Sí, registrar").click()
    expect(page.get_by_text("Registrado como interacción saliente")).to_be_visible()

    [logged] = ana.get("interactions", client_id=client["id"])["items"]
    assert (logged["method"], logged["direction"]) == ("whatsapp", "outbound")
    assert logged["notes"].startswith("Hola, ")


def test_everybody_chooses_how_they_are_told(house: Product, open_page: Open) -> None:
    page = open_page("/settings", as_="luis")
    page.get_by_label("Por SMS").click()
    page.get_by_label("A las", exact=True).fill("07:15")
    page.get_by_role("button", name="Guardar").click()
    expect(page.get_by_text("Avisos guardados")).to_be_visible()

    chosen = as_(house, "luis").get("preferences")
    assert (chosen["channels"]["sms"], chosen["digest_at"]) == (False, "07:15")
