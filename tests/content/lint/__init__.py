"""Tests of the checks of question banks."""
