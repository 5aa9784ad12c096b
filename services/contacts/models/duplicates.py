"""Who may be somebody that the house knows already, why, and how likely."""

from collections.abc import Collection, Iterable
from math import prod
from typing import Any, NamedTuple, Self
from uuid import UUID

import sqlalchemy as sa
from rapidfuzz.distance import OSA

from services.contacts.likeness import Likeness, likeness
from services.contacts.models import keys, namesakes
from services.contacts.models.base import db, full_name
from services.contacts.names import Name, keys_of, read
from services.contacts.phones import same_for_all
from shared.resources import Rendered

REASONS = SAME_PHONE, SAME_EMAIL, SIMILAR_PHONE, SAME_NAME, SIMILAR_NAME = (
    "same-phone", "same-email", "similar-phone", "same-name", "similar-name",
)  # fmt: skip
# From this score on two are likely one; below it a name alone says nothing.
LIKELY = 0.6
# How far each reason makes it likely. Where names differ, a phone or e-mail is rather a family's.
_SAYS = {SAME_PHONE: 0.75, SAME_EMAIL: 0.8, SIMILAR_PHONE: 0.5}
_OF_A_FAMILY = 0.65
_ALIKE = 0.75
# A name says more, the more words of it fit; and little, where both have a phone, and another one.
_BY_WORDS = {0: 0.0, 1: 0.3, 2: 0.65}
_BY_MORE_WORDS = 0.9
_WITH_OTHER_PHONES = 0.5
# With so many last digits of a phone people mistake themselves.
_LAST_DIGITS = 2
_SHARING_AT_MOST = 100


class Known(NamedTuple):
    """What is known of a person, as far as it tells them from others."""

    name: Name
    phones: frozenset[str]
    emails: frozenset[str]

    @classmethod
    def of(cls, first_name: str, last_name: str, phones: Iterable[str | None], emails: Iterable[str | None]) -> Self:
        numbers = (same_for_all(phone) for phone in phones if phone)
        return cls(read(first_name, last_name), frozenset(numbers), frozenset(filter(None, emails)))


class Assessment(NamedTuple):
    """How likely two are one person, from 0 to 1, and why."""

    score: float
    reasons: list[str]


def assess(one: Known, other: Known) -> Assessment:
    """Whether two are one person; it makes no difference which is which."""
    alike = likeness(one.name, other.name)
    says = {
        reason: _SAYS[reason] * (_OF_A_FAMILY if alike.contrary else 1.0)
        for reason, there in (
            (SAME_PHONE, one.phones & other.phones),
            (SAME_EMAIL, one.emails & other.emails),
        )
        if there
    }
    if alike.value >= _ALIKE:
        told = _told_by(alike)
        if not says and one.phones and other.phones:
            if _similar(one.phones, other.phones):
                says[SIMILAR_PHONE] = _SAYS[SIMILAR_PHONE]
            else:
                told *= _WITH_OTHER_PHONES
        says[SAME_NAME if alike.value == 1.0 else SIMILAR_NAME] = told
    score = 1 - prod(1 - each for each in says.values())
    return Assessment(round(score, 2), [reason for reason in REASONS if reason in says])


def _told_by(alike: Likeness) -> float:
    return alike.value * _BY_WORDS.get(alike.words, _BY_MORE_WORDS)


def _similar(some: Iterable[str], others: Collection[str]) -> bool:
    """Whether a phone of one is a slip of one of the other."""
    return any(
        one[:-_LAST_DIGITS] == other[:-_LAST_DIGITS] or OSA.distance(one, other, score_cutoff=1) <= 1
        for one in some
        for other in others
    )


def like(known: Known, branch_id: UUID, clients: type[Any], *, but: UUID, limit: int) -> list[Rendered]:
    """The clients of a branch who may be this person, the likeliest first.

    Where there are more, it is those who have none of their phones and e-mails that are left out.

    :param but: the client that it is
    """
    who = db.session.execute(_who_may_be(known, branch_id, clients).where(clients.id != but))
    found = [_shown(row, assess(known, _known(row))) for row in who]
    sharing = [each for each in found if {SAME_PHONE, SAME_EMAIL} & set(each["reasons"])]
    others = [each for each in found if each not in sharing and each["score"] >= LIKELY]
    first = [*_likeliest(sharing), *_likeliest(others)][:limit]
    return _likeliest(first)


def _likeliest(found: list[Rendered]) -> list[Rendered]:
    return sorted(found, key=lambda each: (-each["score"], each["id"]))


def _known(row: Any) -> Known:
    phones, emails = [row.phone, *row.other_phones], [row.email, *row.other_emails]
    return Known.of(row.first_name, row.last_name, phones, emails)


def _shown(row: Any, assessed: Assessment) -> Rendered:
    return {
        "id": row.id,
        "name": full_name(row.first_name, row.last_name),
        "phone": row.phone,
        "email": row.email,
        "reasons": assessed.reasons,
        "score": assessed.score,
    }


def _who_may_be(known: Known, branch_id: UUID, clients: type[Any]) -> sa.Select[Any]:
    columns = (
        clients.id, clients.first_name, clients.last_name, clients.phone, clients.email, clients.other_phones,
        clients.other_emails,
    )  # fmt: skip
    ids = [namesakes.sharing(branch_id, keys_of(known.name))]
    shared = keys.keys_of(known.phones, known.emails)
    if shared:
        theirs = sa.select(keys.ClientKey.client_id).where(keys.having(branch_id, shared))
        ids.append(theirs.limit(_SHARING_AT_MOST))
    # One set of ids: of two, joined by OR, no database makes use of an index.
    anybody = sa.union(*(sa.select(each.subquery()) for each in ids))
    return sa.select(*columns).where(clients.id.in_(anybody), clients.listed())
