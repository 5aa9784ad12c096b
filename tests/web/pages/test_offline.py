"""Without a connection: what can be done, what is sent afterwards, and what is left on the device."""

import re
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from cli.client import Person
from cli.demo import PASSWORD
from tests.e2e.conftest import Product
from tests.web.conftest import Open, comes_true, has_no_faults, sign_in
from tests.web.device import goes_offline, is_written
from tests.web.records import a_client, a_follow_up, as_
from tests.web.wire import a_wire_to

KEPT = """async () => {
  const open = indexedDB.open('crm');
  await new Promise(done => { open.onsuccess = done });
  const read = name => new Promise(done => {
    const all = open.result.transaction(name).objectStore(name).getAll();
    all.onsuccess = () => done(all.result.length);
  });
  return { about: await read('about'), outbox: await read('outbox'), seen: await read('seen') };
}"""
RENEWED = """async () => {
  const taken = new Promise(next =>
    navigator.serviceWorker.addEventListener('controllerchange', next, { once: true }));
  await (await navigator.serviceWorker.getRegistration()).update();
  await taken;
}"""
CACHED = """async () => (await Promise.all((await caches.keys()).map(async name =>
  (await (await caches.open(name)).keys()).map(request => new URL(request.url).pathname)))).flat()"""


@pytest.fixture
def open_page(open_page: Open) -> Open:
    """As everywhere, and with the worker that keeps the client."""
    return partial(open_page, worker=True)


def is_ready(page: Page, *words: str) -> None:
    """The worker has the client, and what is seen is written down, with these words in it."""
    comes_true(page, "navigator.serviceWorker.controller")
    is_written(page, *words)


def register(page: Page, whom: str, notes: str) -> None:
    row = page.get_by_role("row", name=re.compile(re.escape(whom)))
    row.focus()
    page.keyboard.press("i")
    dialog = page.get_by_role("dialog", name="Nueva interacción")
    dialog.get_by_label("Notas").fill(notes)
    dialog.get_by_role("button", name="Guardar").click()
    expect(dialog).to_be_hidden()


def test_what_is_done_offline_is_sent_once_in_order_also_after_a_reload(open_page: Open, house: Product) -> None:
    pablo = as_(house, "pablo")
    whom, other, third = "Aída Sinred", "Blas Sinred", "Cruz Sinred"
    for each in (whom, other, third):
        a_follow_up(pablo, a_client(pablo, each), days=-1)
    page = open_page("/follow-ups?q=sinred", as_="pablo")
    sent: list[str] = []
    page.context.on("request", lambda each: sent.append(each.url) if each.method == "POST" else None)
    second = page.context.new_page()
    second.goto("/follow-ups?q=sinred")
    rows = page.get_by_role("row", name=re.compile("Sinred"))
    expect(rows).to_have_count(3)
    expect(second.get_by_role("row", name=re.compile("Sinred"))).to_have_count(3)
    is_ready(page, whom, other)
    goes_offline(page.context, page, second)
    register(page, whom, "Llamó sin conexión.")
    expect(rows).to_have_count(2)
    completed = page.get_by_role("row", name=re.compile(re.escape(other)))
    completed.get_by_role("button", name=re.compile("^Completar")).click()
    expect(page.get_by_role("button", name="2 por enviar")).to_be_visible()
    expect(second.get_by_role("button", name="2 por enviar")).to_be_visible()
    expect(second.get_by_role("row", name=re.compile("Sinred"))).to_have_count(1)
    has_no_faults(page)

    is_written(page, third, gone=(whom, other), path='/follow-ups"')
    page.reload()
    expect(rows).to_have_text(re.compile(third))
    page.get_by_role("button", name="2 por enviar").click()
    waiting = page.get_by_role("dialog", name="Por enviar")
    expect(waiting.get_by_role("listitem").first).to_contain_text("Llamó sin conexión.")
    has_no_faults(page)
    page.keyboard.press("Escape")
    sent.clear()
    page.context.set_offline(False)

    expect(page.get_by_text("Sin conexión.")).to_be_hidden(timeout=20_000)
    for each in (page, second):
        expect(each.get_by_role("button", name="2 por enviar")).to_be_hidden()
    expect(rows).to_have_count(1)
    done = [url for url in sent if url.endswith(("/interactions", "/complete"))]
    assert [url.rpartition("/")[2] for url in done] == ["interactions", "complete"]
    logged = pablo.get("interactions", q="Llamó sin conexión")["items"]
    assert [each["client"]["name"] for each in logged] == [whom]


def test_what_is_refused_afterwards_is_shown_and_nothing_written_is_lost(open_page: Open, house: Product) -> None:
    page = open_page("/follow-ups", as_="irene")
    row = page.get_by_role("row").nth(1)
    expect(row).to_be_visible()
    name = row.locator("td").first.inner_text().splitlines()[0]
    is_ready(page, name)
    goes_offline(page.context, page)
    row.focus()
    page.keyboard.press("r")
    page.get_by_label("Resultado").fill("Firma el contrato el lunes.")
    page.get_by_role("dialog").get_by_role("button", name="Completar").click()
    expect(page.get_by_role("button", name="1 por enviar")).to_be_visible()
    colleague = Person(house.url, "tere@aldia.example", PASSWORD)
    open_ones = colleague.get("follow-ups", q=name)["items"]
    colleague.post(f"follow-ups/{open_ones[0]['id']}/complete", {})
    page.context.set_offline(False)

    page.get_by_role("button", name="Revisar").click(timeout=20_000)
    refused = page.get_by_role("dialog", name="Por enviar").get_by_role("listitem")
    expect(refused).to_contain_text("Firma el contrato el lunes.")
    expect(refused.get_by_role("alert")).to_contain_text("ya")
    has_no_faults(page)
    refused.get_by_role("button", name="Guardar como interacción").click()
    form = page.get_by_role("dialog", name="Nueva interacción")
    expect(form.get_by_label("Notas")).to_have_value("Firma el contrato el lunes.")
    form.get_by_role("button", name="Guardar").click()

    expect(form).to_be_hidden()
    expect(page.get_by_role("button", name="Revisar")).to_be_hidden()
    assert colleague.get("interactions", q="Firma el contrato")["items"][0]["client"]["name"] == name


def test_the_client_opens_without_a_connection_and_shows_what_was_seen(open_page: Open) -> None:
    page = open_page("/follow-ups")
    expect(page.get_by_role("row", name=re.compile("Valeria"))).to_be_visible()
    is_written(page, "Valeria")
    page.goto("/")
    expect(page.get_by_text("Valeria Castillo Mora").first).to_be_visible()
    is_ready(page, "Valeria", "/api/v1/panel")
    page.context.set_offline(True)
    page.close()

    again = page.context.new_page()
    again.goto("/follow-ups")
    expect(again.get_by_text("Sin conexión.")).to_be_visible()
    expect(again.get_by_role("row", name=re.compile("Valeria"))).to_be_visible()
    has_no_faults(again)
    again.keyboard.press("g")
    again.keyboard.press("p")
    expect(again.get_by_role("heading", level=1)).to_have_text("Hola, Ana")
    cached = again.evaluate(CACHED)
    assert "/" in cached
    assert [path for path in cached if path.startswith("/api")] == []


def test_signing_out_leaves_nothing_on_the_device(open_page: Open) -> None:
    page = open_page("/follow-ups", as_=None)
    page.clock.install()
    sign_in(page, "ana")
    expect(page.get_by_role("row", name=re.compile("Valeria"))).to_be_visible()
    is_ready(page, "Valeria")
    before = page.evaluate(KEPT)
    assert before["about"] == 1
    assert before["seen"] > 0

    page.get_by_role("button", name="Ana Ruiz Operador").click()
    page.get_by_role("menuitem", name="Cerrar sesión").click()
    expect(page.get_by_role("button", name="Entrar")).to_be_visible()

    # Whatever would still have been written.
    page.clock.fast_forward(1_000)
    assert page.evaluate(KEPT) == {"about": 0, "outbox": 0, "seen": 0}


@pytest.mark.parametrize("stays", [True, False])
def test_who_signs_out_with_something_unsent_is_asked_first(open_page: Open, stays: bool) -> None:
    page = open_page("/follow-ups", as_="luis")
    expect(page.get_by_role("row", name=re.compile("Valeria"))).to_be_visible()
    is_ready(page, "Valeria")
    goes_offline(page.context, page)
    register(page, "Valeria", "Sin enviar todavía.")
    page.get_by_role("button", name=re.compile("Luis Vega")).click()
    page.get_by_role("menuitem", name="Cerrar sesión").click()
    asked = page.get_by_role("dialog", name="Queda 1 cambio sin enviar")
    expect(asked).to_be_visible()
    has_no_faults(page)

    asked.get_by_role("button", name="Seguir aquí" if stays else "Cerrar sesión y borrarlos").click()

    if stays:
        page.get_by_role("button", name="1 por enviar").click()
        page.get_by_role("dialog", name="Por enviar").get_by_role("button", name="Descartar").click()
        expect(page.get_by_text("No queda nada por enviar.")).to_be_visible()
    else:
        expect(page.get_by_role("button", name="Entrar")).to_be_visible()
        assert page.evaluate(KEPT) == {"about": 0, "outbox": 0, "seen": 0}
        page.context.set_offline(False)
        page.reload()
        expect(page.get_by_role("button", name="Entrar")).to_be_visible()


def test_another_person_finds_nothing_of_the_one_before(open_page: Open, house: Product) -> None:
    nora = as_(house, "nora")
    a_follow_up(nora, a_client(nora, "Noé Aparte"), days=-1)
    page = open_page("/follow-ups")
    expect(page.get_by_role("row", name=re.compile("Valeria"))).to_be_visible()
    is_ready(page, "Valeria")
    # The session ends without a sign-out: its cookie has gone.
    page.context.clear_cookies()
    page.reload()
    sign_in(page, "nora")
    expect(page.get_by_role("row", name=re.compile("Noé Aparte"))).to_be_visible()
    is_written(page, "Noé Aparte")

    page.context.set_offline(True)
    page.reload()

    expect(page.get_by_text("Sin conexión.")).to_be_visible()
    expect(page.get_by_text("Nora").first).to_be_visible()
    expect(page.get_by_text("Valeria")).to_have_count(0)


def test_a_server_that_is_away_is_no_connection_though_there_is_a_network(open_page: Open, house: Product) -> None:
    with a_wire_to(house.url) as wire:
        page = open_page("/follow-ups", as_="marta", url=wire.url)
        expect(page.get_by_role("row", name=re.compile("Raúl Domínguez"))).to_be_visible()
        is_ready(page, "Raúl Domínguez")
        wire.is_cut = True
        register(page, "Raúl Domínguez", "Con el servidor apagado.")
        expect(page.get_by_role("button", name="1 por enviar")).to_be_visible(timeout=30_000)
        has_no_faults(page)

        wire.is_cut = False

        expect(page.get_by_text("Sin conexión.")).to_be_hidden(timeout=30_000)
        expect(page.get_by_role("button", name="1 por enviar")).to_be_hidden()
    logged = Person(house.url, "marta@aldia.example", PASSWORD).get("interactions", q="Con el servidor apagado")
    assert len(logged["items"]) == 1


def test_a_new_version_waits_until_somebody_wants_it(open_page: Open, house: Product) -> None:
    def newer(worker: bytes) -> bytes:
        # Another version of the worker that does not have the first script of this page.
        return re.sub(rb'"/assets/index-[^"]+\.js",', b"", worker.replace(b'VERSION="', b'VERSION="new-'))

    with a_wire_to(house.url) as wire:
        page = open_page("/follow-ups", url=wire.url)
        is_ready(page, "Valeria")
        wire.changed["/worker.js"] = newer
        page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update()")
        expect(page.get_by_text("Hay una versión nueva")).to_be_visible()
        has_no_faults(page)

        with page.expect_navigation():
            page.get_by_role("button", name="Actualizar").click()

        expect(page.get_by_role("row", name=re.compile("Valeria"))).to_be_visible()
        expect(page.get_by_text("Hay una versión nueva")).to_be_hidden()
        kept = page.evaluate("caches.keys()")
    assert [name.startswith("crm-new-") for name in kept] == [False, True]


def test_who_has_the_new_page_is_not_asked(open_page: Open, house: Product) -> None:
    with a_wire_to(house.url) as wire:
        page = open_page("/follow-ups", url=wire.url)
        is_ready(page, "Valeria")
        wire.changed["/worker.js"] = lambda worker: worker.replace(b'VERSION="', b'VERSION="new-')
        page.evaluate(RENEWED)

        expect(page.get_by_role("row", name=re.compile("Valeria"))).to_be_visible()
        assert any(name.startswith("crm-new-") for name in page.evaluate("caches.keys()"))
        expect(page.get_by_text("Hay una versión nueva")).to_be_hidden()
