"""How people want to be told: each user's own preferences, and what clients have agreed to."""

from typing import Any
from uuid import UUID

from flask import abort

from services.notifications.digests import plan_again
from services.notifications.models import Client, Consent, Preferences
from services.notifications.schemas.people import ConsentIn, ConsentOut, PreferencesIn, PreferencesOut
from shared import clock
from shared.api import Routes
from shared.tokens import OPERATOR, current_user

routes = Routes("preferences", "Cómo quiere recibir avisos cada persona, y qué permitió cada cliente.")


@routes.get("/preferences", role=OPERATOR)
@routes.response(200, PreferencesOut)
def get_preferences() -> Preferences:
    """How the signed-in user wants to be told."""
    return Preferences.of(current_user().id)


@routes.put("/preferences", role=OPERATOR)
@routes.arguments(PreferencesIn)
@routes.response(200, PreferencesOut)
def change_preferences(wanted: dict[str, Any]) -> Preferences:
    """Say how; what is left out stays."""
    preferences = Preferences.of(current_user().id, locked=True)
    preferences.check_if_match()
    preferences.change(wanted)
    plan_again([preferences.id], clock.now())
    return preferences


@routes.get("/consents/<uuid:client_id>", role=OPERATOR)
@routes.response(200, ConsentOut)
def get_consent(client_id: UUID) -> Consent:
    """By which channels a client has agreed to be written to."""
    return Consent.of(_visible(client_id).id)


@routes.put("/consents/<uuid:client_id>", role=OPERATOR)
@routes.arguments(ConsentIn)
@routes.response(200, ConsentOut)
def change_consent(said: dict[str, Any], client_id: UUID) -> Consent:
    """Note what a client said; what is left out stays."""
    client = _visible(client_id)
    consent = Consent.of(Client.hold(client.id), locked=True)
    consent.check_if_match()
    consent.change(said, at=clock.now())
    return consent


def _visible(client_id: UUID) -> Client:
    """A client of the own branches; of a duplicate, the one kept."""
    client = Client.learn(client_id)
    if client is None or not current_user().sees(client.branch_id):
        abort(404)
    return client
