"""A balancer as simple as they come: each connection goes to one of the gateways that takes it, byte by byte."""

import random
import select
import socket
import threading
from contextlib import suppress


class Balancer:
    """Listens at `port`. It looks into nothing, asks nobody how they are, and repeats nothing that was sent."""

    def __init__(self, *gateways: tuple[str, int]) -> None:
        self._gateways = gateways
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        # Connections that no gateway took.
        self.refused = 0
        threading.Thread(target=self._listen, name="balancer", daemon=True).start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _listen(self) -> None:
        with suppress(OSError):  # closed
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._pass, args=(client,), name="balanced", daemon=True).start()

    def _pass(self, client: socket.socket) -> None:
        with client:
            gateway = self._any()
            if gateway is None:
                self.refused += 1
                return
            with gateway, suppress(OSError):
                other = {client: gateway, gateway: client}
                while True:
                    for each in select.select(list(other), [], [])[0]:
                        part = each.recv(65_536)
                        if not part:
                            return
                        other[each].sendall(part)

    def _any(self) -> socket.socket | None:
        for address in random.sample(self._gateways, len(self._gateways)):
            with suppress(OSError):
                return socket.create_connection(address, timeout=1)
        return None
