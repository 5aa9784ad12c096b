"""What managers ask for: read on the screen, and taken along as files."""

import csv
import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Product
from tests.web.conftest import Open, has_no_faults
from tests.web.records import a_client, a_follow_up, as_


def exported(page: Page, kind: str) -> Path:
    page.get_by_role("button", name="Exportar").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name=kind).click()
    return Path(download.value.path())


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize("report", ["", "?report=without-next-step"], ids=["unattended", "without next step"])
def test_the_reports_have_no_faults(open_page: Open, report: str, phone: bool) -> None:
    page = open_page(f"/reports{report}", as_="demo", phone=phone)

    expect(page.get_by_role("main").get_by_role("listitem" if phone else "row").nth(1)).to_be_visible()
    has_no_faults(page)


def test_unattended_follow_ups_are_filtered_and_taken_along(open_page: Open, house: Product) -> None:
    for agent, client in (("pablo", "Rita Olvido"), ("irene", "Simón Olvido")):
        day = a_follow_up(as_(house, agent), a_client(as_(house, agent), client), days=-700)["due_on"]
    page = open_page(f"/reports?from={day}&to={day}", as_="demo")
    expect(page.get_by_role("row")).to_have_count(3)
    page.get_by_role("combobox", name="Sucursal").click()
    page.get_by_role("option", name="Ventas Corporativas").click()
    page.get_by_role("combobox", name="Agente de ventas").click()
    page.get_by_role("option", name="Pablo Serrano").click()

    expect(page).to_have_url(re.compile("branch_id=.*agent_id="))
    expect(page.get_by_role("row")).to_have_count(2)
    expect(page.get_by_text("1 seguimiento sin atención")).to_be_visible()
    expect(page.get_by_role("row").last).to_contain_text("Rita Olvido")
    has_no_faults(page)

    rows = list(csv.DictReader(io.StringIO(exported(page, "CSV").read_text("utf-8-sig"))))
    assert [row["client.name"] for row in rows] == ["Rita Olvido"]
    sheet = load_workbook(io.BytesIO(exported(page, "Excel (XLSX)").read_bytes())).active
    assert sheet is not None
    assert sheet.max_row == 2
    assert exported(page, "PDF para imprimir").read_bytes().startswith(b"%PDF")

    page.reload()
    expect(page.get_by_role("combobox", name="Agente de ventas")).to_have_value("Pablo Serrano")
    expect(page.get_by_role("row")).to_have_count(2)


def test_from_whom_nobody_contacts_again_one_gets_to_the_sale(open_page: Open) -> None:
    page = open_page("/reports?report=without-next-step&type=sale", as_="tere")
    saul = page.get_by_role("row", name=re.compile("Saúl Zamora"))
    rows = list(csv.DictReader(io.StringIO(exported(page, "CSV").read_text("utf-8-sig"))))
    assert "Equipo de diagnóstico" in {row["sale.title"] for row in rows}

    saul.get_by_role("button", name=re.compile("Equipo de diagnóstico")).click()
    expect(page.get_by_role("dialog", name="Equipo de diagnóstico")).to_contain_text("Sin seguimientos")
    has_no_faults(page)


def test_reports_are_for_managers(open_page: Open) -> None:
    page = open_page("/reports", as_="pablo")

    expect(page.get_by_text("Solo para responsables")).to_be_visible()
    expect(page.get_by_role("link", name="Reportes")).to_have_count(0)
