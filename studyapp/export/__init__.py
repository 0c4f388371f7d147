"""What leaves the app: a learner's progress in its formats, signed and verified, and the pages of roles."""
