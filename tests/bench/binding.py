"""``from binding import QtCore, QtNetwork``: the binding that the environment variable NETACCESS_BINDING names."""

from __future__ import annotations

import importlib
import os
from typing import Any

BINDING = os.environ.get("NETACCESS_BINDING", "netaccess")
QtCore: Any = importlib.import_module(f"{BINDING}.QtCore")
QtNetwork: Any = importlib.import_module(f"{BINDING}.QtNetwork")
