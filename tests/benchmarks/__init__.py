"""Benchmarks: `make bench`. Figures are ratios against a bare program in the same run."""
