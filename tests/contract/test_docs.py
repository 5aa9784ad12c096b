"""The documents say what the code does: commands, links, generated parts, settings, metrics, events."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.__main__ import COMMANDS
from cli.docs import ROOT, documents, metrics, stale
from cli.services import SERVICES
from cli.spec import listeners_of, published_by, services
from cli.test import run as run_tests
from cli.up import run as run_up
from shared.events import CATALOGUE

DOCUMENTS = [pytest.param(path, id=str(path.relative_to(ROOT))) for path in documents()]
CODE = ("crm", ".env.example", "shared/**/*.py", "services/**/*.py", "gateway/**/*.py", "cli/**/*.py")
PART = re.compile(r"<!-- generated: (.+?) -->")


def text_of(*parts: str) -> str:
    return ROOT.joinpath(*parts).read_text(encoding="utf-8")


def without_code(text: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


def test_the_readme_begins_with_the_two_commands_and_they_exist() -> None:
    readme = text_of("README.md")

    assert re.findall(r"^\./crm \w+(?: --\w+)?", readme, re.MULTILINE)[:2] == ["./crm up --demo", "./crm test"]
    assert {"up", "test"} <= COMMANDS.keys()
    assert callable(run_up)
    assert callable(run_tests)


@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_command_that_a_document_names_exists(path: Path) -> None:
    named = set(re.findall(r"\./crm ([a-z]+)", path.read_text(encoding="utf-8")))

    assert named - COMMANDS.keys() == set()


@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_link_leads_to_a_file_and_heading_that_exist(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", without_code(path.read_text(encoding="utf-8"))):
        if target.startswith("https://"):
            continue
        file, _, heading = target.partition("#")
        found = (path.parent / file).resolve() if file else path
        assert found.exists(), target
        if heading:
            assert heading in set(headings(found)), target


def headings(path: Path) -> Iterator[str]:
    """The anchors of a document, as they are made from its headings."""
    for title in re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE):
        yield re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def test_no_generated_part_is_stale() -> None:
    assert [str(path.relative_to(ROOT)) for path, _ in stale()] == [], "run ./crm docs"


@pytest.mark.parametrize(
    ("document", "parts"),
    [
        ("README.md", {"services", "event-map"}),
        ("docs/operations.md", {"settings", "stack", "commands", "metrics"}),
        ("docs/events.md", {"example FollowUpOverdue", *(f"events {name}" for name in SERVICES)}),
        ("gateway/README.md", {"endpoints gateway"}),
        *((f"services/{name}/README.md", {f"endpoints {name}"}) for name in SERVICES),
    ],
)
def test_what_the_code_can_say_is_not_written_by_hand(document: str, parts: set[str]) -> None:
    assert set(PART.findall(text_of(document))) == parts


@pytest.mark.parametrize("name", SERVICES)
def test_the_document_of_a_service_names_the_events_in_and_out_and_no_other(name: str) -> None:
    section = text_of("services", name, "README.md").split("\n## Events\n")[1].split("\n## ")[0]

    named = set(re.findall(r"[A-Z][a-z]+(?:[A-Z][a-z]+)+", section)) & CATALOGUE.keys()

    assert named == {each.name for each in published_by(name)} | services()[name].handlers.kinds


def test_the_events_are_those_of_the_catalogue_each_with_its_listeners() -> None:
    rows = re.findall(r"^\| \[(\w+)\]\(.+\| (.+) \|$", text_of("docs", "events.md"), re.MULTILINE)

    assert [name for name, _ in rows] == [each.name for name in SERVICES for each in published_by(name)]
    assert {name for name, _ in rows} == CATALOGUE.keys()
    for name, heard_by in rows:
        assert heard_by == (", ".join(listeners_of(name)) or "nobody here")


def test_the_variables_are_those_that_the_code_reads() -> None:
    files = [path for pattern in CODE for path in ROOT.glob(pattern) if "tests" not in path.relative_to(ROOT).parts]
    known = {name for path in files for name in re.findall(r"\bCRM_[A-Z_]+[A-Z]\b", path.read_text(encoding="utf-8"))}

    named = {
        name.removesuffix("_FILE") for name in re.findall(r"\bCRM_[A-Z_]+[A-Z]\b", text_of("docs/operations.md"))
    }

    assert named == known


@pytest.mark.parametrize("path", DOCUMENTS)
def test_no_document_names_a_variable_or_metric_that_is_not_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    operations = text_of("docs", "operations.md")
    metric_names = set(re.findall(r"^\| `(\w+)`", metrics(), re.MULTILINE))

    assert [name for name in re.findall(r"\bCRM_[A-Z_]+[A-Z]\b", text) if name not in operations] == []
    assert set(re.findall(r"\bcrm_\w+_(?:total|seconds|pending)\b", text)) <= metric_names


def test_every_decision_is_listed_in_order() -> None:
    folder = ROOT / "docs" / "decisions"
    decisions = sorted(path.name for path in folder.glob("[0-9]*.md"))

    assert re.findall(r"^\d+\. \[.+\]\((.+)\): .+", text_of("docs/decisions/README.md"), re.MULTILINE) == decisions
    assert [int(name[:4]) for name in decisions] == list(range(1, len(decisions) + 1))
    for number, name in enumerate(decisions, 1):
        assert text_of("docs/decisions", name).startswith(f"# {number}. ")
