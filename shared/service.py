"""What a running service is made of, and how code inside it finds the parts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy

from shared.config import Settings
from shared.inbox import Handlers
from shared.plumbing import Plumbing

if TYPE_CHECKING:
    from shared.calls import Calls
    from shared.resources import Resource
    from shared.tokens import KeyRing

Sweep = Callable[[datetime], int]


def every(seconds: float) -> Callable[[Sweep], Sweep]:
    """Let a sweep run at a pace of its own, instead of once every CRM_SWEEP_SECONDS."""

    def mark(sweep: Sweep) -> Sweep:
        sweep.every_seconds = seconds  # type: ignore[attr-defined]
        return sweep

    return mark


def pause_after(sweep: Sweep, settings: Settings) -> float:
    """Seconds from the end of a sweep to its next run."""
    return float(getattr(sweep, "every_seconds", settings.sweep_seconds))


@dataclass
class Service:
    """One service in one process: its database, its reactions, its way to the others."""

    name: str
    app: Flask
    db: SQLAlchemy
    tables: Plumbing
    settings: Settings
    calls: "Calls"
    keys: "KeyRing"
    handlers: Handlers = field(default_factory=Handlers)
    # What it does when time passes; each returns how many rows it moved and is called until that is 0.
    sweeps: tuple[Sweep, ...] = ()
    # What `announce` publishes: each class of resources and the event that carries its present state.
    announces: "tuple[tuple[type[Resource], str], ...]" = ()
    # The table with the names of users.
    people: str = "people"
    # Callers whose row was found in the database: nobody is ever removed from it.
    seen_callers: set[UUID] = field(default_factory=set)
    # Called after each commit that left events in the outbox; the embedded bus listens here.
    committed: Callable[[], None] = lambda: None

    @property
    def dialect(self) -> str:
        return self.db.engine.dialect.name


def this_service() -> Service:
    """The service whose application is at work in this context."""
    service: Service = current_app.extensions["crm"]
    return service
