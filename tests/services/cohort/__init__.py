"""The mentor's side, over real files."""
