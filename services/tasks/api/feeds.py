"""Feeds of agendas: made and revoked by people, read by their calendars."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Response, abort, request
from marshmallow import fields
from werkzeug.exceptions import Forbidden

from services.tasks import ical
from services.tasks.models.base import db
from services.tasks.models.feeds import Feed
from services.tasks.models.known import Person
from shared import clock
from shared.api import PREFIX, Routes
from shared.listing import ListArgs, Listing
from shared.problems import Invalid
from shared.resources import Rendered
from shared.schemas import In, Out, PersonOut
from shared.service import this_service
from shared.tokens import ADMIN, MANAGER, OPERATOR, PUBLIC, User, current_user

routes = Routes("agenda-feeds", "Agendas para el calendario de cada quien")


class FeedFilters(ListArgs):
    operator_id = fields.List(fields.UUID())


class FeedIn(In):
    operator_id = fields.UUID(required=True)


class NewFeedOut(Out):
    """A feed with its address. It is shown this once: whoever has it can read the agenda."""

    id = fields.UUID(required=True)
    url = fields.Url(required=True)


class FeedOut(Out):
    """A feed, without its address."""

    id = fields.UUID(required=True)
    operator = fields.Nested(PersonOut, required=True)
    created_by = fields.Nested(PersonOut, required=True)
    created_at = fields.DateTime(required=True)


@routes.get("/agenda/feeds", role=OPERATOR)
@routes.arguments(FeedFilters, location="query")
@routes.list_of(FeedOut)
def list_feeds(filters: dict[str, Any]) -> Listing:
    """The feeds of one's own agenda, and those that one has asked for; the newest first."""
    query = Feed.rows().where(Feed.visible())
    if filters.get("operator_id"):
        query = query.where(Feed.operator_id.in_(filters["operator_id"]))
    return Listing(Feed, query, (Feed.created_at, Feed.id), filters, descending=True)


# Its answer is not kept for Idempotency-Key: it holds the secret, which nobody keeps.
@routes.post("/agenda/feeds", role=OPERATOR, idempotent=False)
@routes.arguments(FeedIn)
@routes.response(201, NewFeedOut)
def open_feed(wanted: dict[str, Any]) -> Rendered:
    """Ask for a feed of one's own agenda; managers also of the people of their branches."""
    user, operator_id = current_user(), wanted["operator_id"]
    if operator_id != user.id:
        _check_may_see(user, operator_id)
    Person.learn_caller()
    feed, secret = Feed.open(operator_id, by=user.id, at=clock.now())
    return {"id": feed.id, "url": f"{this_service().settings.public}{PREFIX}/agenda/feeds/{secret}.ics"}


def _check_may_see(user: User, operator_id: UUID) -> None:
    if user.role < MANAGER:
        raise Forbidden
    known = Person.learn(operator_id)
    works_with_us = user.role == ADMIN or (known and any(known.works_in(branch_id) for branch_id in user.branch_ids))
    if known is None or not known.active or not works_with_us:
        raise Invalid(operator_id="not-in-branch")


@routes.delete("/agenda/feeds/<uuid:id>", role=OPERATOR)
@routes.response(204)
def revoke_feed(id: UUID) -> None:
    """Close a feed: its address shows nothing any more."""
    theirs = sa.select(Feed).where(Feed.id == id, Feed.visible()).with_for_update()
    feed = db.session.scalars(theirs).one_or_none() or abort(404)
    feed.revoke()


@routes.get("/agenda/feeds/<string:secret>.ics", role=PUBLIC)
@routes.response(200, {"type": "string"}, content_type="text/calendar")
def read_feed(secret: str) -> Response:
    """An agenda in the iCalendar format: 60 days back and a year ahead. The secret in the address is the key."""
    feed, now = Feed.opened_by(secret) or abort(404), clock.now()
    tasks = feed.tasks(now)
    answer = Response(content_type=ical.CONTENT_TYPE)
    # Calendars ask every few minutes, and seldom is anything new; but what was revoked must be gone at once.
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.set_etag(ical.fingerprint(feed.name, tasks))
    answer.make_conditional(request)
    if answer.status_code == HTTPStatus.OK:
        answer.set_data(ical.calendar_of(feed.name, tasks))
    return answer
