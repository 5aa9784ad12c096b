"""The work of imports goes on where it was, whoever is killed in the middle of it."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest

from services.contacts.importing import applying, work
from services.contacts.importing.work import Workshop
from services.contacts.models.imports import HELD_FOR
from services.contacts.tests.importing import AT, counts, report, stored, upload
from services.contacts.tests.people import a_client
from shared import clock
from shared.testing.fixtures import ANA, MARTA

ROWS = 10
LIST = "Nombre;Tel;Notas\n" + "".join(f"Juan {chr(97 + i) * 5};55 0000 00{i:02};x\n" for i in range(ROWS))


class Killed(BaseException):
    """The process is gone."""


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch):
    monkeypatch.setattr(work, "_ROWS_AT_ONCE", 3)
    monkeypatch.setattr(applying, "AT_ONCE", 3)
    with clock.stopped(AT):
        yield


class Workers:
    """Workers of whom each does so many steps and is killed in the middle of the next."""

    def __init__(self, bench, steps, monkeypatch):
        self.bench, self.steps, self.at, self.killed = bench, steps, AT, 0
        monkeypatch.setattr(work, "crash_point", self._pass)

    def _pass(self, _name):
        if self.left == 0:
            raise Killed
        self.left -= 1

    def work(self):
        done = False
        while not done:
            self.at += HELD_FOR
            self.left, workshop = self.steps, Workshop()
            try:
                with self.bench.app.app_context():
                    while workshop.step(self.at):
                        pass
                done = True
            except Killed:
                self.killed += 1
                workshop._close_all()


@pytest.mark.parametrize("steps", [1, 2])
def test_no_row_is_taken_twice_and_none_is_lost_however_often_a_worker_is_killed(bench, steps, monkeypatch):
    a_client(bench, first_name="Juan", last_name="ccccc", phone="55 0000 0002", notes="")
    before = stored(bench)
    workers = Workers(bench, steps, monkeypatch)
    id = upload(bench, LIST).json["id"]

    workers.work()
    found = report(bench, id)
    assert (found["status"], counts(found)) == ("ready", {"new": ROWS - 1, "updates": 1})
    assert [row["number"] for row in found["items"]] == list(range(2, ROWS + 2))

    bench.as_(MARTA).post(f"/imports/{id}/apply")
    workers.work()
    assert report(bench, id)["rows"]["done"] == ROWS
    phones = [each["phone"] for each in bench.as_(ANA).get("/clients").json["items"]]
    assert sorted(phones) == [f"+52550000{i:04}" for i in range(ROWS)]
    assert len(bench.published("ClientCreated")) == ROWS

    bench.as_(MARTA).post(f"/imports/{id}/revert")
    workers.work()
    assert report(bench, id)["status"] == "reverted"
    assert stored(bench) == before
    assert workers.killed >= 6


def test_the_way_is_seen_while_it_is_gone(bench, monkeypatch):
    id, workshop, seen = upload(bench, LIST).json["id"], Workshop(), []

    with bench.app.app_context():
        while workshop.step(AT):
            seen.append(report(bench, id)["rows"]["done"])

    assert seen == [3, 6, 9, 10, 10]


def test_two_workers_do_not_get_in_each_others_way(bench):
    id, one, other = upload(bench, LIST).json["id"], Workshop(), Workshop()

    with bench.app.app_context():
        assert one.step(AT) == 1
        assert other.step(AT) == 0
        later = AT + HELD_FOR + timedelta(seconds=1)
        while other.step(later):
            pass
        assert one.step(later) == 0
        one._close_all()

    assert counts(report(bench, id)) == {"new": ROWS}


def test_what_fails_again_and_again_is_given_up_and_said(bench, monkeypatch):
    def break_down(*_args):
        raise ZeroDivisionError

    monkeypatch.setattr(work, "check", break_down)
    id, workshop = upload(bench, LIST).json["id"], Workshop()

    with bench.app.app_context():
        steps = sum(iter(lambda: workshop.step(AT), 0))

    found = report(bench, id)
    assert (steps, found["status"]) == (5, "failed")
    assert found["reason"].startswith("Algo falló de nuestro lado")


PROCESS = """
import sys
from pathlib import Path
from services.contacts.app import create_app
from services.contacts.importing import applying, work
from services.contacts.models.imports import HELD_FOR
from shared import clock
from shared.config import Settings

work._ROWS_AT_ONCE = applying.AT_ONCE = 3
app = create_app(Settings(data=Path(sys.argv[1])))
workshop = work.Workshop()
with app.app_context():
    while workshop.step(clock.now() + int(sys.argv[2]) * HELD_FOR):
        pass
"""


def test_a_process_that_dies_at_any_step_is_followed_by_the_next_one(bench, tmp_path):
    """With the crash points of the reliability tests, on the database that both databases' tests resemble."""
    if not (tmp_path / "data").exists():
        pytest.skip("the process would need the address of the server")
    id, runs = upload(bench, LIST).json["id"], 0

    def work_and_die(point):
        nonlocal runs
        code = 137
        while code == 137:
            runs += 1
            env = os.environ | {"CRM_CRASH_AT": point, "CRM_CRASH_AFTER": "2", "PYTHONWARNINGS": "ignore"}
            argv = [sys.executable, "-c", PROCESS, str(tmp_path / "data"), str(2 * runs)]
            code = subprocess.run(argv, env=env, check=False).returncode
        assert code == 0

    work_and_die("import-check")
    assert counts(report(bench, id)) == {"new": ROWS}
    bench.as_(MARTA).post(f"/imports/{id}/apply")
    work_and_die("import-apply")
    assert len(bench.published("ClientCreated")) == ROWS
    assert runs > 4
