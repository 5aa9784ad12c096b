"""What becomes of a message that came in: an inbound interaction of the client, authored by nobody."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.notifications.models import Branch, Client, Consent, db
from services.notifications.models.incoming import Incoming
from shared import clock, tracing
from shared.crash import crash_point
from shared.problems import Passed, Refused, Unavailable
from shared.service import this_service
from shared.telemetry import log
from shared.texts import LANGUAGES, text

METHODS = {"whatsapp": "whatsapp", "sms": "message"}
# What to do again later, besides what a service that is away could not do; but not for somebody forgotten meanwhile.
PASSING = {401, 403, 408, 409, 429}
FOR_GOOD = "person-erased"
# A token that ends sooner than this is not used any more.
MARGIN = timedelta(seconds=30)


@dataclass(frozen=True)
class _Token:
    value: str
    until: datetime


class Answerer:
    """One thread's work: makes interactions of what came in, one after the other."""

    def __init__(self) -> None:
        self._token: _Token | None = None

    def round(self) -> int:
        """Deal with the message that has waited longest.

        :returns: how many there were
        """
        incoming = Incoming.claim(clock.now())
        db.session.commit()
        if incoming is None:
            return 0
        crash_point("incoming.after_claim")
        try:
            with tracing.part("answer message"):
                self._deal_with(incoming)
        except Unavailable as error:
            _rest(incoming, "away", error)
        except Passed as refusal:
            if refusal.status == 401:
                self._token = None
            if refusal.status in PASSING and refusal.name != FOR_GOOD:
                _rest(incoming, refusal.name, refusal)
            else:
                log.error("message refused", message=str(incoming.id), problem=refusal.name)
                incoming.give_up(refusal.name[:60])
        db.session.commit()
        return 1

    def finish(self) -> None:
        """Nothing is left open between two rounds."""

    def _deal_with(self, incoming: Incoming) -> None:
        if incoming.interaction_id is None:
            interaction = self._register(incoming)
            crash_point("incoming.before_commit")
            client_id, branch_id = UUID(interaction["client"]["id"]), UUID(interaction["branch_id"])
            was_unknown = incoming.client_id is None
            incoming.became(UUID(interaction["id"]), client_id, branch_id)
            if not (was_unknown and incoming.consent):
                incoming.next_attempt_at = None
                return
            db.session.commit()
        self._note_consent(incoming)

    def _note_consent(self, incoming: Incoming) -> None:
        """What somebody says of being written to counts as soon as they are known here."""
        assert incoming.client_id
        if db.session.get(Client, incoming.client_id) is None:
            incoming.rest(clock.now(), "not-known-yet")
            return
        assert incoming.consent
        Consent.set(incoming.client_id, {incoming.channel: incoming.consent}, at=clock.now())
        incoming.next_attempt_at, incoming.error = None, None

    def _register(self, incoming: Incoming) -> dict[str, Any]:
        """The interaction; asked for again it is the same one, by its key.

        So the same is asked, whatever has become known since the message came.

        :raises Passed: it was refused
        """
        if incoming.client_id:
            return self._post(incoming, {"contact": {"client_id": str(incoming.client_id)}})
        branch_id = incoming.branch_id or _first_branch()
        its_day = clock.day_of(incoming.received_at, Branch.zone_of(branch_id)).isoformat()
        contact = {**_name(incoming), "phone": incoming.address}
        try:
            return self._post(incoming, {"contact": contact, "branch_id": str(branch_id), "follow_up_on": its_day})
        except Passed as refusal:
            candidates = refusal.members.get("candidates")
            if refusal.name != "possible-duplicate" or not candidates:
                raise
            # Contacts knows them; the news have not come here yet. It is another question, so it has another key.
            return self._post(incoming, {"contact": {"client_id": candidates[0]["id"]}}, key="known-")

    def _post(self, incoming: Incoming, body: dict[str, Any], key: str = "") -> dict[str, Any]:
        told = {
            "method": METHODS[incoming.channel],
            "direction": "inbound",
            "occurred_at": min(incoming.written_at, incoming.received_at).isoformat(),
            "notes": incoming.body[:10_000],
        }
        headers = {"Authorization": f"Bearer {self._valid_token()}", "Idempotency-Key": f"{key}{incoming.id}"}
        calls = this_service().calls
        found: dict[str, Any] = calls.request(
            "POST", "interactions", "/interactions", json=body | told, headers=headers
        )
        return found

    def _valid_token(self) -> str:
        now = clock.now()
        if self._token is None or self._token.until < now + MARGIN:
            secret = next(iter(this_service().settings.service_secret), "")
            granted = this_service().calls.post("identity", "/auth/service", {"secret": secret})
            self._token = _Token(granted["access_token"], now + timedelta(seconds=granted["expires_in"]))
        return self._token.value


def _rest(incoming: Incoming, reason: str, error: Refused) -> None:
    log.warning("message waits", message=str(incoming.id), problem=error.name)
    incoming.rest(clock.now(), reason[:60])


def _name(incoming: Incoming) -> dict[str, str]:
    """The name that the profile tells, in two parts; that of nobody where it tells none."""
    first, _, last = " ".join(incoming.profile_name.split()).partition(" ")
    nobody = text("incoming.nobody", LANGUAGES[0])
    return {
        "first_name": first or nobody,
        "last_name": last or text(f"incoming.from-{incoming.channel}", LANGUAGES[0]),
    }


def _first_branch() -> UUID:
    first = db.session.query(Branch.id).order_by(Branch.id).first()
    if first is None:
        raise Unavailable("identity")
    return first[0]
