"""What a revision may do while the release before it runs; docs/operations.md says why."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.services import SERVICES
from shared.revisions import folder_of, known

ADDS = {"create_table", "add_column", "create_index"}
TAKES = {
    "drop_table", "drop_column", "drop_index", "drop_constraint", "alter_column", "create_unique_constraint",
    "create_check_constraint", "create_foreign_key",
}  # fmt: skip
NEVER = {"rename_table", "new_column_name", "type_"}

REVISIONS = [path for name in SERVICES for path in sorted(folder_of(name).glob("[0-9]*_*.py"))]


def faults(source: str) -> Iterator[str]:
    """What is wrong about the `upgrade` of a revision."""
    functions = (each for each in ast.parse(source).body if isinstance(each, ast.FunctionDef))
    (upgrade,) = (each for each in functions if each.name == "upgrade")
    every = [each for each in ast.walk(upgrade) if isinstance(each, ast.Call)]
    calls = [(ast.unparse(each.func).removeprefix("op."), each) for each in every if "op." in ast.unparse(each.func)]
    done = {name for name, _ in calls}
    if done & ADDS and done & TAKES:
        yield "it adds and takes away"
    if NEVER & (done | {keyword.arg or "" for _, each in calls for keyword in each.keywords}):
        yield "it changes what is in use"
    added = (ast.unparse(each) for name, each in calls if name == "add_column")
    if any("nullable=False" in each and "server_default" not in each for each in added):
        yield "what is there has no value"


def test_a_revision_is_called_by_its_number_and_follows_the_one_before() -> None:
    for name in SERVICES:
        numbers = known(name)
        assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
    for path in REVISIONS:
        number = path.name[:4]
        before = None if number == "0001" else f"{int(number) - 1:04}"
        told = dict(re.findall(r"^((?:down_)?revision) = (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE))
        assert {name: ast.literal_eval(value) for name, value in told.items()} == {
            "revision": number,
            "down_revision": before,
        }


def test_no_revision_takes_away_what_the_release_before_it_uses() -> None:
    later = [path for path in REVISIONS if not path.name.startswith("0001")]
    later += (Path(__file__).parents[1] / "reliability" / "expanding").glob("0*.py")

    assert {path.name: found for path in later if (found := list(faults(path.read_text(encoding="utf-8"))))} == {}


@pytest.mark.parametrize(
    ("does", "fault"),
    [
        ("op.add_column('a', sa.Column('b', sa.Text())); op.drop_column('a', 'c')", "it adds and takes away"),
        ("op.alter_column('a', 'b', type_=sa.String(40))", "it changes what is in use"),
        ("op.alter_column('a', 'b', new_column_name='c')", "it changes what is in use"),
        ("op.rename_table('a', 'b')", "it changes what is in use"),
        ("op.add_column('a', sa.Column('b', sa.Text(), nullable=False))", "what is there has no value"),
    ],
)
def test_one_that_does_is_found(does: str, fault: str) -> None:
    assert list(faults(f"def upgrade():\n    {does}\n")) == [fault]


@pytest.mark.parametrize(
    "does",
    [
        "op.add_column('a', sa.Column('b', sa.Text(), nullable=False, server_default=''))",
        "op.drop_column('a', 'b'); op.drop_table('c')",
        "op.alter_column('a', 'b', nullable=False)",
    ],
)
def test_one_that_only_adds_or_only_takes_away_is_not(does: str) -> None:
    assert list(faults(f"def upgrade():\n    {does}\n")) == []
