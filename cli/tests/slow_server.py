"""A web process as `crm serve` runs them, whose one page takes its time.

python -m cli.tests.slow_server
"""

from time import sleep

from flask import Flask

from cli.serve import Server
from shared.config import Settings
from shared.health import Draining, answer_health
from shared.telemetry import configure_logs


class SlowServer(Server):
    """Serves one slow page instead of a service."""

    def load(self) -> Flask:
        app = Flask("slow")
        app.extensions["draining"] = draining = Draining()
        answer_health(app, dict, draining)

        @app.get("/slow")
        def slow() -> str:
            sleep(2)
            return "done"

        return app


if __name__ == "__main__":
    configure_logs()
    SlowServer("gateway", Settings.from_environment()).run()
