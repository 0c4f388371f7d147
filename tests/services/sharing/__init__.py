"""Handing over progress, over a real store."""
