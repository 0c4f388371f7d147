"""The rules: pure functions and data of the standard library, without I/O, clock or global chance."""
