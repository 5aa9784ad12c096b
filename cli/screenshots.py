"""Take the pictures that the guide shows: of a product of its own with the sample clinic, or of a running one."""

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from cli.client import Person
from cli.demo import EMAIL, PASSWORD
from cli.dotenv import ROOT
from cli.screens import SCREENS, SIZES, Screen, Size
from shared.ports import free_port
from shared.testing.browser import FLAGS, chromium
from shared.testing.kinds import ServerError

GUIDE = ROOT / "docs" / "guia"
FOLDER = GUIDE / "img"
NAMED = re.compile(r"!\[[^\]]+\]\(img/([^)]+)\)")
SPANISH: dict[Size, str] = {"desktop": "escritorio", "phone": "telefono"}
FILE = """Nombre,Apellido,Teléfono,Correo
Elena,Robles Nava,55 4410 2290,elena.robles@example.com
Fabián,Cordero Paz,55 7021 6634,fabian.cordero@example.com
Carmen,Ibáñez Soto,55 4821 7390,carmen.ibanez@example.com
Rosa,Medrano Gil,123,
""".encode()
QUIET = 600  # ms for what moves to come to rest


class CannotShoot(Exception):
    """Why there are no pictures, in a line."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="*", help="of screens (cli/screens.py); else what the guide shows")
    parser.add_argument("--url", help="of a running product with the sample clinic")
    parser.add_argument("--to", type=Path, default=FOLDER, help="folder for the pictures (docs/guia/img)")


def run(args: argparse.Namespace) -> int:
    try:
        chosen = _chosen(args.names)
        program = chromium().path
        args.to.mkdir(parents=True, exist_ok=True)
        with _product(args.url) as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
            known = ids(url)
            for name, (screen, size) in chosen.items():
                _save(_shoot(browser, url, screen, size, known), args.to / name)
                print(args.to / name, flush=True)
            browser.close()
    except (CannotShoot, ServerError) as error:
        print(f"crm screenshots: {error}", file=sys.stderr)
        return 1
    return 0


def pictures() -> dict[str, tuple[Screen, Size]]:
    """Every picture that can be taken, by the name of its file."""
    return {f"{each.name}-{SPANISH[size]}.png": (each, size) for each in SCREENS for size in each.sizes}


def shown() -> set[str]:
    """The names of the pictures that the guide shows."""
    return {name for page in GUIDE.glob("*.md") for name in NAMED.findall(page.read_text(encoding="utf-8"))}


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


def _chosen(names: list[str]) -> dict[str, tuple[Screen, Size]]:
    if unknown := set(names) - {each.name for each in SCREENS}:
        raise CannotShoot(f"there is no screen named {', '.join(sorted(unknown))}.")
    wanted = shown()
    return {
        name: (screen, size)
        for name, (screen, size) in pictures().items()
        if (screen.name in names if names else name in wanted)
    }


def _shoot(browser: Browser, url: str, screen: Screen, size: Size, known: dict[str, str]) -> bytes:
    context = browser.new_context(
        base_url=url, locale="es-MX", viewport=SIZES[size], has_touch=size == "phone", reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(screen.address.format(**known))
    sign_in(page, screen.who)
    page.get_by_role("button", name="Avisos").wait_for()
    page.mouse.move(0, 0)
    _come_to_rest(page)
    for step in screen.steps:
        step(page)
        _come_to_rest(page)
    picture = page.screenshot()
    context.close()
    return picture


def _save(picture: bytes, path: Path) -> None:
    """Write it with few colors: what is in the repository stays small."""
    whole = Image.open(BytesIO(picture)).convert("RGB")
    # Of the methods, the one that leaves a small mark its own color; and the wide areas keep theirs by the means.
    few = whole.quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=4, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


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
