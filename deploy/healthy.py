"""Asks the process of this container whether it is ready; for health checks, in an image that has no curl.

Takes the port. It imports next to nothing: it runs every few seconds in every container.
"""  # noqa: INP001 - not a module

import socket
import sys

with socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=3) as connection:
    connection.sendall(b"GET /readyz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
    sys.exit(b" 200 " not in connection.recv(64))
