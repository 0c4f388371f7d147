"""A simulated learner's months of history in a home of their own, for newcomers, pictures and benchmarks."""
