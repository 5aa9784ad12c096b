"""What the tests of notifications share."""

from services.notifications.app import create_app
from shared.testing.fixtures import bench_of

bench = bench_of("notifications", create_app)
