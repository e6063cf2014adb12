"""`python -m tests.bench.peers`: Beatbook beside other systems, on the same bullets, weights, cores and questions."""
