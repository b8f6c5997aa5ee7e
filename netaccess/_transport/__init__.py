"""Floor 1: input and output. Dialling, TLS, the HTTP/1.1 wire and the worker threads."""
