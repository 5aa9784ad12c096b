"""Every screen of the web client: what the guide shows of it, and where the tests look for faults.

A new page is a line here. A test fails while a route of the client has none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Page, ViewportSize

Step = Callable[[Page], object]
Size = Literal["desktop", "phone"]
BOTH: tuple[Size, ...] = ("desktop", "phone")
SIZES: dict[Size, ViewportSize] = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}


@dataclass(frozen=True)
class Screen:
    """A page, and what somebody does there before it looks as it is shown.

    :param address: `{client}` stands for the id of a client of the demo, `{import}` for that of a file to import
    :param who: of the demo's people: `ana` (operator), `pablo` (who sells), `marta` (manager), `demo` (admin)
    """

    name: str
    address: str
    steps: tuple[Step, ...] = ()
    sizes: tuple[Size, ...] = BOTH
    who: str = "ana"


def press(keys: str) -> Step:
    return lambda page: page.keyboard.press(keys)


def click(name: str, role: Literal["button", "link", "tab", "menuitem"] = "button", *, exact: bool = False) -> Step:
    return lambda page: page.get_by_role(role, name=name, exact=exact).first.click()


def choose(label: str, option: str) -> Step:
    def step(page: Page) -> None:
        page.get_by_label(label).first.click()
        page.get_by_role("option", name=option).first.click()

    return step


def write(label: str, text: str) -> Step:
    return lambda page: page.get_by_label(label).first.fill(text)


SCREENS = (
    Screen("panel", "/"),
    Screen("seguimientos", "/follow-ups"),
    Screen("seguimientos-vencidos", "/follow-ups?state=overdue"),
    Screen("nueva-interaccion", "/follow-ups", (click("Nueva interacción"), write("Contacto", "sofia"))),
    Screen("buscar", "/", (press("Control+k"), write("Buscar clientes", "ibanez"))),
    Screen("atender", "/attend"),
    Screen("hoja-de-llamadas", "/call-sheet"),
    Screen("clientes", "/clients"),
    Screen("ficha-de-cliente", "/clients/{client}"),
    Screen("interacciones", "/interactions"),
    Screen("agenda", "/agenda"),
    Screen("tareas", "/tasks"),
    Screen("tareas-reporte", "/tasks/report", who="marta"),
    Screen("ventas", "/sales", who="pablo"),
    Screen(
        "venta-resultado",
        "/sales?follow_up_status=overdue",
        (click("Abrir venta"), click("Capturar resultado")),
        who="pablo",
    ),
    Screen("reportes", "/reports", who="marta"),
    Screen("importaciones", "/imports", who="marta"),
    Screen("importacion", "/imports/{import}", who="marta"),
    Screen("administracion", "/admin", who="demo"),
    Screen("administracion-usuarios", "/admin/users", who="demo"),
    Screen("administracion-sucursales", "/admin/branches", who="demo"),
    Screen("administracion-equipos", "/admin/teams", who="demo"),
    Screen("administracion-tipos-de-tarea", "/admin/task-types", who="demo"),
    Screen("administracion-etiquetas", "/admin/tags", who="demo"),
    Screen(
        "administracion-traspaso",
        "/admin/hand-over",
        (choose("Quien entrega", "Ana Ruiz"), choose("Quien recibe", "Luis Vega")),
        who="demo",
    ),
    Screen("administracion-bitacora", "/admin/audit", who="demo"),
    Screen("administracion-avisos", "/admin/notices", who="marta"),
    Screen("administracion-aviso", "/admin/notices", (click("Nueva regla"),), who="marta"),
    Screen("administracion-plantillas", "/admin/templates", who="marta"),
    Screen("administracion-plantilla", "/admin/templates", (click("Recordatorio de cita"),), who="marta"),
    Screen("campana", "/", (click("Avisos"),)),
    Screen("envios", "/messages"),
    Screen("ajustes", "/settings"),
    Screen("mas", "/", (click("Más", exact=True),), sizes=("phone",)),
    Screen("atajos", "/", (press("?"),), sizes=("desktop",)),
)
