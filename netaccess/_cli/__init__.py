"""The command line: ``python -m netaccess``, written on the public faces like any other program that uses them."""
