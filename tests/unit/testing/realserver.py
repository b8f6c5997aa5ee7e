"""The scripted server of the conformance tests, for tests that need a real one."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "conformance"))

from server import Conversation, Server, refused_port

__all__ = ["Conversation", "Server", "refused_port"]
