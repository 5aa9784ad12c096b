"""The bell of each user, and what became of every message."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.notifications.models import Delivery, Incoming, Notification
from services.notifications.models.health import health
from services.notifications.schemas.messages import (
    DeliveryFilters,
    DeliveryHealthOut,
    DeliveryOut,
    HealthArgs,
    IncomingFilters,
    IncomingMessageOut,
    NotificationFilters,
    NotificationOut,
    ReadAllOut,
)
from shared import clock
from shared.api import Routes
from shared.listing import Listing
from shared.resources import Rendered
from shared.schemas import NoFields
from shared.tokens import MANAGER, OPERATOR

routes = Routes("notifications", "Avisos: la campana de cada persona y los mensajes enviados.")


@routes.get("/notifications", role=OPERATOR)
@routes.arguments(NotificationFilters, location="query")
@routes.list_of(NotificationOut)
def list_notifications(filters: dict[str, Any]) -> Listing:
    """The notices of the signed-in user, the newest first."""
    query = Notification.rows().where(Notification.visible())
    if filters["unread"]:
        query = query.where(Notification.read_at.is_(None))
    return Listing(Notification, query, (Notification.due_at, Notification.id), filters, descending=True)


@routes.post("/notifications/<uuid:id>/read", role=OPERATOR)
@routes.arguments(NoFields)
@routes.response(200, NotificationOut)
def read(_nothing: dict[str, Any], id: UUID) -> Notification:
    """Note that the notice was read; the first time counts."""
    notification = Notification.for_change(id)
    notification.read(at=clock.now())
    return notification


@routes.post("/notifications/read-all", role=OPERATOR)
@routes.arguments(NoFields)
@routes.response(200, ReadAllOut)
def read_all(_nothing: dict[str, Any]) -> dict[str, int]:
    """Note that the signed-in user has read every notice."""
    return {"read": Notification.read_all(at=clock.now())}


@routes.get("/deliveries", role=OPERATOR)
@routes.arguments(DeliveryFilters, location="query")
@routes.list_of(DeliveryOut)
def list_deliveries(filters: dict[str, Any]) -> Listing:
    """Every message of the own branches, the newest first."""
    query = Delivery.rows().where(Delivery.visible(), *_asked_for(filters))
    if not filters["upcoming"]:
        query = query.where(~Delivery.is_upcoming(clock.now()))
    return Listing(Delivery, query, (Delivery.created_at, Delivery.id), filters, descending=True)


def _asked_for(filters: dict[str, Any]) -> Iterator[sa.ColumnElement[bool]]:
    for name in ("channel", "status", "template", "recipient_type", "client_id", "branch_id"):
        if name in filters:
            yield getattr(Delivery, name).in_(filters[name])
    if "from_" in filters:
        yield Delivery.made_since(filters["from_"])
    if "to" in filters:
        yield sa.not_(Delivery.made_since(filters["to"] + timedelta(days=1)))


@routes.get("/incoming-messages", role=OPERATOR)
@routes.arguments(IncomingFilters, location="query")
@routes.list_of(IncomingMessageOut)
def list_incoming(filters: dict[str, Any]) -> Listing:
    """What clients wrote to the own branches, the newest first."""
    query = Incoming.rows().where(Incoming.visible())
    for name in ("client_id", "branch_id"):
        if name in filters:
            query = query.where(getattr(Incoming, name).in_(filters[name]))
    return Listing(Incoming, query, (Incoming.received_at, Incoming.id), filters, descending=True)


@routes.post("/deliveries/<uuid:id>/retry", role=MANAGER)
@routes.arguments(NoFields)
@routes.response(200, DeliveryOut)
def retry(_nothing: dict[str, Any], id: UUID) -> Delivery:
    """Send again what could not be sent."""
    delivery = Delivery.for_change(id)
    delivery.retry(at=clock.now())
    return delivery


@routes.get("/deliveries/health", role=OPERATOR)
@routes.arguments(HealthArgs, location="query")
@routes.response(200, DeliveryHealthOut)
def get_health(filters: dict[str, Any]) -> Rendered:
    """Whether messages go out: when the last one did, how many wait, are stuck and have failed today."""
    return health([Delivery.visible(), *_asked_for(filters)], at=clock.now())
