"""Take a picture of every screen, for the guide: of a product of its own with the sample clinic, or a running one."""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from cli.client import Person
from cli.demo import EMAIL, PASSWORD
from cli.dotenv import ROOT
from cli.screens import SCREENS, SIZES, Screen, Size
from shared.ports import free_port
from shared.testing.browser import FLAGS, chromium
from shared.testing.kinds import ServerError

FOLDER = ROOT / "docs" / "guia" / "imagenes"
SPANISH: dict[Size, str] = {"desktop": "escritorio", "phone": "telefono"}
FILE = "Nombre,Apellido,Teléfono,Correo\nElena,Robles Nava,55 4410 2290,elena.robles@example.com\n".encode()
QUIET = 600  # ms for what moves to come to rest


class CannotShoot(Exception):
    """Why there are no pictures, in a line."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="*", help="of the screens (cli/screens.py); else all of them")
    parser.add_argument("--url", help="of a running product with the sample clinic")
    parser.add_argument("--to", type=Path, default=FOLDER, help="folder for the pictures (docs/guia/imagenes)")


def run(args: argparse.Namespace) -> int:
    try:
        chosen = _chosen(args.names)
        program = chromium().path
        args.to.mkdir(parents=True, exist_ok=True)
        with _product(args.url) as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
            known = ids(url)
            for screen in chosen:
                for size in screen.sizes:
                    path = args.to / f"{screen.name}-{SPANISH[size]}.png"
                    _shoot(browser, url, screen, size, known, path)
                    print(path, flush=True)
            browser.close()
    except (CannotShoot, ServerError) as error:
        print(f"crm screenshots: {error}", file=sys.stderr)
        return 1
    return 0


def ids(url: str) -> dict[str, str]:
    """The ids that addresses name, in the sample clinic."""
    admin = Person(url, EMAIL, PASSWORD)
    client = admin.get("clients", q="Carmen Ibáñez")["items"][0]
    done = admin.get("imports")["items"] or [admin.upload("imports", "clientes.csv", FILE)]
    return {"client": client["id"], "import": done[0]["id"]}


def sign_in(page: Page, name: str) -> None:
    """Sign in as one of the sample clinic, and wait until the page that was wanted is there."""
    page.get_by_label("Correo electrónico").fill(f"{name}@aldia.example")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Entrar").click()
    page.get_by_role("navigation").first.wait_for()


def _chosen(names: list[str]) -> list[Screen]:
    unknown = set(names) - {each.name for each in SCREENS}
    if unknown:
        raise CannotShoot(f"there is no screen named {', '.join(sorted(unknown))}.")
    return [each for each in SCREENS if not names or each.name in names]


def _shoot(browser: Browser, url: str, screen: Screen, size: Size, known: dict[str, str], path: Path) -> None:
    context = browser.new_context(
        base_url=url, locale="es-MX", viewport=SIZES[size], has_touch=size == "phone", reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(screen.address.format(**known))
    sign_in(page, screen.who)
    _come_to_rest(page)
    for step in screen.steps:
        step(page)
        _come_to_rest(page)
    page.screenshot(path=path)
    context.close()


def _come_to_rest(page: Page) -> None:
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    page.wait_for_timeout(QUIET)


@contextmanager
def _product(url: str | None) -> Iterator[str]:
    """The address of a product with the sample clinic; without one, of a new one that goes afterwards."""
    if url:
        yield url
        return
    with tempfile.TemporaryDirectory() as folder:
        port = str(free_port())
        command = [str(ROOT / "crm"), "up", "--demo", "--port", port, "--data", folder]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            assert process.stdout
            ready = next((line for line in process.stdout if line.startswith("Ready: ")), None)
            if ready is None:
                raise CannotShoot("the product did not start; see `./crm up --demo`.")
            yield ready.removeprefix("Ready: ").strip()
        finally:
            process.terminate()
            process.communicate()
