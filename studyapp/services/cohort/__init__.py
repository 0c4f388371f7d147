"""The mentor's side: files that were handed over, the keys that signed them, and what they say together."""
