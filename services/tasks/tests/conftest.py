from services.tasks.app import create_app
from shared.testing.fixtures import bench_of

bench = bench_of("tasks", create_app)
