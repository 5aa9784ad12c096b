"""How gunicorn runs a web process. `crm serve` sets the address, and more threads for the gateway."""  # noqa: INP001 - not a module

from pathlib import Path

from cli import gunicorn_hooks
from cli.serve import DrainingWorker, RootLogger

# One process: its metrics are whole, and the next core is the next replica.
workers = 1
worker_class = DrainingWorker
threads = 8
# Longer than the gateway, or a load balancer, keeps an unused connection.
keepalive = 75
graceful_timeout = 25
# The worker's sign of life must not wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn makes its own file
accesslog = None
logger_class = RootLogger
control_socket_disable = True
post_fork = gunicorn_hooks.post_fork
