"""A cohort of fifty simulated learners, read as a mentor reads it."""
