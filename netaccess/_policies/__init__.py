"""Floor 1: pure decisions on a request or a response. No I/O, no threads, no signals."""
