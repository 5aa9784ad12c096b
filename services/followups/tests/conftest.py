from services.followups.app import create_app
from shared.testing.fixtures import bench_of

bench = bench_of("followups", create_app)
