"""A client's reminder from its leaving to the answer, played through stand-in providers (`crm providers`)."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

from cli.client import Person

# Seconds until a reminder leaves, a status is told and an answer is read.
SOON = 20.0
# An appointment so far ahead is reminded of while one waits: the usual rule says two hours before.
AHEAD = timedelta(hours=2, seconds=5)

Step = Callable[[str, Callable[[], Any]], Any]


class ReminderTour:
    """One appointment that is reminded of, and one that is not.

    :param step: does and prints a step
    """

    def __init__(self, person: Person, step: Step) -> None:
        self._person, self._step = person, step
        self._providers = _stand_in_at(os.environ.get("CRM_WHATSAPP_API_URL", ""))

    def play(self, make_client: Callable[[], dict[str, Any]], branch_id: str) -> None:
        if not self._providers:
            print("  No se recorre: en CRM_WHATSAPP_API_URL no hay proveedores de prueba (crm providers).")
            return
        client, kind = make_client(), self._kind()
        number = client["phone"]
        consent = {"whatsapp": "granted"}
        self._step("La persona acepta avisos por WhatsApp", lambda: self._consent(client["id"], consent))
        task = self._step("Tiene una cita dentro de dos horas", lambda: self._plan(client["id"], kind, branch_id))
        self._step("El recordatorio sale; vuelven «entregado» y «leído»", lambda: self._is(task, "read"))
        self._step("Contesta CONFIRMO: queda en la cita", lambda: self._confirm(task, number))
        self._step("… y es una interacción entrante", lambda: self._interaction(client["id"], "CONFIRMO"))
        self._step("Contesta BAJA: el permiso queda revocado", lambda: self._stop(client["id"], number))
        other = self._step("Otra cita dentro de dos horas", lambda: self._plan(client["id"], kind, branch_id))
        self._step("Su recordatorio ya no sale", lambda: self._is(other, "suppressed"))
        assert len(self._taken(number)) == 1, self._taken(number)

    def _kind(self) -> str:
        kinds = self._person.get("task-types", limit=200)["items"]
        return str(next(each["id"] for each in kinds if each["reminds_client"]))

    def _consent(self, client_id: str, consents: dict[str, str]) -> None:
        kept = self._person.put(f"consents/{client_id}", consents)
        assert kept["whatsapp"] == "granted", kept

    def _plan(self, client_id: str, kind: str, branch_id: str) -> Any:
        planned = {"planned_at": (datetime.now(UTC) + AHEAD).isoformat(), "branch_id": branch_id}
        body = {"client_id": client_id, "type_id": kind, "description": "Cita con recordatorio"}
        return self._person.post("tasks", body | planned)

    def _is(self, task: dict[str, Any], status: str) -> None:
        def reached(answer: Any) -> bool:
            about = [each for each in answer["items"] if each["record"]["id"] == task["id"]]
            return any(each["status"] == status for each in about)

        whose = {"client_id": task["client"]["id"], "channel": "whatsapp"}
        self._person.until(SOON, "deliveries", reached, **whose)

    def _confirm(self, task: dict[str, Any], number: str) -> None:
        self._write(number, "CONFIRMO")
        self._person.until(SOON, f"tasks/{task['id']}", lambda now: now["client_answer"] == "confirmed")

    def _interaction(self, client_id: str, said: str) -> None:
        def registered(answer: Any) -> bool:
            return any(each["notes"] == said and each["direction"] == "inbound" for each in answer["items"])

        self._person.until(SOON, "interactions", registered, client_id=client_id)

    def _stop(self, client_id: str, number: str) -> None:
        self._write(number, "BAJA")
        self._person.until(SOON, f"consents/{client_id}", lambda now: now["whatsapp"] == "revoked")

    def _write(self, sender: str, body: str) -> None:
        message = {"provider": "whatsapp", "sender": sender, "body": body}
        requests.post(f"{self._providers}/control/incoming", json=message, timeout=5).raise_for_status()

    def _taken(self, number: str) -> list[Any]:
        ledger = requests.get(f"{self._providers}/control/ledger", timeout=5).json()
        return [each for each in ledger["taken"] if each["to"].lstrip("+") == number.lstrip("+")]


def _stand_in_at(api_url: str) -> str:
    """The stand-in providers behind an address of the WhatsApp API; empty where it is not theirs."""
    base = api_url.removesuffix("/graph")
    try:
        is_theirs = base != api_url and requests.get(f"{base}/control/ledger", timeout=2).ok
    except requests.RequestException:
        is_theirs = False
    return base if is_theirs else ""
