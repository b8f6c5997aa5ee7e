"""Where Qt prints a warning and goes on, so do we: through the program's message handler, else on standard error."""

from __future__ import annotations

from netaccess._values import valuewarning


def warn(text: str, category: str = "default") -> None:
    """Log *text* as one of Qt's own warnings.

    :param category: the logging category that Qt has for it.
    Nothing of the log is loaded before the first one. An exception in the program's handler goes to ``sys.excepthook``.
    """
    from netaccess._values.logmessage import QMessageLogContext, QtMsgType

    from .loggingcategory import QLoggingCategory, default_category
    from .messagehandler import deliver_safely

    chosen = default_category() if category == "default" else QLoggingCategory(category)
    if chosen.isWarningEnabled():
        deliver_safely(QtMsgType.QtWarningMsg, QMessageLogContext(categoryName=category), text)


valuewarning.Route.send = warn
