"""What the first start makes: a branch, somebody who can sign in, and a key to sign tokens with."""

import secrets
from datetime import datetime

import sqlalchemy as sa

from services.identity import passwords
from services.identity.models import Branch, SigningKey, User, db
from services.identity.models.base import queue_for
from shared.config import BadSetting, Settings
from shared.db import reading
from shared.telemetry import done_by
from shared.texts import LANGUAGES, field_message
from shared.tokens import ADMIN

DEFAULT_EMAIL = "admin@example.com"


def first_start(settings: Settings, at: datetime) -> str | None:
    """Make what is missing to sign in for the first time, inside the application's context.

    Any number may do so at once, and again.

    :returns: the text to print, once, where a password was made up
    :raises BadSetting: CRM_ADMIN_PASSWORD may not be chosen as a password
    """
    SigningKey.make_first(at)
    db.session.commit()
    if _has_users():
        return None
    password = settings.admin_password or secrets.token_urlsafe(15)
    wrong = passwords.what_is_wrong(password)
    if wrong:
        raise BadSetting(f"CRM_ADMIN_PASSWORD: {field_message(wrong, LANGUAGES[1])}")
    email = (settings.admin_email or DEFAULT_EMAIL).strip().lower()
    if not _make_administrator(settings, email, passwords.hashed(password), at) or settings.admin_password:
        return None
    return f"The first administrator: {email}, password: {password} (it is not shown again)"


def _has_users() -> bool:
    with reading():
        found = db.session.scalar(sa.select(sa.select(User.id).exists()))
        db.session.rollback()
    return bool(found)


def _make_administrator(settings: Settings, email: str, password_hash: str, at: datetime) -> bool:
    """Make them, with the first branch, unless somebody else has just done so."""
    queue_for("house")
    if db.session.scalar(sa.select(sa.select(User.id).exists())):
        db.session.rollback()
        return False
    with done_by(None):
        if Branch.oldest() is None:
            zone, region = settings.time_zone, settings.phone_region
            Branch.open({"name": "Central", "time_zone": zone, "phone_region": region, "pack": "clinic"})
        fields = {"name": "Administrador", "email": email, "role": ADMIN.label, "active": True}
        User.register(fields, password_hash, at)
    db.session.commit()
    return True
