"""The generated parts: what stands between markers is renewed, and nothing else."""

from pathlib import Path

import pytest

from cli import asyncapi, docs, spec


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only document of a small repository."""
    monkeypatch.setattr(docs, "ROOT", tmp_path)
    monkeypatch.setattr(docs, "ASYNCAPI", tmp_path / "asyncapi.json")
    monkeypatch.setattr(docs, "OPENAPI", tmp_path / "openapi.json")
    (tmp_path / "asyncapi.json").write_text(asyncapi.written(), encoding="utf-8")
    (tmp_path / "openapi.json").write_text(docs.openapi_written(), encoding="utf-8")
    return tmp_path / "page.md"


def test_only_what_stands_between_markers_is_renewed(page: Path) -> None:
    page.write_text("before\n<!-- generated: commands -->\nold\n<!-- end -->\nafter\n", encoding="utf-8")

    ((path, fresh),) = docs.stale()

    assert path == page
    assert fresh.startswith("before\n<!-- generated: commands -->\n\n| command | does |")
    assert fresh.endswith("|\n\n<!-- end -->\nafter\n")
    assert "old" not in fresh


def test_what_was_renewed_is_no_longer_stale(page: Path) -> None:
    page.write_text("<!-- generated: events contacts -->\n<!-- end -->\n", encoding="utf-8")
    ((_, fresh),) = docs.stale()

    page.write_text(fresh, encoding="utf-8")

    assert list(docs.stale()) == []


def test_a_part_that_nobody_can_write_is_an_error(page: Path) -> None:
    page.write_text("<!-- generated: poems -->\n<!-- end -->\n", encoding="utf-8")

    with pytest.raises(KeyError, match="poems"):
        list(docs.stale())


def test_two_services_that_mean_different_things_by_one_name_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def renamed(service: str) -> spec.Document:
        document = spec.openapi_of(service)
        schemas = document["components"]["schemas"]
        other = {"Person": {"type": "string"}} if service == "contacts" else {}
        return document | {"components": {"schemas": schemas | other}}

    monkeypatch.setattr(asyncapi, "openapi_of", renamed)

    with pytest.raises(ValueError, match="a schema Person"):
        asyncapi.document()


def test_events_may_carry_more_one_day() -> None:
    schemas = asyncapi.document()["components"]["schemas"]

    assert "additionalProperties" not in schemas["FollowUp"]
    assert "additionalProperties" in spec.openapi_of("followups")["components"]["schemas"]["FollowUp"]
