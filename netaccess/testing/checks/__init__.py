"""What is checked around a test: exceptions, leaks, the real network; for pytest, unittest and `explore`."""
