"""Idempotency keys: a request sent twice happens once, and is answered the same."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import IO, Any
from uuid import UUID

import sqlalchemy as sa
from flask import Response, g, request

from shared import clock
from shared.db import rows_changed
from shared.ids import new_id
from shared.inbox import insert
from shared.problems import Invalid, Refused
from shared.service import this_service
from shared.tokens import current_user

HEADER = "Idempotency-Key"
KEPT_FOR = timedelta(hours=24)
# A claim older than this belongs to a request that died.
DEAD_AFTER = timedelta(seconds=30)
_BLOCK = 1024 * 1024
_KEPT_HEADERS = ("Content-Type", "Location", "ETag")


class InProgress(Refused):
    """The first request with the key still runs."""

    status, name = 409, "idempotency-in-progress"

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "1"})


class KeyReused(Refused):
    """The key came before, with another body."""

    status, name = 422, "idempotency-key-reused"


def key_of_this_request() -> str:
    """The key for calls that this request makes; stays the same when its work is done again."""
    if "call_key" not in g:
        g.call_key = request.headers.get(HEADER) or str(new_id())
    return str(g.call_key)


def once(answer: Callable[[], Response]) -> Response:
    """Answer a request, or give the answer it had before.

    The answer is kept in the transaction of its effect: neither can be without the other.
    """
    key = request.headers.get(HEADER)
    if not key:
        return finished(answer())
    if len(key) > 255 or not key.isprintable():
        raise Invalid(**{HEADER: "too-long|255"})
    claim = _Claim(key)
    kept = claim.take()
    if kept is not None:
        return kept
    try:
        response = answer()
        if response.status_code < 300:
            claim.keep(response)
        return finished(response)
    except BaseException:
        this_service().db.session.rollback()
        claim.free()
        raise


def finished(response: Response) -> Response:
    """Commit what a request changed, unless its answer says that it failed."""
    session = this_service().db.session
    if response.status_code < 400:
        session.commit()
    return response


class _Claim:
    """The right of one request to work under a key."""

    def __init__(self, key: str) -> None:
        self._session = this_service().db.session
        self._table = this_service().tables.idempotency
        self._id: UUID = new_id()
        self._identity = {"key": key, "user_id": current_user().id, "path": request.path}
        self._fingerprint = _fingerprint()

    def take(self) -> Response | None:
        """Claim the key, or find what it was answered.

        :raises InProgress: somebody else holds the claim
        :raises KeyReused: it was used with another body
        """
        now = clock.now()
        fresh: dict[str, Any] = {"fingerprint": self._fingerprint, "claim": self._id, "claimed_at": now}
        table = self._table
        taken = self._session.execute(
            insert(this_service().dialect, table)
            .values(**self._identity, **fresh)
            .on_conflict_do_update(
                index_elements=[table.c.key, table.c.user_id, table.c.path],
                set_={**fresh, "status": None, "headers": None, "body": None},
                where=sa.or_(
                    sa.and_(table.c.status.is_(None), table.c.claimed_at < now - DEAD_AFTER),
                    table.c.claimed_at < now - KEPT_FOR,
                ),
            )
            .returning(table.c.claim)
        ).one_or_none()
        self._session.commit()
        return None if taken else self._kept()

    def _kept(self) -> Response | None:
        row = self._session.execute(sa.select(self._table).filter_by(**self._identity)).one_or_none()
        self._session.rollback()
        if row is None:
            return self.take()
        if row.fingerprint != self._fingerprint:
            raise KeyReused
        if row.status is None:
            raise InProgress
        return Response(row.body, row.status, headers=row.headers)

    def keep(self, response: Response) -> None:
        """Keep the answer, in the transaction of what it tells.

        :raises InProgress: the request took so long that another one was let in
        """
        headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
        kept = self._session.execute(
            sa.update(self._table)
            .filter_by(**self._identity, claim=self._id)
            .values(status=response.status_code, headers=headers, body=response.get_data())
        )
        if rows_changed(kept) != 1:
            raise InProgress

    def free(self) -> None:
        self._session.execute(sa.delete(self._table).filter_by(**self._identity, claim=self._id))
        self._session.commit()


def _fingerprint() -> str:
    """What tells one body from another; of a multipart body its parts, since the boundary is random."""
    digest = hashlib.sha256()
    if request.mimetype == "multipart/form-data":
        parts = [(name, hashlib.sha256(value.encode())) for name, value in request.form.items(multi=True)]
        parts += [(name, _of_file(file.stream)) for name, file in request.files.items(multi=True)]
        for name, content in sorted((name, content.digest()) for name, content in parts):
            digest.update(hashlib.sha256(name.encode()).digest() + content)
    else:
        digest.update(request.get_data())
    digest.update(request.query_string)
    return digest.hexdigest()


def _of_file(stream: IO[bytes]) -> Any:
    """The hash of a file that may be larger than what one would like to hold."""
    digest = hashlib.sha256()
    while block := stream.read(_BLOCK):
        digest.update(block)
    stream.seek(0)
    return digest


def forget_old_keys(now: Any) -> int:
    """Forget the keys of answers that are no longer kept; a sweep of every service.

    :returns: how many
    """
    table = this_service().tables.idempotency
    deleted = this_service().db.session.execute(sa.delete(table).where(table.c.claimed_at < now - KEPT_FOR))
    this_service().db.session.commit()
    return rows_changed(deleted)
