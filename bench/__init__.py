"""The benchmarks: every figure beside something known, measured in the same run."""
