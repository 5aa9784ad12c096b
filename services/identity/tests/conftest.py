"""The house of the tests: the people of `shared.testing.fixtures`, who can sign in here."""

from contextvars import copy_context
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from services.identity import passwords
from services.identity.app import create_app
from services.identity.models import Branch, Employment, SigningKey, User, db
from services.identity.tests.people import PASSWORD, email_of
from shared.testing import fixtures
from shared.testing.fixtures import BRANCHES, PEOPLE, Bench, bench_of
from shared.tokens import KeyRing

EARLY = datetime(2026, 1, 1, tzinfo=UTC)
_password_hash = passwords.hashed(PASSWORD)

empty = bench_of("identity", create_app)


@pytest.fixture
def bench(empty: Bench) -> Bench:
    """The service with the house in it; it takes the tokens of the tests and its own."""
    with empty.app.app_context():
        _move_in()
        SigningKey.make_first(EARLY)
        db.session.commit()
    empty.service.keys = KeyRing(lambda: {"keys": [fixtures._public, *_published(empty)]})
    return empty


def _published(bench: Bench) -> list[dict[str, str]]:
    # In a context of its own: it is asked in the middle of another request.
    return copy_context().run(bench.as_(None).get, "/auth/jwks.json").json["keys"]


def _move_in() -> None:
    db.session.execute(
        sa.insert(Branch),
        [
            {"id": id, "version": 1, "opening_hours": None, "quiet_hours": None, "holidays": [], **fields}
            for id, fields in BRANCHES.items()
        ],
    )
    plain = {"version": 1, "phone": None, "active": True, "created_at": EARLY, "updated_at": EARLY}
    for id, person in PEOPLE.items():
        fields = {"name": person["name"], "role": person["role"], "password_hash": _password_hash}
        db.session.execute(sa.insert(User), [{"id": id, "email": email_of(id), **plain, **fields}])
        for position, branch_id in enumerate(person["branch_ids"]):
            db.session.add(Employment(user_id=id, branch_id=branch_id, position=position))
        db.session.flush()
