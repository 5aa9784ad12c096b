"""What this service does when time passes."""

from datetime import datetime

from services.contacts.importing.work import Workshop, forget_old_rows
from shared.service import every

# Whoever has uploaded a file waits for it.
_PAUSE_SECONDS = 0.5
_workshop = Workshop()


@every(_PAUSE_SECONDS)
def go_on_with_imports(now: datetime) -> int:
    """Do the next step of an import.

    :returns: how many steps were done
    """
    return _workshop.step(now)


@every(3600)
def forget_imported_rows(now: datetime) -> int:
    """Forget what files said about people, once it is no longer needed.

    :returns: how many rows
    """
    return forget_old_rows(now)
