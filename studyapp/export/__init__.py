"""From what the app knows to files that other people read."""
