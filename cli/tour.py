"""Play the main job through a running gateway, and print each step with its time."""

import argparse
import os
import secrets
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import requests

from cli.client import Person, Refusal
from cli.demo import EMAIL, PASSWORD

# Seconds until what one service did is seen in another, and until a sweep must have passed.
SOON = 5.0
SWEPT = 90.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="where the gateway is")
    parser.add_argument("--full", action="store_true", help="also a sale, a gym, a school, and what managers do")


def run(args: argparse.Namespace) -> int:
    email = os.environ.get("CRM_ADMIN_EMAIL") or EMAIL
    password = os.environ.get("CRM_ADMIN_PASSWORD") or PASSWORD
    # Imported here: it builds on what stands below.
    from cli.full_tour import FullTour

    tour = (FullTour if args.full else Tour)(args.url, email, password)
    try:
        tour.play()
    except (Refusal, TimeoutError, AssertionError, requests.RequestException) as error:
        print(f"✗ {error or 'not as it should be'}", file=sys.stderr)
        return 1
    return 0


class Tour:
    """One visit to every part of the main job."""

    def __init__(self, url: str, email: str, password: str) -> None:
        self._url, self._email, self._password = url, email, password
        self._tag = secrets.token_hex(3).upper()
        self._person: Person
        self._today: date

    def play(self) -> None:
        self._step("Iniciar sesión", self._sign_in)
        known = self._step("Cliente conocido", lambda: self._make_client("Carmen"))
        first = self._step("Interacción con fecha de seguimiento", lambda: self._register_for(known["id"]))
        self._step("… de un paciente: nace su cliente, vinculado", self._register_for_patient)
        self._step("… de un nombre nuevo: nace su cliente", self._register_for_new_name)
        follow_up = self._step("Aparece en Seguimientos Pendientes, Vencido", lambda: self._pending(first, "overdue"))
        self._step("El barrido lo anuncia y llega el aviso (campana)", lambda: self._bell(follow_up))
        self._step("Por correo también (sin proveedor: en la consola)", lambda: self._delivery(follow_up))
        following = self._step("Completar con resultado y programar el siguiente", lambda: self._complete(follow_up))
        last = self._step("Cierre en un paso: llamada, completado y siguiente", lambda: self._in_one_step(following))
        self._step("Mover la fecha mueve el seguimiento", lambda: self._move(last))
        self._step("Borrar la fecha lo cancela", lambda: self._clear(last))
        self._step("Ponerla de nuevo lo reabre", lambda: self._set_again(last))
        self._step("Eliminar la interacción lo cancela", lambda: self._delete(last))
        self._step("Panel y ficha del cliente", lambda: self._panel(known["id"]))
        print("El recorrido está completo.")

    def _step(self, name: str, do: Callable[[], Any]) -> Any:
        started = perf_counter()
        result = do()
        print(f"✓ {name:<58}{(perf_counter() - started) * 1000:8.0f} ms", flush=True)
        return result

    def _sign_in(self) -> None:
        self._person = Person(self._url, self._email, self._password)
        branch = self._person.get("branches")["items"][0]
        self._today = datetime.now(UTC).astimezone(ZoneInfo(branch["time_zone"])).date()

    def _phone(self) -> str:
        return f"55{secrets.randbelow(10**8):08}"

    def _day(self, offset: int) -> str:
        return (self._today + timedelta(days=offset)).isoformat()

    def _make_client(self, first_name: str) -> dict[str, Any]:
        names = {"first_name": first_name, "last_name": f"Recorrido {self._tag}"}
        made: dict[str, Any] = self._person.post("clients", {**names, "phone": self._phone()})
        return made

    def _register(self, contact: dict[str, Any], **fields: Any) -> dict[str, Any]:
        # Of yesterday, for yesterday: a promise whose day has passed.
        told = {"method": "call", "occurred_at": self._day(-1), "notes": f"Recorrido {self._tag}"}
        made: dict[str, Any] = self._person.post("interactions", {"contact": contact, **told, **fields})
        return made

    def _register_for(self, client_id: str) -> dict[str, Any]:
        return self._register({"client_id": client_id}, follow_up_on=self._day(-1))

    def _register_for_patient(self) -> None:
        names = {"first_name": "Paco", "last_name": f"Paciente {self._tag}"}
        patient = self._person.post("patients", names)
        contact = {"patient_id": patient["id"], "phone": self._phone()}
        made = self._register(contact, follow_up_on=self._day(0))
        linked = self._person.get(f"patients/{patient['id']}")
        assert linked["client_id"] == made["client"]["id"], "the patient is not linked to its client"
        self._pending(made, "today")

    def _register_for_new_name(self) -> None:
        contact = {"first_name": "Nuria", "last_name": f"Nueva {self._tag}", "phone": self._phone()}
        made = self._register(contact, follow_up_on=self._day(3))
        self._pending(made, "upcoming")

    def _follow_up_of(self, interaction: dict[str, Any], states: list[str], **expected: Any) -> dict[str, Any]:
        def found(answer: dict[str, Any]) -> dict[str, Any] | None:
            for each in answer["items"]:
                if each["interaction_id"] == interaction["id"] and expected.items() <= each.items():
                    return each
            return None

        client_id = interaction["client"]["id"]
        follow_up: dict[str, Any] = self._person.until(SOON, "follow-ups", found, client_id=client_id, state=states)
        return follow_up

    def _pending(self, interaction: dict[str, Any], state: str) -> dict[str, Any]:
        return self._follow_up_of(interaction, ["open"], state=state)

    def _bell(self, follow_up: dict[str, Any]) -> None:
        self._person.until(SWEPT, "notifications", lambda answer: _about(answer, follow_up))

    def _delivery(self, follow_up: dict[str, Any]) -> None:
        def sent(answer: dict[str, Any]) -> bool:
            deliveries = _about(answer, follow_up)
            return any(each["channel"] == "email" and each["status"] == "sent" for each in deliveries)

        self._person.until(SWEPT, "deliveries", sent)

    def _complete(self, follow_up: dict[str, Any]) -> dict[str, Any]:
        body = {"result": {"details": "Pidió que le llamemos mañana"}, "next": {"due_on": self._day(1)}}
        answer = self._person.post(f"follow-ups/{follow_up['id']}/complete", body)
        assert answer["follow_up"]["state"] == "done", "it is not done"
        following: dict[str, Any] = answer["next"]
        return following

    def _in_one_step(self, follow_up: dict[str, Any]) -> dict[str, Any]:
        client_id = follow_up["client"]["id"]
        made = self._register(
            {"client_id": client_id}, completes_follow_up_id=follow_up["id"], follow_up_on=self._day(7)
        )
        self._pending(made, "upcoming")
        self._person.until(SOON, f"follow-ups/{follow_up['id']}", lambda answer: answer["state"] == "done")
        return made

    def _move(self, interaction: dict[str, Any]) -> None:
        self._person.patch(f"interactions/{interaction['id']}", {"follow_up_on": self._day(9)})
        self._follow_up_of(interaction, ["open"], due_on=self._day(9), original_due_on=self._day(7))

    def _clear(self, interaction: dict[str, Any]) -> None:
        self._person.patch(f"interactions/{interaction['id']}", {"follow_up_on": None})
        self._follow_up_of(interaction, ["cancelled"])

    def _set_again(self, interaction: dict[str, Any]) -> None:
        self._person.patch(f"interactions/{interaction['id']}", {"follow_up_on": self._day(5)})
        self._follow_up_of(interaction, ["open"], due_on=self._day(5))

    def _delete(self, interaction: dict[str, Any]) -> None:
        self._person.delete(f"interactions/{interaction['id']}")
        self._follow_up_of(interaction, ["cancelled"])

    def _panel(self, client_id: str) -> None:
        panel, profile = self._person.get("panel"), self._person.get(f"clients/{client_id}/profile")
        assert panel["degraded"] == profile["degraded"] == [], "a part is missing"
        assert profile["interactions"], "the profile lacks its interactions"
        assert profile["follow_ups"], "the profile lacks its follow-ups"


def _about(answer: dict[str, Any], follow_up: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in answer["items"] if each["record"] and each["record"]["id"] == follow_up["id"]]
