"""Exams as use cases: what can be sat, an attempt from start to hand-in, and its report."""
