"""Templates: ours until a branch writes others, checked when they are saved, never failing when they are filled."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.notifications.models.templates import TEMPLATES, VARIABLES, filled, used, usual
from services.notifications.tests.examples import JUAN, a_follow_up, bell_of
from shared.testing.fixtures import ANA, CENTRAL, MARTA, NORTE, OLGA, Bench
from shared.texts import LANGUAGES, catalogue

OURS = {
    "title": "Seguimiento vencido: {client}",
    "body": "Estaba previsto para el {due}. Teléfono: {phone}.",
}


def get(bench: Bench, name: str = "follow-up-overdue", **params: Any) -> dict[str, Any]:
    answer = bench.as_(ANA).get(f"/templates/{name}", **params)
    assert answer.status_code == 200, answer.text
    return answer.json


def put(bench: Bench, body: dict[str, Any], name: str = "follow-up-overdue", query: str = "", **options: Any) -> Any:
    return bench.as_(MARTA).put(f"/templates/{name}{query}", body, **options)


def test_every_template_can_be_seen_in_both_languages(bench: Bench) -> None:
    for language in LANGUAGES:
        listed = bench.as_(ANA).get("/templates", language=language).json
        assert [each["name"] for each in listed["items"]] == list(TEMPLATES)
        assert {each["language"] for each in listed["items"]} == {language}
        assert listed["next_cursor"] is None


def test_a_template_tells_its_variables(bench: Bench) -> None:
    template = get(bench)

    variables = template.pop("variables")
    assert template == OURS | {
        "name": "follow-up-overdue",
        "language": "es",
        "branch_id": str(CENTRAL),
        "whatsapp_name": "follow_up_overdue",
        "customized": False,
        "usual": OURS,
        "version": 1,
    }
    assert variables[0] == {"name": "client", "meaning": "Nombre del cliente", "example": "Juan Pérez"}
    assert [each["name"] for each in variables] == list(VARIABLES["follow_up"])


def test_what_a_variable_means_is_said_in_the_language_of_who_asks(bench: Bench) -> None:
    template = bench.as_(ANA, "en").get("/templates/task-overdue", language="es").json

    kind = next(each for each in template["variables"] if each["name"] == "type")
    assert (template["title"], kind["meaning"], kind["example"]) == (
        usual("task-overdue", "es")["title"],
        catalogue("en")["notices"]["variables"]["type"]["meaning"],
        catalogue("es")["notices"]["variables"]["type"]["example"],
    )


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_texts_use_only_what_is_known(name: str, language: str) -> None:
    assert {*used(usual(name, language)["title"]), *used(usual(name, language)["body"])} <= {
        *VARIABLES[TEMPLATES[name]]
    }


def test_a_branch_writes_its_own_text(bench: Bench) -> None:
    saved = put(bench, {"title": "¡{client}!", "body": "Llame al {phone}.", "whatsapp_name": "vencido_2"})
    bench.hear("FollowUpOverdue", a_follow_up())

    assert saved.status_code == 200, saved.text
    assert (saved.json["customized"], saved.json["version"]) == (True, 2)
    assert get(bench) == saved.json
    [notice] = bell_of(bench, ANA)
    assert (notice["title"], notice["body"]) == ("¡Juan Pérez!", "Llame al +525512345678.")


def test_each_branch_and_language_has_its_own(bench: Bench) -> None:
    put(bench, {"title": "Otro", "body": "Texto"})
    put(bench, {"title": "Other", "body": "Text"}, query="?language=en")

    assert (get(bench)["title"], get(bench, language="en")["title"]) == ("Otro", "Other")
    assert bench.as_(OLGA).get("/templates/follow-up-overdue", branch_id=str(NORTE)).json["title"] == OURS["title"]
    assert put(bench, OURS, query=f"?branch_id={NORTE}").status_code == 422
    assert bench.as_(ANA).put("/templates/follow-up-overdue", OURS).status_code == 403


def test_one_question_tells_the_text_of_every_branch_that_one_sees(bench: Bench) -> None:
    put(bench, {"title": "Otro", "body": "Texto"})
    put(bench, {"title": "Other", "body": "Text"}, query="?language=en")
    bench.as_(OLGA).put(f"/templates/follow-up-overdue?branch_id={NORTE}", {"title": "Norte", "body": "Hola"})
    central = {"branch_id": str(CENTRAL), "title": "Otro", "body": "Texto"}
    norte = {"branch_id": str(NORTE), "title": "Norte", "body": "Hola"}

    of_ana = bench.as_(ANA).get("/templates/follow-up-overdue/branches").json
    of_olga = bench.as_(OLGA).get("/templates/follow-up-overdue/branches").json

    assert of_ana == {"usual": OURS, "branches": [central]}
    assert of_olga["usual"] == OURS
    assert sorted(of_olga["branches"], key=str) == sorted([central, norte], key=str)
    assert bench.as_(ANA).get("/templates/no-such/branches").status_code == 404


def test_a_person_reads_in_their_language(bench: Bench) -> None:
    bench.as_(ANA).put("/preferences", {"language": "en"})

    bench.hear("FollowUpOverdue", a_follow_up())

    [notice] = bell_of(bench, ANA)
    assert notice["title"] == "Follow-up overdue: Juan Pérez"


def test_a_variable_that_nothing_is_known_of_is_refused(bench: Bench) -> None:
    answer = put(bench, {"title": "{client}", "body": "Debe {amount} y {deuda}"})

    assert answer.status_code == 422
    assert answer.json["errors"] == {"body": ["Este texto no conoce la variable {amount}."]}
    assert get(bench)["version"] == 1


@pytest.mark.parametrize("wrong", ["{client.name}", "{0}", "{}", "{client!r}", "{client:>9}"])
def test_a_variable_is_only_a_name(bench: Bench, wrong: str) -> None:
    assert put(bench, {"title": wrong, "body": "Texto"}).status_code == 422


def test_a_text_seen_in_an_old_version_is_not_changed(bench: Bench) -> None:
    put(bench, {"title": "Uno", "body": "Texto"})

    assert put(bench, {"title": "Dos", "body": "Texto"}, headers={"If-Match": '"1"'}).status_code == 412
    assert get(bench)["title"] == "Uno"


def test_a_template_that_is_none_is_not_found(bench: Bench) -> None:
    assert bench.as_(ANA).get("/templates/no-such").status_code == 404
    assert put(bench, OURS, name="no-such").status_code == 404


def test_a_text_can_be_tried_before_it_is_saved(bench: Bench) -> None:
    tried = {"body": "{due}: {client}, {phone}", "values": {"client": "Eva\n Sol", "phone": ""}}

    answer = bench.as_(ANA).post("/templates/follow-up-overdue/preview", tried)

    assert answer.status_code == 200
    assert answer.json == {
        "title": "Seguimiento vencido: Eva\n Sol",
        "body": "20/11/2026 a las 10:30: Eva\n Sol, ",
        "parameters": ["20/11/2026 a las 10:30", "Eva Sol", "-"],
    }
    assert get(bench)["version"] == 1
    assert bench.as_(ANA).post("/templates/follow-up-overdue/preview", {"body": "{x}"}).status_code == 422


def test_what_looks_like_a_variable_in_a_name_stays_as_it_is(bench: Bench) -> None:
    bench.hear("FollowUpOverdue", a_follow_up(client=JUAN | {"name": "{phone} {0} {"}))

    [notice] = bell_of(bench, ANA)
    assert notice["title"] == "Seguimiento vencido: {phone} {0} {"


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text(), st.dictionaries(st.text(), st.text()))
def test_filling_in_never_fails(text: str, values: dict[str, str]) -> None:
    assert isinstance(filled(text, values), str)
    assert isinstance(used(text), list)
