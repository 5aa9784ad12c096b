"""Servers in containers, where a Docker engine answers and has their images or gets them."""

import secrets
from collections.abc import Mapping
from contextlib import closing
from typing import Any

import docker
from docker.errors import DockerException, ImageNotFound
from requests import RequestException
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer

from shared.ports import free_port
from shared.testing.guard import guard
from shared.testing.kinds import POSTGRESQL, RABBITMQ, Kind, wait_until_it_answers

# Seconds without a word from the engine, which reports the progress of a pull all the time.
SILENCE = 8
START_WITHIN = 60.0


# The guard ends the containers, so the sidecar that testcontainers has for it, one more image, is not needed.
testcontainers_config.ryuk_disabled = True


def has_image(image: str) -> bool:
    """Whether an engine answers that has the image, after a pull where it must."""
    try:
        with closing(docker.from_env(timeout=SILENCE)) as client:
            try:
                client.images.get(image)
            except ImageNotFound:
                _pull(client, image)
                client.images.get(image)
    except (DockerException, RequestException):
        return False
    return True


def _pull(client: docker.DockerClient, image: str) -> None:
    for _ in client.api.pull(image, stream=True):
        """What comes is progress; reading it is waiting for the end."""


class ContainerServer:
    """A server in a container, on a loopback port that stays the same. It ends with this process."""

    def __init__(self, kind: Kind, user: str, inner_port: int, env: Mapping[str, str]) -> None:
        self.kind = kind
        self.origin = f"Docker, image {kind.image}"
        self.version = ""
        port = free_port()
        self.url = f"{user}@127.0.0.1:{port}"
        container = DockerContainer(kind.image, env=dict(env))
        # testcontainers' own way of publishing binds all addresses of the machine.
        ports: Any = {f"{inner_port}/tcp": ("127.0.0.1", port)}
        container.ports = ports
        self._container = container.start().get_wrapped_container()
        guard().watch("container", self._container.id)
        self._wait()

    def start(self) -> None:
        """Start it again and wait until it answers.

        :raises ServerError: it does not
        """
        self._container.start()
        self._wait()

    def kill(self) -> None:
        """End it as a crash would."""
        self._container.kill()

    def stop(self) -> None:
        """End it in order."""
        self._container.stop()

    def _wait(self) -> None:
        self.version = wait_until_it_answers(self.kind, self.url, START_WITHIN, self._is_alive)

    def _is_alive(self) -> bool:
        self._container.reload()
        return bool(self._container.status == "running")


def start_postgresql() -> ContainerServer:
    password = secrets.token_urlsafe(12)
    env = {"POSTGRES_USER": "postgres", "POSTGRES_PASSWORD": password}
    return ContainerServer(POSTGRESQL, f"postgresql://postgres:{password}", 5432, env)


def start_rabbitmq() -> ContainerServer:
    password = secrets.token_urlsafe(12)
    env = {"RABBITMQ_DEFAULT_USER": "crm", "RABBITMQ_DEFAULT_PASS": password}
    return ContainerServer(RABBITMQ, f"amqp://crm:{password}", 5672, env)
