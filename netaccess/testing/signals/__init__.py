"""Signals in tests: what was emitted, waiting for it, and exceptions that left slots."""
