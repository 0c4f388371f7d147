"""What a learner hands over: gathering it, showing what would leave, writing and signing it."""
