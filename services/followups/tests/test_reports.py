"""What managers can ask of follow-ups and sales."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from pypdf import PdfReader
from werkzeug.test import TestResponse

from services.followups.models import FollowUp
from services.followups.reports import unattended
from services.followups.tests.people import JUAN, a_client
from shared import clock
from shared.ids import new_id
from shared.testing.fixtures import ANA, CENTRAL, LUIS, MARTA, NORA, NORTE, OLGA, Bench

NOON = datetime(2026, 3, 9, 18, tzinfo=UTC)  # noon in Mexico City
UNATTENDED, WITHOUT = "/reports/unattended-follow-ups", "/reports/without-next-step"
PEPE, ROSA = new_id(), new_id()


@pytest.fixture(autouse=True)
def _it_is_monday_noon() -> Iterator[None]:
    with clock.stopped(NOON):
        yield


@pytest.fixture
def _clients_are_known(bench: Bench) -> None:
    bench.hear("ClientCreated", a_client())
    bench.hear("ClientCreated", a_client(ROSA, "Rosa Gómez", phone=None))
    bench.hear("ClientCreated", a_client(PEPE, "Pepe Ñúñez", NORTE))


def made(bench: Bench, path: str, by: UUID = ANA, **body: Any) -> dict[str, Any]:
    answer = bench.as_(by).post(path, body)
    assert answer.status_code == 201, answer.text
    return answer.json


def scheduled(bench: Bench, due_on: str, client_id: UUID = JUAN, by: UUID = ANA, **fields: Any) -> dict[str, Any]:
    return made(bench, "/follow-ups", by, client_id=str(client_id), due_on=due_on, **fields)


class TestUnattended:
    """Juan's for a week with Ana, Rosa's since yesterday in a sale of Luis, Pepe's in Norte; today's is not."""

    @pytest.fixture(autouse=True)
    def _some_are_late(self, bench: Bench, _clients_are_known: None) -> None:
        scheduled(bench, "2026-03-09", notes="hoy")
        scheduled(bench, "2026-03-02", notes="de Juan", due_time="16:30")
        sale = made(bench, "/sales", client_id=str(ROSA), title="Plan anual", agent_id=str(LUIS))
        made(bench, f"/sales/{sale['id']}/follow-ups", due_on="2026-03-08", notes="de Rosa", assigned_to_id=str(ANA))
        scheduled(bench, "2026-03-05", PEPE, NORA, notes="de Pepe")
        done = scheduled(bench, "2026-03-01", notes="hecho")
        bench.as_(ANA).post(f"/follow-ups/{done['id']}/complete")

    def asked(self, bench: Bench, by: UUID = OLGA, **filters: Any) -> dict[str, Any]:
        answer = bench.as_(by).get(UNATTENDED, **filters)
        assert answer.status_code == 200, answer.text
        return answer.json

    @pytest.mark.requirement("R1")
    def test_it_holds_every_overdue_one_with_whoever_answers_for_it(self, bench: Bench) -> None:
        report = self.asked(bench)

        assert [each["notes"] for each in report["items"]] == ["de Juan", "de Pepe", "de Rosa"]
        assert [each["days_overdue"] for each in report["items"]] == [7, 4, 1]
        assert [each["agent"]["name"] for each in report["items"]] == ["Ana Ruiz", "Nora Paz", "Luis Vega"]
        assert report["items"][2]["sale"]["title"] == "Plan anual"
        assert report["items"][2]["branch"] == {"id": str(CENTRAL), "name": "Central"}
        assert report["totals"]["count"] == 3
        assert [(row["branch"]["name"], row["count"]) for row in report["totals"]["by_branch"]] == [
            ("Central", 2),
            ("Norte", 1),
        ]
        assert [row["count"] for row in report["totals"]["by_agent"]] == [1, 1, 1]
        assert report["next_cursor"] is None

    @pytest.mark.requirement("R1", "S13")
    @pytest.mark.parametrize(
        ("filters", "found"),
        [
            ({"branch_id": str(CENTRAL)}, ["de Juan", "de Rosa"]),
            ({"agent_id": str(LUIS)}, ["de Rosa"]),
            ({"agent_id": [str(ANA), str(NORA)]}, ["de Juan", "de Pepe"]),
            ({"from": "2026-03-03", "to": "2026-03-05"}, ["de Pepe"]),
            ({"to": "2026-03-02"}, ["de Juan"]),
            ({"from": "2026-03-09"}, []),
        ],
    )
    def test_narrowed_the_totals_are_too(self, bench: Bench, filters: dict[str, Any], found: list[str]) -> None:
        report = self.asked(bench, **filters)

        assert [each["notes"] for each in report["items"]] == found
        assert report["totals"]["count"] == sum(row["count"] for row in report["totals"]["by_agent"]) == len(found)

    def test_pages_have_the_totals_of_all(self, bench: Bench) -> None:
        first = self.asked(bench, limit=1)
        rest = self.asked(bench, limit=2, cursor=first["next_cursor"])

        assert [each["notes"] for each in first["items"] + rest["items"]] == ["de Juan", "de Pepe", "de Rosa"]
        assert first["totals"] == rest["totals"]

    def test_a_manager_sees_the_own_branches_and_an_operator_none(self, bench: Bench) -> None:
        assert [each["notes"] for each in self.asked(bench, MARTA)["items"]] == ["de Juan", "de Rosa"]
        assert self.asked(bench, MARTA, branch_id=str(NORTE))["totals"]["count"] == 0
        assert bench.as_(ANA).get(UNATTENDED).status_code == 403

    def test_what_is_nobodys_is_counted_as_such(self, bench: Bench) -> None:
        scheduled(bench, "2026-03-01", assigned_to_id=None)

        assert {"agent": None, "count": 1} in self.asked(bench)["totals"]["by_agent"]

    def test_it_comes_whole_as_csv_and_xlsx(self, bench: Bench) -> None:
        text = bench.as_(OLGA).get(UNATTENDED, format="csv").text
        sheet = bench.as_(OLGA).get(UNATTENDED, format="xlsx")

        assert len(text.strip().splitlines()) == 4
        assert "Plan anual" in text
        assert sheet.data[:2] == b"PK"

    def pages(self, answer: TestResponse) -> list[str]:
        assert (answer.status_code, answer.content_type) == (200, "application/pdf")
        return [page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages]

    @pytest.mark.requirement("R1")
    def test_on_paper_it_tells_filters_and_totals_in_words(self, bench: Bench) -> None:
        (page,) = self.pages(bench.as_(MARTA).get(UNATTENDED, format="pdf", **{"from": "2026-03-01"}))

        for said in (
            "Seguimientos sin atención",
            "Sucursal: Central · Agente de ventas: todos · Periodo: desde el 01/03/2026",
            "Seguimientos atrasados: 2",
            "Por agente — Ana Ruiz: 1 · Luis Vega: 1",
            "Informe pedido por Marta Gil el 09/03/2026 a las 12:00",
            "Página 1 de 1",
            "Juan Pérez",
            "+525512345678",
            "1 Plan anual",
        ):
            assert said in page
        assert "Norte" not in page

    def test_on_paper_it_speaks_the_language_of_the_request(self, bench: Bench) -> None:
        filters = {"agent_id": str(NORA), "to": "2026-03-08"}

        (page,) = self.pages(bench.as_(OLGA, "en").get(UNATTENDED, format="pdf", **filters))

        assert "Branch: all · Sales agent: Nora Paz · Period: until 03/08/2026" in page
        assert "Page 1 of 1" in page

    def test_on_paper_a_long_note_is_seen_to_go_on(self, bench: Bench) -> None:
        words = " ".join(f"palabra{number}" for number in range(900))
        scheduled(bench, "2026-03-06", notes=words)
        scheduled(bench, "2026-03-06", notes="x" * 10_000)
        scheduled(bench, "2026-03-06", notes="\n".join(f"línea{number}" for number in range(60)))
        scheduled(bench, "2026-03-06", notes="Llamar\notra vez & <b>漢字 😀 fin")

        (page,) = self.pages(bench.as_(OLGA).get(UNATTENDED, format="pdf"))

        assert "palabra20" in page
        assert "palabra40" not in page
        assert "línea7…" in page
        assert page.count("…") == 3
        assert "otra vez & <b>" in page

    def test_on_paper_nothing_is_said_to_be_nothing(self, bench: Bench) -> None:
        (page,) = self.pages(bench.as_(OLGA).get(UNATTENDED, format="pdf", to="2020-01-01"))

        assert "No hay seguimientos atrasados." in page

    def test_more_than_anybody_reads_is_not_printed(self, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(unattended, "MOST_ON_PAPER", 500)
        late = {"due_on": date(2026, 1, 1), "completed_at": None, "cancelled_at": None, "interaction_id": None}
        with bench.app.app_context():
            one = bench.service.db.session.execute(sa.select(FollowUp.__table__)).mappings().first()
            assert one
            rows = [dict(one) | late | {"id": new_id()} for _ in range(500)]
            bench.service.db.session.execute(sa.insert(FollowUp.__table__), rows)
            bench.service.db.session.commit()

        answer = bench.as_(OLGA).get(UNATTENDED, format="pdf")
        narrowed = bench.as_(OLGA).get(UNATTENDED, format="pdf", to="2026-02-01")

        assert (answer.status_code, list(answer.json["errors"])) == (422, ["format"])
        assert answer.json["errors"]["format"][0].startswith("Son más de 500 filas")
        pages = self.pages(narrowed)
        assert len(pages) > 10
        assert all("Lo acordado" in page for page in pages)
        assert f"Página 2 de {len(pages)}" in pages[1]


@pytest.mark.usefixtures("_clients_are_known")
class TestWithoutNextStep:
    def found(self, bench: Bench, by: UUID = OLGA, **filters: Any) -> list[str]:
        answer = bench.as_(by).get(WITHOUT, **filters)
        assert answer.status_code == 200, answer.text
        return [each["id"] for each in answer.json["items"]]

    def test_whom_nobody_promised_to_contact_is_in_it_until_somebody_does(self, bench: Bench) -> None:
        assert set(self.found(bench)) == {str(JUAN), str(ROSA), str(PEPE)}

        promised = scheduled(bench, "2026-03-20")
        assert set(self.found(bench)) == {str(ROSA), str(PEPE)}

        bench.as_(ANA).post(f"/follow-ups/{promised['id']}/complete")
        assert str(JUAN) in self.found(bench)

    def test_a_sale_is_in_it_until_it_has_a_follow_up_or_is_concluded(self, bench: Bench) -> None:
        sale = made(bench, "/sales", client_id=str(JUAN), title="Plan anual")
        scheduled(bench, "2026-03-20")

        (item,) = bench.as_(MARTA).get(WITHOUT, type="sale").json["items"]
        assert (item["id"], item["type"], item["sale"]["number"]) == (sale["id"], "sale", 1)
        assert (item["client"]["name"], item["agent"]["name"]) == ("Juan Pérez", "Ana Ruiz")
        assert item["branch"] == {"id": str(CENTRAL), "name": "Central"}

        follow_up = made(bench, f"/sales/{sale['id']}/follow-ups", due_on="2026-03-20")
        assert self.found(bench, type="sale") == []

        bench.as_(ANA).post(f"/follow-ups/{follow_up['id']}/cancel")
        bench.as_(ANA).post(f"/sales/{sale['id']}/conclude")
        assert self.found(bench, type="sale") == []

    @pytest.mark.parametrize(
        "changes", [{"type": "customer"}, {"type": "vip"}, {"status": "inactive"}], ids=lambda each: str(each)
    )
    def test_who_was_won_or_lost_needs_none(self, bench: Bench, changes: dict[str, Any]) -> None:
        bench.hear("ClientUpdated", a_client(**changes), sequence=2)

        assert str(JUAN) not in self.found(bench)

    def test_narrowed_by_branch_and_type(self, bench: Bench) -> None:
        bench.hear("ClientUpdated", a_client(type="prospect"), sequence=2)

        assert self.found(bench, type="prospect") == [str(JUAN)]
        assert set(self.found(bench, type=["lead", "prospect"], branch_id=str(CENTRAL))) == {str(JUAN), str(ROSA)}
        assert set(self.found(bench, MARTA)) == {str(JUAN), str(ROSA)}
        assert self.found(bench, MARTA, branch_id=str(NORTE)) == []
        assert bench.as_(MARTA).get(WITHOUT, type="vip").status_code == 422
        assert bench.as_(ANA).get(WITHOUT).status_code == 403

    def test_a_duplicate_that_was_merged_is_nobody(self, bench: Bench) -> None:
        bench.hear("ClientsMerged", a_client(kept_id=JUAN, duplicate_id=ROSA), sequence=2)

        assert set(self.found(bench)) == {str(JUAN), str(PEPE)}

    def test_it_comes_whole_as_csv(self, bench: Bench) -> None:
        assert len(bench.as_(OLGA).get(WITHOUT, format="csv").text.strip().splitlines()) == 4


def test_whatever_happens_nobody_without_a_next_step_is_missed(bench: Bench) -> None:
    """Random histories of clients, follow-ups and sales; the report page by page is what one finds by looking."""
    for seed in range(6):
        chance = Random(seed)
        clients = {}
        for _ in range(12):
            client = a_client(
                new_id(), f"Cliente {seed}", chance.choice([CENTRAL, NORTE]),
                type=chance.choice(["lead", "prospect", "customer", "vip"]),
                status=chance.choice(["active", "active", "inactive"]),
            )  # fmt: skip
            clients[str(client["id"])] = client
            bench.hear("ClientCreated", client)
        sales = [
            made(bench, "/sales", OLGA, client_id=chance.choice(list(clients)), title="Venta", agent_id=str(OLGA))
            for _ in range(8)
        ]
        for _ in range(14):
            sale = chance.choice(sales)
            day = str(NOON.date() + timedelta(days=chance.randint(-9, 9)))
            if chance.random() < 0.5:
                path, body = f"/sales/{sale['id']}/follow-ups", {"due_on": day}
            else:
                path, body = "/follow-ups", {"due_on": day, "client_id": chance.choice(list(clients))}
            follow_up = made(bench, path, OLGA, **body)
            verb = chance.choice(["complete", "cancel", "claim", "release"])
            assert bench.as_(OLGA).post(f"/follow-ups/{follow_up['id']}/{verb}").status_code == 200
        for sale in chance.sample(sales, 3):
            bench.as_(OLGA).post(f"/sales/{sale['id']}/conclude", {"result": {"details": "Listo"}})

    expected = looked_for(bench)
    found: list[str] = []
    query: dict[str, Any] = {"limit": chance.randint(3, 9)}
    while True:
        page = bench.as_(OLGA).get(WITHOUT, **query).json
        found += [each["id"] for each in page["items"]]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]

    assert found == sorted(expected)
    assert len(found) > 20
    assert bench.as_(OLGA).get(WITHOUT, include="total").json["total"] == len(found)


def looked_for(bench: Bench) -> set[str]:
    """All clients and sales, told apart one by one."""
    follow_ups = bench.as_(OLGA).get("/follow-ups", limit=200).json["items"]
    promised = {each["client"]["id"] for each in follow_ups}
    sold = {each["sale_id"] for each in follow_ups}
    sales = bench.as_(OLGA).get("/sales", limit=200).json["items"]
    with bench.app.app_context():
        tables = bench.service.tables.outbox.metadata.tables
        clients = bench.service.db.session.execute(sa.select(tables["clients"])).all()
    to_be_won = {str(row.id) for row in clients if row.status == "active" and row.type in {"lead", "prospect"}}
    in_work = {each["id"] for each in sales if each["concluded_at"] is None}
    return (to_be_won - promised) | (in_work - sold)
