from services.contacts.app import create_app
from shared.testing.fixtures import bench_of

bench = bench_of("contacts", create_app)
