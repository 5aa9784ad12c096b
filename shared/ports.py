"""Free TCP ports of this machine."""

import errno
import random
import socket

# Below the range from which the kernel takes the ports of outgoing connections (32768 on Linux), so that
# a server that is started again finds its port as it left it.
_CANDIDATES = range(20_000, 32_000)


def free_port(host: str = "127.0.0.1") -> int:
    """A port that nobody listens on right now."""
    while True:
        port = random.choice(_CANDIDATES)  # noqa: S311 - not a secret
        if is_free(host, port):
            return port


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen there.

    :raises OSError: it could not for another reason than that somebody does
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            return False
    return True
