"""Floor 2: the life of a request, from the manager's call to the reply's last signal."""
