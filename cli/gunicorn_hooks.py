"""What a gunicorn that `up` started does beyond its options; for `--config python:cli.gunicorn_hooks`."""

from typing import Any

from cli.child import die_with_parent


def post_fork(server: Any, worker: Any) -> None:
    """A worker whose master was killed would first finish its open requests, however long they take."""
    die_with_parent(worker.ppid)
