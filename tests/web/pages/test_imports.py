"""A list of clients comes in from a file, and goes again as a whole."""

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.web.conftest import Open, has_no_faults

CLIENTS = """Nombre completo,Celular,Correo,Recado
Beatriz Salgado Ríos,55 7012 3344,beatriz@example.org,Pidió informes
Sin Número,55-ABC,,Nadie sabe
Betty Salgado Ríos,55 7012 3344,,Otra vez
Óscar Prieto Lara,55 6643 2211,oscar@example.org,
"""


def drop(page: Page, name: str, content: str) -> None:
    """Let a file fall where files are taken."""
    data = page.evaluate_handle(
        "([name, text]) => { const all = new DataTransfer(); all.items.add(new File([text], name)); return all }",
        [name, content],
    )
    page.get_by_text("Suelte aquí su archivo").dispatch_event("drop", {"dataTransfer": data})


def test_a_file_with_an_error_is_checked_corrected_applied_and_reverted(open_page: Open) -> None:
    page = open_page("/imports", as_="tere")
    has_no_faults(page)
    drop(page, "feria.csv", CLIENTS)
    expect(page.get_by_role("heading", level=1)).to_have_text("feria.csv")
    expect(page.get_by_role("button", name="Aplicar 2 filas")).to_be_visible()
    expect(page.get_by_text("Se dejan fuera 2 filas con errores o duplicadas.")).to_be_visible()

    page.get_by_role("combobox", name="Recado").click()
    page.get_by_role("option", name="Notas").click()
    page.get_by_role("button", name="Revisar de nuevo").click()
    expect(page.get_by_role("row", name=re.compile("Beatriz"))).to_contain_text("Pidió informes")
    page.get_by_role("button", name=re.compile("^Duplicados")).click()
    expect(page.get_by_role("row").last).to_contain_text("Es la misma persona que en la fila 2.")
    page.get_by_role("button", name=re.compile("^Errores")).click()
    expect(page).to_have_url(re.compile("show=error"))
    expect(page.get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("row").last).to_contain_text("Teléfono: No es un número de teléfono posible.")
    has_no_faults(page)

    page.get_by_role("button", name="Aplicar 2 filas").click()
    expect(page.get_by_text("2 clientes importados")).to_be_visible()
    page.reload()
    expect(page.get_by_text("2 clientes importados")).to_be_visible()

    page.get_by_role("button", name="Revertir todo").click()
    question = page.get_by_role("dialog", name="¿Revertir toda la importación?")
    expect(question).to_contain_text("Se conserva a quien ya tenga interacciones")
    expect(question).to_have_css("opacity", "1")
    has_no_faults(page)
    question.get_by_role("button", name="Revertir todo").click()
    expect(page.get_by_text("Todo se revirtió.")).to_be_visible()
    page.get_by_role("link", name="Todas las importaciones").click()
    expect(page.get_by_role("listitem").filter(has_text="feria.csv").first).to_contain_text("Revertida")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 not a workbook", "El archivo está dañado"),
        (b"", "El archivo está vacío."),
        (b"%PDF-1.7\n\x00\x01\x02", "No es una tabla."),
    ],
    ids=["damaged", "empty", "no table"],
)
def test_a_file_that_is_no_table_is_refused_in_words(open_page: Open, content: bytes, said: str) -> None:
    page = open_page("/imports", as_="tere", phone=True)
    file = FilePayload(name="lista.xlsx", mimeType="application/octet-stream", buffer=content)
    page.locator("input[type=file]").set_input_files(file)

    expect(page.get_by_role("alert")).to_contain_text(said)
    expect(page.get_by_role("button", name="Elegir archivo…")).to_be_enabled()
    has_no_faults(page)


def test_importing_is_for_managers(open_page: Open) -> None:
    page = open_page("/imports", as_="pablo")

    expect(page.get_by_text("Solo para responsables")).to_be_visible()
