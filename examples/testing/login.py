"""A client that asks its user for name and password when the server wants them: a program for PySide6, as it is.

``python examples/testing/login.py URL`` runs it on PySide6. On netaccess, with ``python -m netaccess run --as PySide6`` in
place of ``python``, it also needs no URL: then it is shown on a fake network.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QByteArray, QCoreApplication, QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest


class Prompt(QObject):
    """Asks at the terminal. A program with windows has a dialog with the same signals and the same method."""

    accepted = Signal(str, str)
    rejected = Signal()

    def ask(self, realm: str, wrong: bool) -> None:
        """Ask for name and password for *realm*; *wrong* ones have been given before. A signal tells the answer."""
        from getpass import getpass

        if wrong:
            print("Wrong name or password.")
        name = input(f"Name for {realm}: ")
        if name:
            self.accepted.emit(name, getpass())
        else:
            self.rejected.emit()


class Page(QObject):
    """A page that is fetched, as often as it takes."""

    fetched = Signal(str)
    failed = Signal(str)

    def __init__(self, url: str, parent: QObject) -> None:
        super().__init__(parent)
        self.url = QUrl(url)
        self.sent_with = b""


class Session(QObject):
    """Fetches pages. However many of them want a password, the user is asked once."""

    def __init__(self, prompt: QObject) -> None:
        super().__init__()
        self.prompt = prompt
        self.prompt.accepted.connect(self.on_accepted)
        self.prompt.rejected.connect(self.on_rejected)
        self.manager = QNetworkAccessManager(self)
        self.credentials = b""
        self.waiting: list[Page] = []

    def get(self, url: str) -> Page:
        """Fetch a page."""
        page = Page(url, self)
        self.send(page)
        return page

    def send(self, page: Page) -> None:
        request = QNetworkRequest(page.url)
        page.sent_with = self.credentials
        if self.credentials:
            request.setRawHeader(b"Authorization", b"Basic " + self.credentials)
        reply = self.manager.get(request)
        reply.finished.connect(lambda: self.on_finished(page, reply))

    def on_finished(self, page: Page, reply: QNetworkReply) -> None:
        reply.deleteLater()
        status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
        if status == 401:
            self.on_challenge(page, reply.rawHeader("WWW-Authenticate").data().decode())
        elif reply.error() != QNetworkReply.NetworkError.NoError:
            page.failed.emit(reply.errorString())
        else:
            page.fetched.emit(reply.readAll().data().decode())

    def on_challenge(self, page: Page, challenge: str) -> None:
        if not challenge.startswith("Basic "):
            page.failed.emit(f"the server wants something else than a password: {challenge}")
        elif page.sent_with != self.credentials:  # others have been given since it was sent
            self.send(page)
        else:
            self.waiting.append(page)
            if len(self.waiting) == 1:
                self.prompt.ask(challenge.partition('realm="')[2].partition('"')[0], bool(page.sent_with))

    @Slot(str, str)
    def on_accepted(self, name: str, password: str) -> None:
        self.credentials = QByteArray(f"{name}:{password}".encode()).toBase64().data()
        pages, self.waiting = self.waiting, []
        for page in pages:
            self.send(page)

    @Slot()
    def on_rejected(self) -> None:
        pages, self.waiting = self.waiting, []
        for page in pages:
            page.failed.emit("no password was given")


def show(url: str, prompt: Prompt) -> None:
    """Fetch a page and print how long it is."""
    app = QCoreApplication.instance() or QCoreApplication(sys.argv)
    session = Session(prompt)
    page = session.get(url)
    page.fetched.connect(lambda text: (print(len(text), "characters"), app.quit()))
    page.failed.connect(lambda reason: (print("failed:", reason), app.quit()))
    app.exec()


def demonstrate() -> None:
    """Show it with a made-up user on a fake network."""
    from netaccess.testing import FakeLoop, FakeNetwork

    class Forgetful(Prompt):
        """Needs five seconds to answer, and two tries."""

        def ask(self, realm: str, wrong: bool) -> None:
            print("The password for", realm, "was wrong." if wrong else "is asked for.")
            QTimer.singleShot(5000, lambda: self.accepted.emit("ada", "engine" if wrong else "?"))

    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.get("https://library.test/").require_basic("ada", "engine", realm="the library").respond("Welcome")
        show("https://library.test/", Forgetful())
        print(f"{loop.now:g} virtual seconds")


if __name__ == "__main__":
    if sys.argv[1:]:
        show(sys.argv[1], Prompt())
    else:
        demonstrate()
