"""Free TCP ports of this machine."""

import errno
import fcntl
import os
import random
import socket
import tempfile
from pathlib import Path

# Below the range from which the kernel takes the ports of outgoing connections (32768 on Linux), so that
# a server that is started again finds its port as it left it.
_CANDIDATES = range(20_000, 32_000)
# Whose a port is: links named for the ports, to the numbers of processes.
_CLAIMS = Path(tempfile.gettempdir()) / f"crm-ports-{os.getuid()}"


def free_port(host: str = "127.0.0.1") -> int:
    """A port that nobody listens on, and that this is the first to find; it is this process's as long as it lives.

    Between finding a port and listening on it seconds may pass, in which others look for ports, too.
    """
    while True:
        port = random.choice(_CANDIDATES)  # noqa: S311 - not a secret
        if is_free(host, port) and _claim(port):
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


def _claim(port: int) -> bool:
    """Make a port this process's, unless it is one's that lives."""
    _CLAIMS.mkdir(mode=0o700, exist_ok=True)
    claim = _CLAIMS / str(port)
    with (_CLAIMS / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if claim.is_symlink() and _lives(int(claim.readlink().name)):
            return False
        claim.unlink(missing_ok=True)
        claim.symlink_to(str(os.getpid()))
    return True


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:  # there is none, or it is somebody else's, who got its number
        return False
    return True
