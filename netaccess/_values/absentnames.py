"""Names of Qt's that netaccess does not have, and Python's own way to what each of them is for.

Loaded only to word the error for such a name. A name that ends in ``*`` stands for all names that begin like it.
"""

from __future__ import annotations

_PLAIN_VALUES = "plain Python values, which netaccess takes and returns wherever Qt has a QVariant"
_TUPLES = "a tuple or a typing.NamedTuple"
_MODELS = "lists and dicts: item models serve views, and there are no views here"
_TIMERS = "a QTimer: animations serve windows, and there are no windows here"
_SOCKETS = "the socket module, socketserver or asyncio"

_GROUPS: tuple[tuple[str, str], ...] = (
    # Text
    ("the re module", "QRegularExpression* QRegExp*"),
    ("the locale module, or the babel package", "QLocale QCollator*"),
    ("open() and the io module", "QTextStream*"),
    ("str.encode(), bytes.decode() and the codecs module", "QTextCodec QTextEncoder QTextDecoder QStringConverter*"),
    ("str.encode(), bytes.decode() and the codecs module", "QStringEncoder QStringDecoder"),
    ("the unicodedata module, or the regex package", "QTextBoundaryFinder"),
    ("str", "QString QChar QLatin1String QLatin1Char QStringRef QStringView QUtf8StringView"),
    ("bytes.find()", "QByteArrayMatcher"),
    ("the gettext module", "QTranslator qtTrId QT_TR_NOOP* QT_TRANSLATE_NOOP*"),
    ("xml.etree.ElementTree or xml.sax", "QXmlStream*"),
    ("the cbor2 package", "QCbor*"),
    # Values and containers
    ("list, tuple, dict and set", "QList QStringList QVector QMap QHash QPair QSet QMultiMap QMultiHash"),
    ("list, tuple, dict and set", "QIntList QPointList QPointFList QVariantList QVariantMap"),
    (_PLAIN_VALUES, "QVariant QVariantHash QMetaType QGenericArgument* QGenericReturnArgument*"),
    (_TUPLES, "QPoint QPointF QSize QSizeF QRect QRectF QLine QLineF QMargins QMarginsF"),
    ("int, or a bytearray", "QBitArray"),
    ("a tuple of numbers, or the packaging package", "QVersionNumber"),
    ("the calendar module", "QCalendar"),
    ("the math module", "qAbs qFabs qFuzzy* qIs* qFast* qAcos qAsin qAtan qAtan2 qTan qExp"),
    ("the random and secrets modules", "QRandomGenerator* qrand qsrand QHashSeed"),
    ("enum.Enum and enum.Flag", "Q_ENUM Q_ENUMS Q_FLAG Q_FLAGS"),
    ("weakref.ref", "QPointer QWeakPointer"),
    ("the binascii and zlib modules", "qChecksum"),
    # Models, animations, states
    (_MODELS, "QAbstractItemModel QAbstractListModel QAbstractTableModel QAbstractProxyModel QStringListModel"),
    (_MODELS, "QModelIndex QModelRoleData* QPersistentModelIndex QItemSelection* QSortFilterProxyModel QRangeModel"),
    (_MODELS, "QIdentityProxyModel QTransposeProxyModel QConcatenateTablesProxyModel"),
    (_TIMERS, "QAbstractAnimation QAnimationGroup QParallelAnimationGroup QSequentialAnimationGroup QPauseAnimation"),
    (_TIMERS, "QPropertyAnimation QVariantAnimation QEasingCurve QTimeLine"),
    ("enum.Enum and match, or the transitions package", "QState QStateMachine QFinalState QHistoryState"),
    ("enum.Enum and match, or the transitions package", "QAbstractState QAbstractTransition *Transition"),
    ("functools.partial", "QSignalMapper"),
    ("a dict: drag and drop needs a window system", "QMimeData"),
    ("a number: there is no keyboard here", "QKeyCombination"),
    # The system
    ("the subprocess module", "QProcess"),
    ("os.environ", "QProcessEnvironment"),
    ("the argparse module", "QCommandLine*"),
    ("the mimetypes module", "QMimeDatabase QMimeType"),
    ("shutil.disk_usage()", "QStorageInfo"),
    ("the platform and sys modules", "QSysInfo QOperatingSystemVersion* QLibraryInfo"),
    ("the multiprocessing.shared_memory module", "QSharedMemory QNativeIpcKey"),
    ("the multiprocessing module", "QSystemSemaphore"),
    ("the filelock package", "QLockFile"),
    ("the watchfiles or watchdog package", "QFileSystemWatcher"),
    ("os.scandir() and pathlib.Path.rglob()", "QDirListing*"),
    ("the importlib.resources module", "QResource QFileSelector qRegisterResourceData qUnregisterResourceData"),
    ("the importlib and ctypes modules", "QLibrary QPluginLoader QFactoryInterface"),
    ("the selectors or asyncio module", "QSocketNotifier QSocketDescriptor"),
    ("an event filter on the application: there is no window system here", "QAbstractNativeEventFilter"),
    ("concurrent.futures", "QFuture* QPromise QtConcurrent"),
    ("the permissions the operating system gave the process", "QPermission Q*Permission"),
    # Sockets and names
    (_SOCKETS, "QAbstractSocket QTcpSocket QTcpServer QUdpSocket QSctpSocket QSctpServer QNetworkDatagram QSslServer"),
    (_SOCKETS, "QLocalSocket QLocalServer QIOPipe"),
    ("socket.getaddrinfo() and the ipaddress module", "QHostInfo QHostAddress QIPv6Address"),
    ("socket.if_nameindex(), or the psutil package", "QNetworkInterface QNetworkAddressEntry"),
    ("the dnspython package", "QDns*"),
    ("hashlib.pbkdf2_hmac()", "QPasswordDigestor"),
    ("the cryptography package", "QDtls* QOcsp* QSslDiffieHellmanParameters QSslEllipticCurve QSslKeyingMaterial"),
    ("HTTP/1.1, which is what netaccess speaks", "QHttp2Configuration"),
    ("trying the request: what the system says about being online is often wrong", "QNetworkInformation"),
    ("trying the request: bearer management went with Qt 6", "QNetworkConfiguration* QNetworkSession"),
    # Other spellings
    ("Signal; or netaccess.compat.install('PyQt6')", "pyqtSignal pyqtBoundSignal"),
    ("Slot; or netaccess.compat.install('PyQt6')", "pyqtSlot"),
    ("Property; or netaccess.compat.install('PyQt6')", "pyqtProperty"),
    ("QCoreApplication: netaccess opens no windows", "QApplication QGuiApplication"),
    (
        "the real binding: netaccess opens no windows",
        "QWidget QMainWindow QDialog QDesktopServices QPixmap QImage QIcon",
    ),
)


def instead_of(name: str) -> str:
    """Return Python's own way to what Qt has *name* for, empty when nothing is known about it."""
    for instead, names in _GROUPS:
        for pattern in names.split():
            before, star, after = pattern.partition("*")
            if name == pattern or (star and name.startswith(before) and name.endswith(after)):
                return instead
    return ""


def explain(name: str) -> str:
    """Return what is to be said about *name*, which a face does not have: empty if it does not look like a name of Qt's."""
    instead = instead_of(name)
    if instead:
        return f"it is not part of netaccess; Python's own way is {instead}"
    if len(name) > 2 and name[0] == "Q" and name[1].isupper():
        return "netaccess has the part of Qt that network code uses, and this is not in it"
    return ""
