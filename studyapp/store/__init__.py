"""SQLite through SQLModel: tables, sessions, migrations, one module of queries per aggregate."""
