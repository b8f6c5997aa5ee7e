"""A lock between processes: a file that only one of them can make."""

from __future__ import annotations

import os
import sys
import time

from .waiting import monotonic, sleep

_PAUSE = 0.005
_LONGEST_PAUSE = 0.1
_GRACE = 1.0  # a lock file younger than this is never taken for one that its owner left behind


class LockFile:
    """A lock named by a file. Its owner keeps the file open and locked, so that it can be told from one left behind.

    Qt's own settings make a file of the same name in the same way: a process with Qt and one without exclude each other.
    """

    def __init__(self, path: str) -> None:
        """:param path: the file to make."""
        self.path = path
        self._descriptor = -1

    def acquire(self, timeout: float) -> bool:
        """Wait until the lock is ours, at most *timeout* seconds. False if it is not, also if no file can be made."""
        deadline = monotonic() + timeout
        pause = _PAUSE
        while not self._make():
            if not os.path.lexists(self.path):
                if not os.access(os.path.dirname(self.path) or ".", os.W_OK | os.X_OK):
                    return False
            elif self._left_behind():
                continue
            if monotonic() >= deadline:
                return False
            sleep(pause, "QLockFile.lock()")
            pause = min(pause * 2, _LONGEST_PAUSE)
        return True

    def release(self) -> None:
        """Give the lock back."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor < 0:
            return
        if sys.platform == "win32":  # an open file cannot be removed there
            os.close(descriptor)
            self._remove()
        else:
            self._remove()
            os.close(descriptor)

    def _make(self) -> bool:
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o644)
        except OSError:
            return False
        _lock(descriptor)
        self._descriptor = descriptor
        try:
            os.write(descriptor, f"{os.getpid()}\n{os.path.basename(sys.argv[0] if sys.argv else '')}\n".encode())
        except OSError:  # a full disk: what cannot be signed is given back
            self.release()
            return False
        return True

    def _left_behind(self) -> bool:
        """Remove the file if its owner is gone; whether that was so.

        Removing is safe although others may try the same: who holds the lock of the open file, and finds the same file
        under the name, is alone in that.
        """
        try:
            descriptor = os.open(self.path, os.O_RDWR)
        except OSError:
            return False
        try:
            seen = os.fstat(descriptor)
            if time.time() - seen.st_mtime < _GRACE or not _lock(descriptor):
                return False
            now = os.stat(self.path)
            if (now.st_ino, now.st_dev) != (seen.st_ino, seen.st_dev):
                return False
            if sys.platform != "win32":
                return self._remove()
        except OSError:
            return False
        finally:
            os.close(descriptor)
        return self._remove()  # fails as long as the owner has it open

    def _remove(self) -> bool:
        try:
            os.remove(self.path)
        except OSError:
            return False
        return True


def _lock(descriptor: int) -> bool:
    """Lock an open file if nobody else has; True where there is no such lock."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
