"""Search as you type: a request for every letter, and two ways to show the answers, of which one is wrong.

``python examples/testing/search_as_you_type.py URL WORD`` types the word, and asks URL?q=... at each letter; without arguments
it shows how `explore` finds what is wrong with the first way.
"""

from __future__ import annotations

import sys

from netaccess.QtCore import QCoreApplication, QObject, QTimer, QUrl, QUrlQuery, Signal, Slot
from netaccess.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest


class HastySearch(QObject):
    """Shows each answer as it comes. When the answer to an earlier question comes last, it is the one that stays."""

    shown = Signal(str)

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.text = ""
        self.manager = QNetworkAccessManager(self)

    @Slot(str)
    def type(self, words: str) -> None:
        """The words have changed."""
        self.ask(words)

    def ask(self, words: str) -> QNetworkReply:
        query = QUrlQuery()
        query.addQueryItem("q", words)
        url = QUrl(self.url)
        url.setQuery(query)
        reply = self.manager.get(QNetworkRequest(url))
        reply.finished.connect(lambda: self.on_finished(reply))
        return reply

    def on_finished(self, reply: QNetworkReply) -> None:
        reply.deleteLater()
        if reply.error() == QNetworkReply.NetworkError.NoError:
            self.text = bytes(reply.readAll()).decode()
            self.shown.emit(self.text)


class Search(HastySearch):
    """Gives up a question when there is a later one."""

    current: QNetworkReply | None = None

    @Slot(str)
    def type(self, words: str) -> None:
        """The words have changed."""
        before, self.current = self.current, None
        if before is not None:
            before.abort()
        self.current = self.ask(words)

    def on_finished(self, reply: QNetworkReply) -> None:
        if reply is self.current:
            self.current = None
        super().on_finished(reply)


def show(url: str, word: str) -> None:
    """Type a word, a letter every 150 milliseconds, and print what is shown meanwhile."""
    app = QCoreApplication.instance() or QCoreApplication(sys.argv)
    search = Search(url)
    search.shown.connect(print)
    for length in range(1, len(word) + 1):
        QTimer.singleShot(150 * length, lambda length=length: search.type(word[:length]))
    QTimer.singleShot(150 * len(word) + 5000, app.quit)
    app.exec()


if __name__ == "__main__":
    if sys.argv[2:]:
        show(sys.argv[1], sys.argv[2])
    else:
        from netaccess.testing import FakeLoop, FakeNetwork, ScheduleFailed, explore

        def the_last_word_counts(loop: FakeLoop, network: FakeNetwork, kind: type[HastySearch] = HastySearch) -> None:
            network.get("https://search.test/").respond(lambda request: f"results for {request.query['q'][0]}")
            search = kind("https://search.test/")
            search.type("q")
            search.type("qt")
            loop.run_until_idle()
            assert search.text == "results for qt", search.text

        try:
            explore(the_last_word_counts)
        except ScheduleFailed as failure:
            print(failure)
        passed = explore(lambda loop, network: the_last_word_counts(loop, network, Search), range(50))
        print(f"\nSearch passes under {passed} schedules")
