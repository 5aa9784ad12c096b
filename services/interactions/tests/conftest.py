from services.interactions.app import create_app
from shared.testing.fixtures import bench_of

bench = bench_of("interactions", create_app)
