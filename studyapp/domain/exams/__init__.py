"""Exams: what a vendor's exam is like, a form assembled to it, an attempt at the form, and its score."""
