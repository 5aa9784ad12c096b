"""A stand-in for a service that answers what a test says, and remembers what it was asked."""

from typing import Any

from flask import Flask, Response, jsonify, request

from shared.inprocess import InProcess


class StandIn:
    """Answers by path; what it was not told to answer is 404."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        self.asked: list[Any] = []
        self.app = Flask("stand-in")

        @self.app.get("/api/v1/<path:rest>")
        def answer(rest: str) -> Any:
            self.asked.append((rest, sorted(request.args.items(multi=True)), dict(request.headers)))
            found = self.answers.get(rest, (404, {"type": "/problems/not-found", "status": 404}))
            status, body, *headers = found if isinstance(found, tuple) else (200, found)
            response = Response(body, mimetype="text/csv") if isinstance(body, str) else jsonify(body)
            response.status_code = status
            response.headers.update(*headers)
            return response

    def says(self, path: str, body: Any) -> "StandIn":
        """Answer a path with 200 and this body, or with `(status, body)` or `(status, body, headers)`.

        A text is the body of a file, all else becomes JSON.
        """
        self.answers[path] = body
        return self

    @property
    def adapter(self) -> InProcess:
        return InProcess(self.app)

    def asked_for(self, path: str) -> list[tuple[str, str]]:
        """The query with which a path was asked for."""
        found: list[tuple[str, str]] = next(query for asked, query, _ in self.asked if asked == path)
        return found


def a_list(*items: dict[str, Any]) -> dict[str, Any]:
    return {"items": list(items), "next_cursor": None}
