"""The checks of question banks: what a test-wise guesser can see, and what a reader misses."""
