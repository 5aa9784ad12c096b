"""What the tests and the benchmarks need beyond pytest."""
