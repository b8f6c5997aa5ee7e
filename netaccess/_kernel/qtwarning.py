"""Where Qt prints a warning and goes on, so do we: through the program's message handler, else on standard error."""

from __future__ import annotations


def warn(text: str) -> None:
    """Log *text* as one of Qt's own warnings.

    Nothing of the log is loaded before the first one. An exception in the program's handler goes to ``sys.excepthook``.
    """
    from netaccess._values.logmessage import QMessageLogContext, QtMsgType

    from .loggingcategory import default_category
    from .messagehandler import deliver_safely

    if default_category().isWarningEnabled():
        deliver_safely(QtMsgType.QtWarningMsg, QMessageLogContext(categoryName="default"), text)
