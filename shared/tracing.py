"""Traces for whoever collects them: the parts of a request and of all that follows from it, in one tree.

Where nobody does, nothing of OpenTelemetry is imported, and every part is `NOTHING`.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Literal, Protocol

from shared.config import Settings

if TYPE_CHECKING:
    import sqlalchemy as sa

Kind = Literal["internal", "server", "client", "producer", "consumer"]
Noted = Mapping[str, str | int]


class Part(Protocol):
    """A part of a trace while it lasts.

    :ivar traceparent: what names it to those who go on with it, as W3C writes it; None where nobody collects
    """

    traceparent: str | None

    def note(self, noted: Noted) -> None:
        """Say more of it. Nothing that people wrote, no name, number or token: whoever collects keeps it."""

    def fail(self, why: str) -> None:
        """It did not go well; a word that says why, never the text of an error."""


class Recorder(Protocol):
    """What makes parts and hands them to the collector; `shared.otel` has the one there is."""

    def part(
        self, name: str, kind: Kind, causes: Sequence[str], service: str | None, noted: Noted
    ) -> AbstractContextManager[Part]: ...

    def here(self) -> str | None: ...

    def watch(self, engine: "sa.Engine", service: str) -> None: ...

    def end(self) -> None: ...


class _Nothing:
    """The part of no trace."""

    traceparent: str | None = None

    def note(self, noted: Noted) -> None:
        """Nobody would read it."""

    def fail(self, why: str) -> None:
        """Nobody would read it."""

    def __enter__(self) -> Part:
        return self

    def __exit__(self, *_: object) -> None:
        """It has left nothing behind."""


NOTHING = _Nothing()
_recorders: list[Recorder] = []


def begin(settings: Settings) -> None:
    """Collect from here on, where the settings name a collector; to be called by the process that does the work."""
    if settings.otlp_endpoint and not _recorders:
        # Imported here: it costs a third of a second, and some megabytes.
        from shared.otel import OpenTelemetry

        _recorders.append(OpenTelemetry(settings.otlp_endpoint))


def end() -> None:
    """Hand over what is left; briefly, whether or not anybody takes it."""
    while _recorders:
        _recorders.pop().end()


def part(
    name: str,
    kind: Kind = "internal",
    *,
    causes: Sequence[str] = (),
    service: str | None = None,
    noted: Noted = {},  # noqa: B006 - only read
) -> AbstractContextManager[Part]:
    """A part of a trace, which is the one at work inside.

    :param causes: the `traceparent` of what it follows from, where that is not the part at work; of several traces it
        follows as one of its own that points to them
    :param service: whose it is; by default that of the application at work
    """
    return _recorders[0].part(name, kind, causes, service, noted) if _recorders else NOTHING


def call(name: str, *, service: str | None = None, noted: Noted = {}) -> AbstractContextManager[Part]:  # noqa: B006
    """Asking another process, where that is for a trace at work."""
    return part(name, "client", service=service, noted=noted) if here() else NOTHING


def here() -> str | None:
    """What names the part at work; None where there is none."""
    return _recorders[0].here() if _recorders else None


def is_at_work(traceparent: str) -> bool:
    """Whether the part at work is one of this trace."""
    return (here() or "").split("-")[1:2] == traceparent.split("-")[1:2]


def watch(engine: "sa.Engine", service: str) -> None:
    """Make a part of every statement that is executed for a trace at work."""
    if _recorders:
        _recorders[0].watch(engine, service)
