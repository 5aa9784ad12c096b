"""Handing work over: who may, to whom, what is asked of the others, and what is published."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask, request

from services.identity.models import User
from services.identity.tests.people import NOON
from shared import clock
from shared.api import use_json
from shared.ids import new_id
from shared.testing.fixtures import ANA, CENTRAL, LUIS, MARTA, NORA, NORTE, OLGA, Bench

NOTHING = {"follow_ups": 0, "tasks": 0, "sales": 0}


class Work:
    """The open work that followups and tasks would tell of, by kind and branch."""

    def __init__(self) -> None:
        self.open: dict[str, dict[UUID, int]] = {"follow-ups": {}, "tasks": {}, "sales": {}}
        self.asked: list[tuple[str, dict[str, list[str]], str]] = []
        self.down: set[str] = set()
        self.app = Flask("work")
        use_json(self.app)

        @self.app.get("/api/v1/<path>")
        def listed(path: str) -> Any:
            self.asked.append((path, request.args.to_dict(flat=False), request.headers["Authorization"]))
            if path in self.down:
                return {}, 503
            wanted = request.args.getlist("branch_id")
            counts = self.open[path]
            total = sum(count for branch, count in counts.items() if not wanted or str(branch) in wanted)
            return {"items": [], "next_cursor": None, "total": total}

    def is_(self, **open: dict[UUID, int]) -> None:
        self.open |= {kind.replace("_", "-"): counts for kind, counts in open.items()}


@pytest.fixture
def work(bench: Bench) -> Work:
    made = Work()
    for service in ("followups", "tasks"):
        bench.reach(service, made.app)
    return made


def hand_over(bench: Bench, by: UUID = MARTA, id: UUID = ANA, to: UUID = LUIS, **more: Any) -> Any:
    return bench.as_(by).post(f"/users/{id}/hand-over", {"to_id": str(to), **more})


def deactivate(bench: Bench, id: UUID = ANA, **options: Any) -> Any:
    return bench.as_(OLGA).patch(f"/users/{id}", {"active": False}, **options)


class TestPreview:
    def test_it_tells_how_much_work_would_go_and_changes_nothing(self, bench: Bench, work: Work) -> None:
        work.is_(follow_ups={CENTRAL: 3}, tasks={CENTRAL: 2}, sales={CENTRAL: 1})

        answer = hand_over(bench, preview=True)

        assert (answer.status_code, answer.json) == (200, {"follow_ups": 3, "tasks": 2, "sales": 1})
        assert bench.published() == []

    def test_the_others_are_asked_as_the_caller_for_what_is_open(self, bench: Bench, work: Work) -> None:
        hand_over(bench, to=OLGA, preview=True)

        page = {"limit": ["1"], "include": ["total"]}
        assert [(path, query) for path, query, _ in work.asked] == [
            ("follow-ups", {"assigned_to_id": [str(ANA)], "state": ["open"], **page}),
            ("tasks", {"operator_id": [str(ANA)], "status": ["planned"], **page}),
            ("sales", {"agent_id": [str(ANA)], "follow_up_status": ["in_progress", "overdue"], **page}),
        ]
        assert all(token.startswith("Bearer ") for _, _, token in work.asked)

    def test_a_service_that_this_house_does_not_have_keeps_no_work(self, bench: Bench, work: Work) -> None:
        work.is_(follow_ups={CENTRAL: 3}, tasks={CENTRAL: 2})
        del bench.service.calls.urls["tasks"]

        assert hand_over(bench, preview=True).json == {"follow_ups": 3, "tasks": 0, "sales": 0}

    @pytest.mark.parametrize("path", ["follow-ups", "tasks", "sales"])
    def test_one_that_is_down_is_waited_for(self, bench: Bench, work: Work, path: str) -> None:
        work.down.add(path)

        for preview in (True, False):
            answer = hand_over(bench, preview=preview)
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
        assert deactivate(bench).status_code == 503
        assert bench.published() == []


class TestHandingOver:
    def test_it_is_published_and_is_no_new_version_of_the_user(self, bench: Bench, work: Work) -> None:
        work.is_(follow_ups={CENTRAL: 3})

        answer = hand_over(bench)

        assert (answer.status_code, answer.json) == (202, {"from_id": str(ANA), "to_id": str(LUIS)})
        [event] = bench.published()
        assert (event.type, event.subject, event.sequence) == ("WorkHandedOver", ANA, 1)
        assert event.data == {"from_id": str(ANA), "to_id": str(LUIS)}
        assert (event.actor_id, bench.as_(OLGA).get(f"/users/{ANA}").json["version"]) == (MARTA, 1)

    def test_it_stands_in_the_trail(self, bench: Bench, work: Work) -> None:
        hand_over(bench)

        [entry] = bench.as_(OLGA).get("/audit", record_id=str(ANA)).json["items"]
        assert (entry["action"], entry["actor"]["name"]) == ("WorkHandedOver", "Marta Gil")

    def test_an_administrator_may_hand_over_everybodys(self, bench: Bench, work: Work) -> None:
        assert hand_over(bench, by=OLGA, id=NORA, to=OLGA).status_code == 202

    def test_an_operator_may_not(self, bench: Bench, work: Work) -> None:
        assert hand_over(bench, by=ANA, id=LUIS, to=ANA).status_code == 403

    def test_whom_a_manager_cannot_see_they_cannot_hand_over(self, bench: Bench, work: Work) -> None:
        assert hand_over(bench, id=NORA).status_code == 404
        assert hand_over(bench, id=new_id()).status_code == 404

    def test_a_manager_may_not_where_the_person_works_in_other_branches_too(self, bench: Bench, work: Work) -> None:
        bench.as_(OLGA).patch(f"/users/{ANA}", {"branch_ids": [str(CENTRAL), str(NORTE)]})

        assert hand_over(bench).status_code == 403
        assert hand_over(bench, by=OLGA).status_code == 202

    def test_a_manager_may_not_hand_over_the_work_of_an_administrator(self, bench: Bench, work: Work) -> None:
        assert hand_over(bench, id=OLGA).status_code == 403

    def test_who_is_no_longer_a_manager_may_not_even_with_an_old_token(self, bench: Bench, work: Work) -> None:
        bench.as_(OLGA).patch(f"/users/{MARTA}", {"role": "operator"})

        assert hand_over(bench).status_code == 403

    @pytest.mark.parametrize(
        ("to", "why"),
        [(new_id(), "No existe."), (ANA, "Es la misma persona."), (LUIS, "Esa persona ya no está activa.")],
        ids=["nobody", "the same", "inactive"],
    )
    def test_it_goes_only_to_somebody_else_who_is_active(self, bench: Bench, work: Work, to: UUID, why: str) -> None:
        assert deactivate(bench, LUIS).status_code == 200

        for preview in (True, False):
            answer = hand_over(bench, to=to, preview=preview)
            assert (answer.status_code, answer.json["errors"]) == (422, {"to_id": [why]})

    @pytest.mark.parametrize("kind", ["follow_ups", "tasks", "sales"])
    def test_it_goes_only_to_somebody_of_the_branches_of_the_work(self, bench: Bench, work: Work, kind: str) -> None:
        work.is_(**{kind: {CENTRAL: 2, NORTE: 1}})

        answer = hand_over(bench, by=OLGA)

        assert (answer.status_code, list(answer.json["errors"])) == (422, ["to_id"])
        assert hand_over(bench, by=OLGA, to=OLGA).status_code == 202

    def test_a_mistyped_body_is_refused(self, bench: Bench, work: Work) -> None:
        answer = bench.as_(MARTA).post(f"/users/{ANA}/hand-over", {"to": str(LUIS)})

        assert (answer.status_code, sorted(answer.json["errors"])) == (422, ["to", "to_id"])


class TestMakingInactive:
    def test_who_has_open_work_stays_active_until_it_is_handed_over(self, bench: Bench, work: Work) -> None:
        work.is_(follow_ups={CENTRAL: 3}, sales={NORTE: 1})

        answer = deactivate(bench)

        assert answer.status_code == 409
        assert answer.json["type"] == "/problems/open-work"
        assert {kind: answer.json[kind] for kind in NOTHING} == {"follow_ups": 3, "tasks": 0, "sales": 1}
        assert "seguimientos 3, tareas 0, ventas 1" in answer.json["detail"]
        assert bench.as_(OLGA).get(f"/users/{ANA}").json["active"] is True

    def test_afterwards_they_can_be_though_the_work_may_still_be_on_its_way(self, bench: Bench, work: Work) -> None:
        work.is_(follow_ups={CENTRAL: 3})
        hand_over(bench, by=OLGA)

        assert deactivate(bench).status_code == 200

    def test_a_hand_over_of_long_ago_does_not_count(self, bench: Bench, work: Work) -> None:
        with clock.stopped(NOON):
            with bench.app.app_context():
                ana, luis = (bench.service.db.session.get_one(User, id) for id in (ANA, LUIS))
                ana.hand_over(luis, NOON - timedelta(days=90))
                bench.service.db.session.commit()
            work.is_(tasks={CENTRAL: 1})

        assert deactivate(bench).status_code == 409

    def test_who_has_none_can_be_made_inactive(self, bench: Bench, work: Work) -> None:
        assert deactivate(bench).status_code == 200
        assert deactivate(bench).status_code == 200

    def test_other_changes_ask_nobody(self, bench: Bench, work: Work) -> None:
        work.down |= {"follow-ups", "tasks", "sales"}

        assert bench.as_(OLGA).patch(f"/users/{ANA}", {"name": "Ana R.", "active": True}).status_code == 200

    def test_a_stale_version_is_told_before_anybody_is_asked(self, bench: Bench, work: Work) -> None:
        assert deactivate(bench, headers={"If-Match": '"7"'}).status_code == 412
        assert work.asked == []


def test_announced_it_tells_again_who_took_over(bench: Bench, work: Work) -> None:
    hand_over(bench)

    with bench.app.app_context():
        User.announce([(ANA, 1), (LUIS, 1)], "UserUpdated")
        bench.service.db.session.commit()

    again = [event for event in bench.published() if event.announced]
    assert [(event.type, event.subject) for event in again] == [
        ("UserUpdated", ANA), ("UserUpdated", LUIS), ("WorkHandedOver", ANA),
    ]  # fmt: skip
    assert again[-1].data == {"from_id": str(ANA), "to_id": str(LUIS)}
