"""The tables of tasks and the rules they obey."""

from services.tasks.models import indexes

__all__ = ["indexes"]
