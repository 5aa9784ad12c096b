"""The sample clinic: people, clients and follow-ups of every state, loaded once through the API."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cli.client import Person, Refusal

EMAIL = "demo@aldia.example"
PASSWORD = "demo-al-dia"  # noqa: S105 - known to everybody, and only with --demo

STAFF = (
    ("Ana Ruiz", "ana@aldia.example", "operator"),
    ("Luis Vega", "luis@aldia.example", "operator"),
    ("Marta Gil", "marta@aldia.example", "manager"),
)

# Name, phone, type, how they found us.
CLIENTS = (
    ("Carmen", "Ibáñez Soto", "55 4821 7390", "prospect", "web"),
    ("Jorge", "Muñoz Peña", "55 1940 2286", "lead", "referral"),
    ("Lucía", "Fernández Rey", "55 7312 0458", "customer", "direct"),
    ("Raúl", "Domínguez Luna", "55 3065 9917", "lead", "web"),
    ("Sofía", "Herrera Campos", "55 8427 6103", "vip", "referral"),
    ("Tomás", "Núñez Ortega", "55 2259 4871", "prospect", "other"),
    ("Valeria", "Castillo Mora", "55 6180 3324", "lead", "competitor"),
    ("Andrés", "Peralta Cruz", "55 9734 1502", "customer", "direct"),
)

PATIENTS = (
    ("Inés", "Solís Vargas", "55 5093 8846", "H-1042"),
    ("Mateo", "Rivas León", None, "H-1043"),
    ("Elena", "Quiroga Díaz", "55 4417 2095", "H-1044"),
)

# Which client, who called, how, days ago, days until the follow-up (None: none), what was agreed.
INTERACTIONS = (
    (0, 0, "call", 6, -3, "Preguntó por precios de ortodoncia. Llamar para agendar la valoración."),
    (1, 0, "whatsapp", 3, -1, "Pidió ubicación y horarios. Quedamos en confirmar su cita."),
    (2, 1, "visit", 2, 0, "Vino a su limpieza. Llamar hoy para saber cómo sigue."),
    (3, 1, "call", 1, 0, "No contestó; dejó dicho que por la tarde sí puede."),
    (4, 0, "email", 4, 2, "Se le envió el plan de tratamiento. Preguntar si lo revisó."),
    (5, 0, "message", 5, 5, "Quiere comparar con otra clínica antes de decidir."),
    (6, 1, "call", 8, -5, "Le interesa el blanqueamiento, pero espera a fin de mes."),
    (7, 1, "meeting", 10, None, "Firmó el presupuesto de los implantes."),
)


def load(url: str) -> str:
    """Load the sample data, unless they are there.

    :returns: how to sign in
    """
    admin = Person(url, EMAIL, PASSWORD)
    branch = admin.get("branches")["items"][0]
    staff = [_member(url, admin, branch["id"], *member) for member in STAFF]
    if admin.get("clients", limit=1)["items"]:
        return _sign_in_text(url)
    today = datetime.now(UTC).astimezone(ZoneInfo(branch["time_zone"])).date()
    clients = [_client(staff[2], *client) for client in CLIENTS]
    for patient in PATIENTS:
        _patient(staff[2], *patient)
    for who, author, method, ago, until, notes in INTERACTIONS:
        day = today - timedelta(days=ago)
        follow_up_on = None if until is None else (today + timedelta(days=until)).isoformat()
        told = {"method": method, "occurred_at": day.isoformat(), "follow_up_on": follow_up_on, "notes": notes}
        contact = {"client_id": clients[who]["id"]}
        staff[author].post("interactions", {"contact": contact, **told}, key=f"demo-interaction-{who}")
    return _sign_in_text(url)


def _member(url: str, admin: Person, branch_id: str, name: str, email: str, role: str) -> Person:
    body = {"name": name, "email": email, "role": role, "branch_ids": [branch_id], "password": PASSWORD}
    try:
        admin.post("users", body)
    except Refusal as refusal:
        if refusal.status != 409:
            raise
    return Person(url, email, PASSWORD)


def _client(person: Person, first: str, last: str, phone: str, kind: str, source: str) -> dict[str, Any]:
    body = {"first_name": first, "last_name": last, "phone": phone, "type": kind, "source": source}
    made: dict[str, Any] = person.post("clients", body, key=f"demo-client-{phone}")
    return made


def _patient(person: Person, first: str, last: str, phone: str | None, number: str) -> None:
    body = {"first_name": first, "last_name": last, "record_number": number}
    person.post("patients", body | ({"phone": phone} if phone else {}), key=f"demo-patient-{number}")


def _sign_in_text(url: str) -> str:
    lines = [f"Demo: sign in at {url} with the password {PASSWORD} as", f"  {EMAIL} (admin)"]
    return "\n".join([*lines, *(f"  {email} ({role})" for _, email, role in STAFF)])
