"""The guide shows what is there: its pictures, and between «» the words of the screen."""

import re
from pathlib import Path

import pytest

from cli.dotenv import ROOT
from cli.screenshots import FOLDER, GUIDE, pictures, shown

PAGES = [pytest.param(path, id=path.stem) for path in sorted(GUIDE.glob("*.md"))]
LABEL = re.compile(r"«([^»]+)»")
TEXT = re.compile(r"'((?:[^'\\\n]|\\.)+)'")
MOST = 3_000_000  # bytes


@pytest.fixture(scope="module")
def words() -> set[str]:
    """All fixed texts that people read in the Spanish client."""
    catalogues = (ROOT / "web" / "src" / "i18n" / "es").glob("*.ts")
    return {text for each in catalogues for text in TEXT.findall(each.read_text(encoding="utf-8"))}


def test_every_picture_that_the_guide_shows_can_be_taken_anew() -> None:
    assert shown()
    assert shown() - pictures().keys() == set()


def test_the_folder_holds_the_pictures_that_the_guide_shows_and_no_others() -> None:
    assert {path.name for path in FOLDER.iterdir()} == shown()
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= MOST


def test_the_contents_name_every_page() -> None:
    contents = (GUIDE / "README.md").read_text(encoding="utf-8")

    assert {path.name for path in GUIDE.glob("*.md")} == {"README.md", *re.findall(r"\]\((\S+\.md)\)", contents)}


@pytest.mark.parametrize("page", PAGES)
def test_what_stands_between_quotation_marks_is_on_the_screen(page: Path, words: set[str]) -> None:
    labels = set(LABEL.findall(page.read_text(encoding="utf-8")))

    assert labels - words == set()
