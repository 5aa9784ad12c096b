"""Servers started from the machine's own programs, on loopback ports and in folders of their own."""

import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from shared.ports import free_port, is_free
from shared.testing.guard import guard
from shared.testing.kinds import POSTGRESQL, RABBITMQ, Kind, ServerError, wait_until_it_answers

START_WITHIN = 90.0
STOP_WITHIN = 30.0


@dataclass(frozen=True)
class Program:
    """A server program, and the user whom it shall run as (None: the present one)."""

    argv: Sequence[str]
    env: Mapping[str, str]
    user: str | None = None
    stop_signal: int = signal.SIGTERM

    def start(self, log: Path) -> subprocess.Popen[bytes]:
        with log.open("ab") as output:
            return subprocess.Popen(
                self.argv,
                env=dict(self.env),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                cwd="/",
                **_identity(self.user),
            )


class PrivateServer:
    """A server of one program. Its data stay until this process ends, and it ends with it."""

    def __init__(self, kind: Kind, user: str, port: int, folder: Path, program: Program) -> None:
        self.kind = kind
        self.url = f"{user}@127.0.0.1:{port}"
        self.origin = "private, started from the machine's programs"
        self.version = ""
        self._port = port
        self._program = program
        self._log = folder / "log"
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, for the first time or again, and wait until it answers.

        :raises ServerError: it does not; the message ends with the last lines of its log
        """
        process = self._running = self._program.start(self._log)
        guard().watch("group", process.pid)
        try:
            self.version = wait_until_it_answers(
                self.kind, self.url, START_WITHIN, alive=lambda: process.poll() is None
            )
        except ServerError as error:
            self.kill()
            raise ServerError(f"{error}\n{self._last_words()}") from error

    @property
    def pid(self) -> int | None:
        """Its first process, while it runs."""
        return self._running.pid if self._running else None

    def kill(self) -> None:
        """End it as a crash would."""
        if self._running:
            for pid in _children(self._running.pid):
                _send_kill(os.kill, pid)
            self._clear_up(self._running)

    def stop(self) -> None:
        """End it in order."""
        if self._running:
            self._running.send_signal(self._program.stop_signal)
            with suppress(subprocess.TimeoutExpired):
                self._running.wait(STOP_WITHIN)
            self._clear_up(self._running)

    def _clear_up(self, process: subprocess.Popen[bytes]) -> None:
        _send_kill(os.killpg, process.pid)
        process.wait()
        guard().release("group", process.pid)
        self._running = None
        # The last of its processes may hold the port a moment longer than the first one lives.
        deadline = monotonic() + STOP_WITHIN
        while not is_free("127.0.0.1", self._port) and monotonic() < deadline:
            sleep(0.01)

    def _last_words(self) -> str:
        return "\n".join(self._log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])


def find_postgresql() -> Path | None:
    """The folder of the newest PostgreSQL programs of this machine."""
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr/local/opt").glob("postgresql*/bin")]
    whole = [folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()]
    if whole:
        return max(whole, key=lambda folder: float(re.sub(r"[^\d.]", "", folder.parent.name) or 0))
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def start_postgresql(programs: Path) -> PrivateServer:
    """Make a cluster that has only the user postgres, and start it."""
    user = "postgres" if os.geteuid() == 0 else None  # it refuses to run as root
    folder = _own_folder("postgresql", user)
    password, port = secrets.token_urlsafe(12), free_port()
    env = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}
    _initdb(programs, folder, password, user, env)
    argv = [str(programs / "postgres"), "-D", str(folder / "data"), "-p", str(port), "-k", str(folder)]
    settings = ("listen_addresses=127.0.0.1", "fsync=on", "max_connections=300")
    argv += [word for setting in settings for word in ("-c", setting)]
    # SIGTERM would wait for every connection to be closed.
    program = Program(argv, env, user, stop_signal=signal.SIGINT)
    server = PrivateServer(POSTGRESQL, f"postgresql://postgres:{password}", port, folder, program)
    server.start()
    return server


def _initdb(programs: Path, folder: Path, password: str, user: str | None, env: Mapping[str, str]) -> None:
    secret = folder / "password"
    secret.write_text(password, encoding="utf-8")
    if user:
        shutil.chown(secret, user)
    argv = [str(programs / "initdb"), "-D", str(folder / "data"), "--username=postgres", "--encoding=UTF8"]
    argv += ["--auth=scram-sha-256", f"--pwfile={secret}", "--no-sync", "--no-instructions"]
    log = folder / "log"
    if Program(argv, env, user).start(log).wait() != 0:
        raise ServerError(f"initdb failed:\n{log.read_text(encoding='utf-8', errors='replace')}")
    secret.unlink()


def find_rabbitmq() -> Path | None:
    """The script that starts RabbitMQ. Debian's command of that name would insist on its own user."""
    scripts = (Path("/usr/lib/rabbitmq/bin/rabbitmq-server"), shutil.which("rabbitmq-server"))
    return next((Path(script) for script in scripts if script and Path(script).exists()), None)


def start_rabbitmq(script: Path) -> PrivateServer:
    """Start a node of its own, with a port mapper of its own and without plugins."""
    folder = _own_folder("rabbitmq", None)
    port, dist_port, mapper_port = free_port(), free_port(), free_port()
    (folder / "enabled_plugins").write_text("[].\n", encoding="utf-8")
    env = {
        "PATH": f"{os.environ.get('PATH', os.defpath)}:/usr/sbin",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "ERL_EPMD_PORT": str(mapper_port),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODENAME": f"crm{port}@localhost",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_DIST_PORT": str(dist_port),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        "RABBITMQ_CONF_ENV_FILE": str(folder / "none"),
        "RABBITMQ_CONFIG_FILE": str(folder / "none"),
        "RABBITMQ_CONFIG_FILES": str(folder / "none"),
        "RABBITMQ_ADVANCED_CONFIG_FILE": str(folder / "none"),
        "RABBITMQ_MNESIA_BASE": str(folder / "data"),
        "RABBITMQ_LOG_BASE": str(folder / "logs"),
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
        "RABBITMQ_PID_FILE": str(folder / "pid"),
    }
    # Erlang would start a port mapper by itself, but as a daemon that is left behind.
    with_mapper = 'epmd -port "$ERL_EPMD_PORT" -address "$ERL_EPMD_ADDRESS" & exec "$0"'
    argv = ["/bin/sh", "-c", with_mapper, str(script)]
    server = PrivateServer(RABBITMQ, "amqp://guest:guest", port, folder, Program(argv, env))
    server.start()
    return server


def _own_folder(name: str, owner: str | None) -> Path:
    folder = Path(tempfile.mkdtemp(prefix=f"crm-{name}-"))
    guard().watch("path", folder)
    if owner:
        shutil.chown(folder, owner, pwd.getpwnam(owner).pw_gid)
    return folder


def _identity(user: str | None) -> dict[str, Any]:
    if user is None:
        return {}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def _children(pid: int) -> list[int]:
    """The processes of PostgreSQL's sessions: each is a group of its own (known on Linux only)."""
    with suppress(FileNotFoundError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def _send_kill(send: Callable[[int, int], None], number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        send(number, signal.SIGKILL)
