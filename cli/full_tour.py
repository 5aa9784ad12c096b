"""One day of a sale, a gym and a school, and what a manager does beside it, played through a running gateway."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from cli.client import Person, Refusal
from cli.reminder_tour import ReminderTour
from cli.tour import SOON, Tour

PASSWORD = "recorrido-completo-1"  # noqa: S105 - of people made for one tour, and made inactive at its end


class FullTour(Tour):
    """The main job, and then everything else that people do in a day."""

    def play(self) -> None:
        super().play()
        self._branch = self._person.get("branches", limit=200)["items"][0]
        self._first, self._second = self._colleague("Rocío"), self._colleague("Iván")
        self._chapter("Una venta", self._sale)
        self._chapter("Un gimnasio", self._gym)
        self._chapter("Una escuela", self._school)
        self._chapter("Quien dirige", self._manager)
        self._chapter("Un recordatorio por WhatsApp", self._reminder)
        print("El día está completo.")

    def _chapter(self, name: str, play: Callable[[], None]) -> None:
        print(f"— {name}")
        play()

    def _colleague(self, first_name: str) -> Person:
        email = f"{first_name.lower().replace('í', 'i').replace('á', 'a')}.{self._tag.lower()}@recorrido.example"
        who = {"name": f"{first_name} {self._tag}", "email": email, "password": PASSWORD, "role": "operator"}
        self._person.post("users", who | {"branch_ids": [self._branch["id"]]})
        return Person(self._url, email, PASSWORD)

    def _reminder(self) -> None:
        ReminderTour(self._person, self._step).play(lambda: self._make_client("Wendy"), self._branch["id"])

    # --- a sale ------------------------------------------------------------------------------------------

    def _sale(self) -> None:
        client = self._make_client("Rodolfo")
        sale = self._step("Abrir la operación de venta", lambda: self._open_sale(client["id"]))
        first = self._step("Agregar un seguimiento vencido: indicador rojo", lambda: self._late_step(sale["id"]))
        self._step("Su resultado, y sobre él el siguiente: amarillo", lambda: self._next_step(sale["id"], first))
        self._step("Está en «Seguimientos sin atención»", lambda: self._unattended(sale["id"], client["id"]))
        self._step("Concluido, Terminar Seguimiento: azul", lambda: self._conclude(sale["id"]))
        self._step("Un seguimiento más se rechaza hasta reabrirla", lambda: self._reopen(sale["id"]))

    def _open_sale(self, client_id: str) -> Any:
        body = {"client_id": client_id, "title": f"Mobiliario {self._tag}", "amount": "48000.50"}
        sale = self._person.post("sales", body)
        assert (sale["follow_up_status"], sale["indicator"]) == ("in_progress", "yellow"), sale
        return sale

    def _late_step(self, sale_id: str) -> Any:
        notes = "Llamada para preguntarle qué le pareció la cotización"
        follow_up = self._person.post(f"sales/{sale_id}/follow-ups", {"due_on": self._day(-2), "notes": notes})
        sale = self._person.get(f"sales/{sale_id}")
        assert (sale["indicator"], sale["days_overdue"]) == ("red", 2), sale
        assert sale["last_follow_up"]["id"] == follow_up["id"], "another follow-up is the last"
        return follow_up

    def _next_step(self, sale_id: str, follow_up: Any) -> None:
        reminder = (datetime.now(UTC) + timedelta(days=2)).isoformat()
        following = {"due_on": self._day(3), "notes": "Seguimiento 2", "reminders": [reminder]}
        result = {"details": "Le parece bien; pide descuento", "occurred_at": datetime.now(UTC).isoformat()}
        self._person.post(f"follow-ups/{follow_up['id']}/complete", {"result": result, "next": following})
        sale = self._person.get(f"sales/{sale_id}")
        assert sale["indicator"] == "yellow", sale
        assert len(sale["reminders"]) == 1, "the reminder does not show"
        newest_first = [each["notes"] for each in self._person.get(f"sales/{sale_id}/follow-ups")["items"]]
        assert newest_first[0] == "Seguimiento 2", newest_first

    def _unattended(self, sale_id: str, client_id: str) -> None:
        late = self._person.post(f"sales/{sale_id}/follow-ups", {"due_on": self._day(-1), "notes": "Confirmar"})
        period = {"from": self._day(-1), "to": self._day(-1), "limit": 200}
        report = self._person.get("reports/unattended-follow-ups", **period)
        assert report["totals"]["count"] >= 1, report["totals"]
        self._person.post(f"follow-ups/{late['id']}/complete", {"result": {"details": "Confirmado"}})
        assert self._person.get("clients", q=f"Rodolfo {self._tag}")["items"][0]["id"] == client_id

    def _conclude(self, sale_id: str) -> None:
        body = {"result": {"details": "Firmó el contrato"}}
        sale = self._person.post(f"sales/{sale_id}/conclude", body)
        assert (sale["follow_up_status"], sale["indicator"]) == ("concluded", "blue"), sale

    def _reopen(self, sale_id: str) -> None:
        another = {"due_on": self._day(5), "notes": "Posventa"}
        self._refused(409, lambda: self._person.post(f"sales/{sale_id}/follow-ups", another))
        self._person.post(f"sales/{sale_id}/reopen")
        self._person.post(f"sales/{sale_id}/follow-ups", another)

    # --- a gym -------------------------------------------------------------------------------------------

    def _gym(self) -> None:
        member = self._make_client("Renzo")
        kind = self._step("Un tipo de tarea con prioridad", self._urgent_type)
        task = self._step("Una tarea de ese tipo: roja, en preparación", lambda: self._plan(member["id"], kind))
        self._step("Alguien se hace cargo: amarilla; otro ya no puede", lambda: self._claim(task["id"]))
        following = self._step("Seguir: cerrar con una nota, y la siguiente es de otro", lambda: self._go_on(task))
        self._step("El hilo entero se puede leer", lambda: self._thread(task["id"], following["id"]))
        self._step("Arrastrar en la agenda la mueve; choca con otra", lambda: self._drag(member["id"], following))
        self._step("La agenda como calendario, sin sesión", self._feed)
        self._step("Añadir Historial", lambda: self._note(member["id"]))

    def _urgent_type(self) -> str:
        body = {"name": f"Objeciones {self._tag}", "priority": True, "color": "#b91c1c"}
        made: str = self._person.post("task-types", body)["id"]
        return made

    def _plan(self, client_id: str, type_id: str) -> Any:
        body = {
            "client_id": client_id,
            "description": f"Ofrecer el plan mensual {self._tag}",
            "type_id": type_id,
            "tags": ["precio"],
            "planned_at": self._at(1),
            "branch_id": self._branch["id"],
        }
        task = self._person.post("tasks", body)
        assert task["color"] == "red", task
        board = self._person.get("board", branch_id=self._branch["id"])
        assert board["counts"]["in_preparation"] >= 1, board["counts"]
        return task

    def _at(self, hours: int) -> str:
        return (datetime.now(UTC) + timedelta(hours=hours)).replace(microsecond=0).isoformat()

    def _claim(self, task_id: str) -> None:
        task = self._first.post(f"tasks/{task_id}/claim")
        assert task["color"] == "yellow", task
        self._refused(409, lambda: self._second.post(f"tasks/{task_id}/claim"))

    def _go_on(self, task: Any) -> Any:
        following = {
            "description": f"Visita de seguimiento {self._tag}",
            "planned_at": self._at(26),
            "operator_id": self._second.user["id"],
        }
        done = {"status": "done", "outcome": "Acepta", "note": "Quiere empezar el lunes", "next": following}
        answer = self._first.post(f"tasks/{task['id']}/close", done)
        assert answer["task"]["status"] == "done", answer["task"]
        assert answer["next"]["client"]["id"] == task["client"]["id"], "the next one has lost its client"
        return answer["next"]

    def _thread(self, task_id: str, following_id: str) -> None:
        ids = [each["id"] for each in self._person.get(f"tasks/{following_id}/chain")["items"]]
        assert ids == [task_id, following_id], ids

    def _drag(self, client_id: str, task: Any) -> None:
        planned_at = self._at(50)
        moved = self._second.patch(f"tasks/{task['id']}", {"planned_at": planned_at, "duration_minutes": 45})
        assert moved["duration_minutes"] == 45, moved
        other = {"description": "Otra a la misma hora", "planned_at": planned_at, "client_id": client_id}
        other |= {"operator_id": self._second.user["id"], "branch_id": self._branch["id"]}
        assert task["id"] in self._person.post("tasks", other)["conflicts"], "the two do not conflict"
        agenda = self._person.get(
            "agenda", **{"from": self._day(0), "to": self._day(6)}, operator_id=self._second.user["id"]
        )
        assert task["id"] in [each["id"] for each in agenda["events"]], "it is not in the agenda"

    def _feed(self) -> None:
        feed = self._second.post("agenda/feeds", {"operator_id": self._second.user["id"]})
        path = feed["url"].partition("/api/v1/")[2]
        calendar = self._person.text(path)
        assert calendar.startswith("BEGIN:VCALENDAR"), calendar[:60]
        self._second.delete(f"agenda/feeds/{feed['id']}")
        self._refused(404, lambda: self._person.text(path))

    def _note(self, client_id: str) -> None:
        self._person.post("history", {"client_id": client_id, "text": "Terminó el programa de movilidad"})
        profile = self._person.until(
            SOON, f"clients/{client_id}/profile", lambda answer: answer if answer["history"] else None
        )
        assert profile["tasks"], "the profile lacks its tasks"

    # --- a school ----------------------------------------------------------------------------------------

    def _school(self) -> None:
        parent = self._step("Un prospecto de la web, con su tag", self._prospect)
        self._step("Vincular estudiante: se ven el uno al otro", lambda: self._link(parent["id"]))
        self._step("Convertir a activo, Promover a VIP", lambda: self._promote(parent["id"]))
        self._step("Importar una hoja, revisarla, aplicarla y deshacerla", self._import)
        self._step("Dos fichas de una persona se vuelven una", lambda: self._merge(parent))

    def _prospect(self) -> Any:
        names = {"first_name": "Marcela", "last_name": f"Gómez {self._tag}", "phone": self._phone()}
        client = self._person.post("clients", names | {"type": "prospect", "source": "web"})
        tag = self._person.post("tags", {"name": f"Interesado en salto {self._tag}", "color": "#0f766e"})
        self._person.post(f"clients/{client['id']}/tags", {"tag_ids": [tag["id"]]})
        tagged = self._person.get("clients", tag=tag["id"])["items"]
        assert [each["id"] for each in tagged] == [client["id"]], "the tag does not find its client"
        return client

    def _link(self, client_id: str) -> None:
        enrolment = {"program": "Salto", "status": "active", "started_on": self._day(-30)}
        names = {"first_name": "Juliana", "last_name": f"Gómez {self._tag}", "guardian_name": "Marcela Gómez"}
        student = self._person.post("students", names | {"enrolments": [enrolment]})
        client = self._person.post(f"clients/{client_id}/link", {"student_id": student["id"]})
        assert (client["student_id"], client["active_enrolments"]) == (student["id"], 1), client
        assert self._person.get(f"students/{student['id']}")["client_id"] == client_id, "the student does not see it"

    def _promote(self, client_id: str) -> None:
        client = self._person.post(f"clients/{client_id}/convert")
        assert (client["type"], client["status"]) == ("customer", "active"), client
        assert self._person.post(f"clients/{client_id}/promote")["type"] == "vip", "it is no VIP"

    def _import(self) -> None:
        rows = [f"Importada {number} {self._tag},Pérez,{self._phone()}" for number in range(20)]
        file = "\n".join(["Nombre,Apellido,Teléfono", *rows, "Sin teléfono posible,Pérez,12"])
        started = self._person.upload("imports", "clientes.csv", file.encode())
        self._import_is("ready", started["id"])
        self._person.post(f"imports/{started['id']}/apply")
        done = self._import_is("applied", started["id"])
        assert (done["rows"]["new"], done["rows"]["errors"]) == (20, 1), done["rows"]
        self._person.post(f"imports/{started['id']}/revert")
        self._import_is("reverted", started["id"])

    def _import_is(self, status: str, import_id: str) -> Any:
        def reached(answer: Any) -> Any:
            assert answer["status"] != "failed", answer
            return answer if answer["status"] == status else None

        return self._person.until(60, f"imports/{import_id}", reached)

    def _merge(self, kept: Any) -> None:
        names = {"first_name": "Ma. Marcela", "last_name": f"Gomez {self._tag}", "phone": self._phone()}
        duplicate = self._person.post("clients", names)
        talk = self._register_for(duplicate["id"])
        self._pending(talk, "overdue")
        self._person.post(f"clients/{kept['id']}/merge", {"duplicate_id": duplicate["id"]})
        self._person.until(
            SOON,
            "follow-ups",
            lambda answer: any(each["interaction_id"] == talk["id"] for each in answer["items"]),
            client_id=kept["id"],
        )
        found = self._person.get("contacts/search", q=names["phone"])["items"]
        assert [each["client_id"] for each in found] == [kept["id"]], "the old phone does not find the one kept"

    # --- whoever manages ---------------------------------------------------------------------------------

    def _manager(self) -> None:
        self._step("Buscar en todo", self._search)
        self._step("Listas y reportes como hojas y PDF", self._files)
        self._step("Traspaso: nada de quien se va queda suelto", self._hand_over)
        self._step("Todo lo que sabemos de una persona, y borrarla", self._forget)
        self._step("Quién hizo qué: la auditoría", self._audit)

    def _search(self) -> None:
        found = self._person.get("search", q=self._tag)
        assert found["clients"], "no clients were found"
        assert found["degraded"] == [], found["degraded"]

    def _files(self) -> None:
        assert self._person.text("clients", format="csv").startswith("\ufeff"), "it is no CSV"
        assert self._person.text("reports/unattended-follow-ups", format="pdf").startswith("%PDF"), "it is no PDF"
        assert self._person.text("reports/without-next-step", format="xlsx").startswith("PK"), "it is no XLSX"

    def _hand_over(self) -> None:
        leaver, successor = self._first.user["id"], self._second.user["id"]
        client = self._make_client("Aldo")
        self._first.post("follow-ups", {"client_id": client["id"], "due_on": self._day(2), "notes": "Llamar"})
        self._refused(409, lambda: self._person.patch(f"users/{leaver}", {"active": False}))
        counts = self._person.post(f"users/{leaver}/hand-over", {"to_id": successor, "preview": True})
        assert counts["follow_ups"] == 1, counts
        self._person.post(f"users/{leaver}/hand-over", {"to_id": successor})
        self._person.until(SOON, "follow-ups", lambda answer: answer["items"], assigned_to_id=successor)
        self._person.patch(f"users/{leaver}", {"active": False})

    def _forget(self) -> None:
        client = self._make_client("Olvidada")
        self._register_for(client["id"])
        self._person.until(SOON, f"clients/{client['id']}/profile", lambda answer: answer["interactions"])
        told = self._person.get(f"clients/{client['id']}/export")
        assert told["interactions"], "the export lacks the interactions"
        self._person.post(f"clients/{client['id']}/erase")
        self._person.until(
            SOON, "interactions", lambda answer: not answer["items"][0]["notes"], client_id=client["id"]
        )
        assert self._person.get("contacts/search", q=f"Olvidada {self._tag}")["items"] == [], "it is still found"

    def _audit(self) -> None:
        told = self._person.get("audit", actor_id=self._person.user["id"], limit=200)
        assert {"ClientErased", "WorkHandedOver"} <= {each["action"] for each in told["items"]}, (
            "something is missing"
        )

    def _refused(self, status: int, do: Callable[[], Any]) -> None:
        answered = 200
        try:
            do()
        except Refusal as refusal:
            answered = refusal.status
        assert answered == status, f"{answered} instead of {status}"
