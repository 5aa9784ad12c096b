"""Teams: people of one branch."""

from typing import Any

from services.identity.tests.people import a_team
from shared.ids import new_id
from shared.testing.fixtures import ANA, CENTRAL, LUIS, MARTA, NORA, NORTE, OLGA, Bench


def form(bench: Bench, *members: Any, branch_id: Any = CENTRAL) -> Any:
    body = {"name": "Ventas", "branch_id": str(branch_id), "member_ids": [str(id) for id in members]}
    return bench.as_(OLGA).post("/teams", body)


def test_a_team_is_formed_and_told_by_both_sides(bench: Bench) -> None:
    team = form(bench, LUIS, ANA)

    assert team.status_code == 201, team.text
    assert team.json["member_ids"] == [str(ANA), str(LUIS)]
    assert bench.as_(ANA).get("/auth/me").json["team_ids"] == [team.json["id"]]
    assert bench.published("TeamUpdated")[0].data == team.json
    told = {event.data["id"]: event.data["team_ids"] for event in bench.published("UserUpdated")}
    assert told == {str(ANA): [team.json["id"]], str(LUIS): [team.json["id"]]}


def test_members_come_and_go(bench: Bench) -> None:
    team = form(bench, LUIS, ANA).json

    changed = bench.as_(OLGA).patch(f"/teams/{team['id']}", {"member_ids": [str(ANA), str(MARTA)]})

    assert changed.json["member_ids"] == [str(ANA), str(MARTA)]
    assert (changed.json["name"], changed.json["version"]) == ("Ventas", 2)
    assert bench.as_(LUIS).get("/auth/me").json["team_ids"] == []
    assert [event.data["id"] for event in bench.published("UserUpdated")].count(str(ANA)) == 1


def test_members_work_in_the_branch(bench: Bench) -> None:
    assert list(form(bench, ANA, NORA).json["errors"]) == ["member_ids"]
    assert list(form(bench, new_id()).json["errors"]) == ["member_ids"]
    assert form(bench, ANA, OLGA).status_code == 201


def test_who_is_inactive_is_not_taken_in_but_stays(bench: Bench) -> None:
    team = form(bench, ANA, LUIS).json
    bench.as_(OLGA).patch(f"/users/{LUIS}", {"active": False})

    stays = bench.as_(OLGA).patch(f"/teams/{team['id']}", {"member_ids": [str(ANA), str(LUIS)]})

    assert stays.status_code == 200, stays.text
    assert form(bench, LUIS).status_code == 422


def test_the_branch_must_be_there_and_stays(bench: Bench) -> None:
    assert list(form(bench, branch_id=new_id()).json["errors"]) == ["branch_id"]
    team_id = a_team(bench)
    assert bench.as_(OLGA).patch(f"/teams/{team_id}", {"branch_id": str(NORTE)}).status_code == 422


def test_everybody_sees_the_teams_of_their_branches(bench: Bench) -> None:
    here, there = a_team(bench, "Aquí"), a_team(bench, "Allá", NORTE)

    assert [team["name"] for team in bench.as_(ANA).get("/teams").json["items"]] == ["Aquí"]
    assert [team["name"] for team in bench.as_(OLGA).get("/teams").json["items"]] == ["Allá", "Aquí"]
    assert [t["name"] for t in bench.as_(OLGA).get("/teams", branch_id=str(NORTE)).json["items"]] == ["Allá"]
    assert bench.as_(ANA).get(f"/teams/{here}").status_code == 200
    assert bench.as_(ANA).get(f"/teams/{there}").status_code == 404


def test_only_administrators_may_write(bench: Bench) -> None:
    team_id = a_team(bench)

    assert bench.as_(MARTA).patch(f"/teams/{team_id}", {"name": "Mío"}).status_code == 403
    assert bench.as_(MARTA).post("/teams", {"name": "Mío", "branch_id": str(CENTRAL)}).status_code == 403
