"""What happens in the middle of a transaction on PostgreSQL, where another one can be at work at the same time."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest
import sqlalchemy as sa

from shared.testing.fixtures import Bench
from shared.testing.waiting import until

# For the fixture `bench`: on SQLite nobody writes while another one does.
ON_POSTGRESQL = pytest.mark.parametrize(
    "bench", [pytest.param("postgresql", marks=pytest.mark.servers)], indirect=True
)


@contextmanager
def halfway(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, meanwhile: Callable[[], object]
) -> Iterator[None]:
    """Let something else begin once a function has been called inside; go on when that waits for a lock, or is over.

    :param owner: the class or module of the function with that name
    """
    reached, over, function = Event(), Event(), getattr(owner, name)

    def called(*args: Any, **options: Any) -> Any:
        result = function(*args, **options)
        reached.set()
        until(lambda: over.is_set() or _somebody_waits(bench))
        return result

    def begun() -> None:
        assert reached.wait(10)
        meanwhile()
        over.set()

    with monkeypatch.context() as patch, ThreadPoolExecutor(1) as pool:
        patch.setattr(owner, name, called)
        other = pool.submit(begun)
        yield
        other.result(20)


def _somebody_waits(bench: Bench) -> bool:
    with bench.app.app_context(), bench.service.db.engine.connect() as connection:
        return bool(connection.scalar(sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")))
