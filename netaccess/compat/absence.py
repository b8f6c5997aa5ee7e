"""What is said of the binding's modules that netaccess does not have."""

from __future__ import annotations

_GROUPS: tuple[tuple[str, str], ...] = (
    (
        "it opens no windows. The half of a program that draws needs the real binding; for the other half there is "
        "QtCore, with QCoreApplication in the place of QApplication",
        "QtWidgets QtGui QtOpenGL* QtPrintSupport QtSvg* QtUiTools QtDesigner QtX11Extras QtWinExtras QtMacExtras "
        "QtQuick* QtQml* QtLabs* QtCharts QtDataVisualization QtGraphs* QtPdf* Qt3D* QtScxml QtStateMachine QtHelp uic Qsci",
    ),
    (
        "it has no browser engine. Pages can be fetched with QtNetwork, and driven with the playwright package",
        "QtWebEngine* QtWebKit* QtWebView QtWebChannel*",
    ),
    ("Python's own way is the websockets package", "QtWebSockets"),
    ("Python's own way is the sqlite3 module and its like", "QtSql"),
    ("Python's own way is the xml package", "QtXml*"),
    ("Python's own way is concurrent.futures", "QtConcurrent"),
    ("asyncio runs beside it, in a thread of its own", "QtAsyncio"),
    ("Python's own way is the dbus-fast package", "QtDBus"),
    ("Python's own way is the pyserial package", "QtSerialPort QtSerialBus"),
    ("Python's own way is the bleak package", "QtBluetooth QtNfc"),
    ("it plays no sound and shows no picture", "QtMultimedia* QtTextToSpeech QtSpatialAudio phonon"),
)


def why_absent(binding: str, part: str) -> str:
    """Return the text of the error for importing *part*, a module that *binding* may have and netaccess has not."""
    start = f"{binding}.{part} is not there: {binding} is netaccess in this program"
    for reason, names in _GROUPS:
        for pattern in names.split():
            if part == pattern or (pattern.endswith("*") and part.startswith(pattern[:-1])):
                return f"{start}, and {reason}"
    return f"{start}, which has QtCore, QtNetwork and QtTest"
