"""The vertical packs: the words and fields of the pages that describe each kind of house."""

from typing import Any

import pytest

from services.identity.packs import packs
from shared.folding import fold
from shared.testing.fixtures import ANA, CENTRAL, OLGA, Bench
from shared.texts import LANGUAGES, catalogue

pytestmark = pytest.mark.requirement("G14")

# What the pages call things; some leave out the accents.
PAGES = {
    "clinic": ("Clínica", "Paciente", "Cliente", "Asignado", "Seguimientos", "Interacciones"),
    "school": ("Escuela", "Estudiante", "Inscripciones", "Tareas", "Cliente"),
    "gym": ("Club", "Usuario", "Suscripción", "Rutina", "Operador", "Tarea", "Contactos"),
    "sales": ("Operación de venta", "Cotización", "Agente de ventas", "Control de Ventas", "Sucursal", "Seguimiento"),
}
METHODS = {
    "clinic": "Llamada, Mensaje, Correo, WhatsApp",
    "school": "Llamada, Email, Reunion, WhatsApp, Visita",
}


def told(bench: Bench, name: str, language: str = "es") -> dict[str, Any]:
    found = bench.as_(ANA, language=language).get("/packs").json["items"]
    return next(pack for pack in found if pack["id"] == name)


def words(pack: dict[str, Any], kind: str, codes: list[str]) -> str:
    return fold(", ".join(pack["labels"][f"{kind}.{code}"] for code in codes))


def test_the_four_packs_are_told_in_the_language_of_the_answer(bench: Bench) -> None:
    spanish = bench.as_(ANA).get("/packs").json["items"]
    english = bench.as_(ANA, language="en").get("/packs").json["items"]

    assert [pack["id"] for pack in spanish] == ["clinic", "school", "gym", "sales"]
    assert (spanish[1]["labels"]["person"], english[1]["labels"]["person"]) == ("Estudiante", "Student")
    assert [pack["labels"]["name"] for pack in spanish] == ["Clínica", "Escuela", "Club", "Ventas"]


@pytest.mark.parametrize("name", PAGES)
def test_a_pack_has_the_words_of_its_page(bench: Bench, name: str) -> None:
    labels = {fold(label) for label in told(bench, name)["labels"].values()}

    assert [word for word in PAGES[name] if fold(word) not in labels] == []


@pytest.mark.requirement("I2")
@pytest.mark.parametrize("name", METHODS)
def test_it_offers_the_methods_of_its_page_in_their_order(bench: Bench, name: str) -> None:
    pack = told(bench, name)

    assert words(pack, "method", pack["methods"]) == fold(METHODS[name])


@pytest.mark.requirement("I3")
def test_only_the_clinic_asks_for_the_direction_and_a_visit_comes_in(bench: Bench) -> None:
    for pack in bench.as_(ANA).get("/packs").json["items"]:
        assert ("direction" in pack["requires"]["interaction"]) == (pack["id"] == "clinic")
        assert (pack["default_direction"], pack["directions"]) == ("outbound", {"visit": "inbound"})
        assert words(pack, "direction", ["inbound", "outbound"]) == "entrante, saliente"


@pytest.mark.requirement("I17")
def test_a_clinic_asks_for_the_day_of_a_contact_and_a_school_for_the_time_too(bench: Bench) -> None:
    assert (told(bench, "clinic")["occurred_at"], told(bench, "school")["occurred_at"]) == ("day", "instant")


@pytest.mark.requirement("C3", "C4", "C5", "C6", "C7", "C8")
def test_the_form_of_a_client_requires_what_the_page_marks(bench: Bench) -> None:
    school = told(bench, "school")

    # «Nombre», «Tipo», «Fuente» and «Estado»; neither phone, e-mail nor surname.
    assert school["requires"]["client"] == ["first_name", "type", "source", "status"]
    assert words(school, "type", school["client_types"]) == "lead, prospecto, cliente, vip"
    sources = ["referral", "web", "direct", "competitor", "other"]
    assert words(school, "source", sources) == "referido, web, directo, competencia, otro"
    assert words(school, "status", ["active", "inactive"]) == "activo, inactivo"


@pytest.mark.requirement("T4", "S10", "F5")
def test_each_house_has_its_words_for_how_far_things_are(bench: Bench) -> None:
    states = ["planned", "done", "cancelled"]

    assert words(told(bench, "gym"), "task_status", states) == "planeada, llevada a cabo, cancelada"
    assert words(told(bench, "school"), "task_status", states[:2]) == "pendiente, completada"
    assert words(told(bench, "clinic"), "state", ["overdue", "today", "upcoming"]) == "vencido, hoy, pendiente"
    sale = ["in_progress", "concluded", "overdue"]
    assert words(told(bench, "sales"), "follow_up_status", sale) == "en proceso, concluido, seguimiento atrasado"


@pytest.mark.requirement("T1")
def test_a_club_offers_the_task_types_of_its_page(bench: Bench) -> None:
    offered = [fold(each) for each in told(bench, "gym")["task_types"]]

    assert offered == ["cita", "llamada", "presupuesto", "renovacion", "rutina", "objeciones", "otro"]


def test_a_branch_has_one_pack(bench: Bench) -> None:
    path = f"/branches/{CENTRAL}"

    assert bench.as_(OLGA).patch(path, {"pack": "school"}).json["pack"] == "school"
    assert bench.as_(OLGA).patch(path, {"pack": "pharmacy"}).status_code == 422


def test_every_pack_says_the_same_things_in_every_language() -> None:
    methods = catalogue(LANGUAGES[0])["kinds"]["method"].keys()
    for pack in packs().values():
        assert set(pack["methods"]) <= set(methods)
        assert pack["directions"].keys() <= set(methods)
        assert pack["labels"].keys() == set(LANGUAGES)
        spanish, english = (pack["labels"][language].keys() for language in LANGUAGES)
        assert spanish == english
        assert all(f"method.{method}" in spanish for method in methods)
