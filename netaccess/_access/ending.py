"""How every reply ends: the manager says so, the reply says so, and then it deletes itself if that was asked for.

The program's slots run in between and may delete the reply, or the manager with all its replies: after each signal the
rest is done only while the reply lives.
"""

from __future__ import annotations

from typing import Any

from netaccess._kernel.qobject import QObject
from netaccess._kernel.threaddata import DEAD
from netaccess._values.request import QNetworkRequest

from .reply import QNetworkReply

_AUTO_DELETE = int(QNetworkRequest.Attribute.AutoDeleteReplyOnFinishAttribute)


def say(sender: Any, name: str, *arguments: Any) -> None:
    """Emit the signal *name* of *sender*. One that was never asked for has no connections, and is not made for this."""
    signal = sender.__dict__.get(name)
    if signal is not None:
        signal.emit(*arguments)


def say_encrypted(reply: QNetworkReply) -> None:
    """Let the manager of *reply*, then the reply, emit ``encrypted``."""
    manager = None if reply._qt_manager is None else reply._qt_manager()
    if manager is not None:
        say(manager, "encrypted", reply)
    if not reply._qt_done:
        say(reply, "encrypted")


def say_ssl_errors(reply: QNetworkReply, verify_code: int) -> None:
    """Let the manager of *reply*, then the reply, emit ``sslErrors`` for what OpenSSL calls *verify_code*."""
    from netaccess._values.sslerror import from_verify_code

    errors = [from_verify_code(verify_code)]
    manager = None if reply._qt_manager is None else reply._qt_manager()
    if manager is not None:
        say(manager, "sslErrors", reply, errors)
    if not reply._qt_done:
        say(reply, "sslErrors", errors)


def announce_end(reply: QNetworkReply) -> None:
    """Let the manager of *reply* emit ``finished``, then the reply; then delete it later, if that was asked for."""
    if reply._qt_thread is DEAD:
        return
    manager: Any = None if reply._qt_manager is None else reply._qt_manager()
    if manager is not None:
        say(manager, "finished", reply)
        if reply._qt_thread is DEAD:
            return
    if "finished" in reply.__dict__:
        say(reply, "finished")
    if reply._qt_thread is not DEAD and reply._qt_manager is not None:
        delete_if_asked_to(reply, manager)


def delete_if_asked_to(reply: QNetworkReply, manager: Any) -> None:
    """Let *reply*, which has finished, be deleted later if its request or else its *manager* says so."""
    request = reply._qt_request
    own = None if request is None else request._qt_attributes.get(_AUTO_DELETE)
    if bool(own) if own is not None else manager is not None and manager._qt_auto_delete:
        QObject.deleteLater(reply)
