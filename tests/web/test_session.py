"""Who is signed in, and what happens to what they were doing."""

import re

from playwright.sync_api import Page, expect

from tests.web.conftest import Open, has_no_faults, sign_in

PENDING = re.compile("Seguimientos pendientes")
SIGNED_OUT = """fetch('/api/v1/auth/logout', {
  method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json', 'X-CRM-Client': 'web' },
})"""


def is_on_follow_ups(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(PENDING)


def test_a_wrong_password_is_said_and_the_right_one_leads_to_the_wanted_page(open_page: Open) -> None:
    page = open_page("/follow-ups?state=overdue", as_=None)
    page.get_by_label("Correo electrónico").fill("ana@aldia.example")
    page.locator("input[name=password]").fill("no es esta")
    page.get_by_role("button", name="Entrar").click()
    expect(page.get_by_role("alert")).to_be_visible()
    has_no_faults(page)

    sign_in(page, "ana")

    is_on_follow_ups(page)
    expect(page).to_have_url(re.compile(r"state=overdue"))


def test_a_reload_and_a_second_tab_keep_the_session(open_page: Open) -> None:
    page = open_page("/follow-ups", new=True)
    page.reload()
    is_on_follow_ups(page)

    second = page.context.new_page()
    second.goto("/")
    page.reload()

    expect(second.get_by_role("heading", level=1)).to_have_text("Hola, Ana")
    is_on_follow_ups(page)


def test_no_token_is_where_scripts_could_take_it(open_page: Open) -> None:
    page = open_page(new=True)

    kept = page.evaluate("[document.cookie, ...Object.values(localStorage), ...Object.values(sessionStorage)]")

    assert kept == [""]


def test_signing_out_in_one_tab_signs_out_in_all(open_page: Open) -> None:
    page = open_page(new=True)
    second = page.context.new_page()
    second.goto("/follow-ups")
    is_on_follow_ups(second)

    page.get_by_role("button", name="Ana Ruiz Operador").click()
    page.get_by_role("menuitem", name="Cerrar sesión").click()

    for each in (page, second):
        expect(each.get_by_role("button", name="Entrar")).to_be_visible()


def test_an_ended_session_goes_on_where_it_was_with_what_was_written(open_page: Open) -> None:
    page = open_page("/follow-ups", as_=None)
    page.clock.install()
    sign_in(page, "ana")
    is_on_follow_ups(page)
    page.keyboard.press("n")
    page.get_by_label("Notas").fill("Quedamos en hablar el lunes.")
    page.evaluate(SIGNED_OUT)
    page.clock.fast_forward("01:00:00")
    page.get_by_role("combobox", name="Contacto").fill("sofia")

    again = page.get_by_role("dialog", name="Su sesión terminó")
    expect(again).to_be_visible()
    has_no_faults(page)
    again.locator("input[name=password]").fill("demo-al-dia")
    again.get_by_role("button", name="Entrar", exact=True).click()

    expect(again).to_be_hidden()
    expect(page.get_by_label("Notas")).to_have_value("Quedamos en hablar el lunes.")
    is_on_follow_ups(page)


def test_the_session_is_in_a_cookie_that_no_script_and_no_other_site_gets(open_page: Open) -> None:
    page = open_page(new=True)

    (cookie,) = page.context.cookies()

    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")


def test_signing_in_again_in_one_tab_lets_the_other_go_on_with_what_was_written(open_page: Open) -> None:
    page = open_page("/follow-ups", as_=None)
    page.context.clock.install()
    page.reload()
    sign_in(page, "ana")
    second = page.context.new_page()
    second.goto("/follow-ups")
    for each in (page, second):
        is_on_follow_ups(each)
        each.keyboard.press("n")
        each.get_by_label("Notas").fill("Lo que estaba escribiendo.")
    page.evaluate(SIGNED_OUT)
    page.clock.fast_forward("01:00:00")
    dialogs = []
    for each in (page, second):
        each.get_by_role("combobox", name="Contacto").fill("sofia")
        dialogs.append(each.get_by_role("dialog", name="Su sesión terminó"))
        expect(dialogs[-1]).to_be_visible()

    dialogs[0].locator("input[name=password]").fill("demo-al-dia")
    dialogs[0].get_by_role("button", name="Entrar", exact=True).click()

    for each, dialog in zip((page, second), dialogs, strict=True):
        expect(dialog).to_be_hidden()
        expect(each.get_by_label("Notas")).to_have_value("Lo que estaba escribiendo.")
