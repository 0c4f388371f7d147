"""One module per migration, numbered; the number stands in PRAGMA user_version."""
