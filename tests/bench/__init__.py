"""Benchmarks: what is measured, and never asserted in a test. `make bench` and `make score` print."""
