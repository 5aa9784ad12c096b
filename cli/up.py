"""Start everything on this machine and keep it running until Ctrl-C or SIGTERM."""

import argparse
import gc
import os
import secrets
import signal
import sys
from collections.abc import Callable, Mapping
from functools import partial
from http.client import HTTPConnection, HTTPException
from importlib import import_module
from pathlib import Path
from time import monotonic, sleep
from typing import IO
from urllib.parse import urlsplit

from cli import child, web
from cli.__main__ import main
from cli.dotenv import ROOT
from cli.services import GATEWAY, SENDING, SERVICES, STREAM, module_of
from cli.supervisor import Process, Supervisor
from shared.config import BadSetting, Settings
from shared.ports import free_port, is_free

READY_WITHIN = 120.0
BACKENDS_WITHIN = 60.0
MEMORY_FOLDER = Path("/dev/shm")  # noqa: S108 - gunicorn makes its own file there

Environment = Mapping[str, str]


class CannotStart(Exception):
    """Why nothing was started: one line for whoever gave the command."""

    def __init__(self, message: str, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, help="of the gateway (CRM_PORT, else 8000)")
    parser.add_argument("--host", help="address to listen on (CRM_HOST, else 127.0.0.1)")
    parser.add_argument("--data", type=Path, help="data folder (CRM_DATA, else var beside this command)")
    parser.add_argument("--demo", action="store_true", help="load the sample clinic and print its sign-in")
    parser.add_argument("--no-web", action="store_true", help="do not build the web client when its sources changed")


def run(args: argparse.Namespace) -> int:
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # also before the supervisor takes over
    try:
        environment = _environment(args)
        settings = _settings(environment)
        _refuse_taken_port(settings.host, settings.port)
        if not args.no_web:
            _build_web_client()
        address = f"http://{_reachable(settings.host)}:{settings.port}"
        opening = Process(
            "The opening", "crm up: opening", partial(_open, address, args.demo), environment, once=True
        )
        return Supervisor([*_processes(settings, environment), opening], log=_log(settings.data)).run()
    except CannotStart as error:
        print(f"crm up: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 0


def _log(data: Path) -> IO[bytes] | None:
    """Where the log goes: into a file where somebody looks at a terminal, else wherever our errors go."""
    if not sys.stderr.isatty():
        return None
    data.mkdir(parents=True, exist_ok=True)
    path = data / "crm.log"
    print(f"Log: {path}", flush=True)
    return path.open("ab")


def _environment(args: argparse.Namespace) -> dict[str, str]:
    """What the processes find in their environment: ours, and what was given as options."""
    environment = {"CRM_DATA": str(ROOT / "var"), **os.environ}
    given = {"CRM_PORT": args.port, "CRM_HOST": args.host, "CRM_DATA": args.data}
    environment |= {name: str(value) for name, value in given.items() if value is not None}
    environment["CRM_DATA"] = str(Path(environment["CRM_DATA"]).resolve())
    if args.demo:
        from cli.demo import EMAIL, PASSWORD

        environment["CRM_DEMO"] = "1"
        environment.setdefault("CRM_ADMIN_EMAIL", EMAIL)
        environment.setdefault("CRM_ADMIN_PASSWORD", PASSWORD)
    return environment


def _settings(environment: Environment) -> Settings:
    try:
        settings = Settings.from_environment(environment)
    except BadSetting as error:
        raise CannotStart(str(error), exit_code=2) from error
    if (settings.database_url is None) != (settings.amqp_url is None):
        raise CannotStart("set CRM_DATABASE_URL and CRM_AMQP_URL both, or neither of them.", exit_code=2)
    return settings


def _refuse_taken_port(host: str, port: int) -> None:
    try:
        if is_free(host, port):
            return
    except OSError as error:
        raise CannotStart(f"cannot listen on {host}:{port}: {error.strerror}.") from error
    raise CannotStart(f"port {port} is already in use; choose another with --port.")


def _build_web_client() -> None:
    """Without one the product still starts: the API does not need it."""
    try:
        if done := web.build():
            print(done, flush=True)
    except web.CannotBuild as error:
        reason = str(error).partition("\n")[0].rstrip(":")
        print(f"Web client: not built, {reason}; the API starts without it (`./crm web` says more).", flush=True)


def _processes(settings: Settings, environment: Environment) -> list[Process]:
    # A service has a port of its own: only told can it know where the outside reaches the product.
    environment = {
        **environment,
        "CRM_PUBLIC_URL": settings.public,
        "CRM_HOST": settings.host,
        "CRM_PORT": str(settings.port),
        # Between processes that all begin now, any secret will do.
        "CRM_SERVICE_SECRET": ",".join(settings.service_secret) or secrets.token_urlsafe(32),
    }
    if settings.database_url is None or settings.amqp_url is None:
        return [_embedded(settings, environment)]
    _load_libraries()
    _migrate(settings.database_url, settings.amqp_url, environment)
    return _services(environment)


def _embedded(settings: Settings, environment: Environment) -> Process:
    """Every service in one process, with SQLite and the bus inside it."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    options = {
        "--config": "python:cli.gunicorn_hooks",
        "--bind": f"{host}:{settings.port}",
        "--worker-class": "cli.serve.DrainingWorker",
        "--workers": "1",
        "--threads": "16",
        "--graceful-timeout": "25",
        "--log-level": "warning",
    }
    if MEMORY_FOLDER.is_dir():
        options["--worker-tmp-dir"] = str(MEMORY_FOLDER)
    pairs = [word for pair in options.items() for word in pair]
    argv = [sys.executable, "-m", "gunicorn", "--no-control-socket", *pairs, "cli.embedded:create_app()"]
    return Process("The product", "crm", partial(os.execv, sys.executable, argv), environment)


def _migrate(database_url: str, amqp_url: str, environment: Environment) -> None:
    # Imported here: the embedded mode starts without these libraries.
    from cli.backends import Unreachable, wait_for_backends

    try:
        wait_for_backends(database_url, amqp_url, seconds=BACKENDS_WITHIN)
    except Unreachable as error:
        raise CannotStart(str(error)) from error
    pid = child.start("crm migrate all", _crm("migrate", "all"), environment)
    if os.waitpid(pid, 0)[1]:
        raise CannotStart("a migration failed.")


def _load_libraries() -> None:
    """Load here what every process needs: those forked from this one share it, and the work of loading it."""
    for name in ("cli.migrate", "cli.serve", "cli.work", "cli.send", *_modules()):
        import_module(name)
    # What is never collected is never written to, and so stays shared.
    gc.collect()
    gc.freeze()


def _modules() -> list[str]:
    senders = [f"services.{name}.senders" for name in SENDING]
    return [*map(module_of, (*SERVICES, STREAM, GATEWAY)), *senders]


def _services(environment: Environment) -> list[Process]:
    """A web and a worker process for every service, the event stream, and the gateway before them."""
    ports = {name: free_port() for name in (*SERVICES, STREAM)}
    urls = ",".join(f"{service}=http://127.0.0.1:{port}" for service, port in ports.items())
    environment = {**environment, "CRM_SERVICE_URLS": urls}
    processes = []
    for name, port in ports.items():
        own = {**environment, "CRM_HOST": "127.0.0.1", "CRM_PORT": str(port)}
        own.pop("CRM_HEALTH_PORT", None)  # one port cannot be everybody's: here it is the gateway's
        processes.append(_process(f"{name} (web)", own, "serve", name))
        if name != STREAM:
            processes.append(_process(f"{name} (worker)", own, "work", name))
        if name in SENDING:
            processes.append(_process(f"{name} (sender)", own, "send", name))
    return [*processes, _process(GATEWAY, environment, "serve", GATEWAY, front=True)]


def _process(name: str, environment: Environment, *arguments: str, front: bool = False) -> Process:
    return Process(name, " ".join(("crm", *arguments)), _crm(*arguments), environment, front)


def _crm(*arguments: str) -> Callable[[], int]:
    return partial(main, list(arguments))


def _reachable(host: str) -> str:
    """An address of this machine that leads to a server listening on `host`."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _open(address: str, demo: bool) -> int:
    """Say that the product is ready once it is, with the demo's data where they are wanted."""
    deadline = monotonic() + READY_WITHIN
    while not _answers(f"{address}/readyz"):
        if monotonic() > deadline:
            print(f"crm up: it did not become ready within {READY_WITHIN:.0f} s.", file=sys.stderr)
            return 1
        sleep(0.05)
    if demo:
        from cli.demo import load

        print(load(address), flush=True)
    print(f"Ready: {address}", flush=True)
    return 0


def _answers(url: str) -> bool:
    """Whether it answers 200, asked directly: a proxy of the environment has no part in this."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    try:
        connection.request("GET", parts.path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
