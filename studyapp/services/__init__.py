"""The use cases: one verb per function, each its own transaction, shared by every front end."""
