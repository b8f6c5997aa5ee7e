"""QNetworkRequest as a value."""

from __future__ import annotations

import copy
import gc
from datetime import timedelta

import pytest

from netaccess._values.bytearray import QByteArray
from netaccess._values.request import QNetworkRequest
from netaccess._values.sslconfig import QSslConfiguration, QSslSocket
from netaccess._values.url import QUrl

A = QNetworkRequest.Attribute


class Thing:
    """Something to be held weakly."""


@pytest.fixture
def request_() -> QNetworkRequest:
    return QNetworkRequest(QUrl("http://a.com/"))


def test_an_empty_request_has_an_empty_url() -> None:
    assert QNetworkRequest().url() == QUrl()


def test_a_request_is_made_from_a_url_or_a_str() -> None:
    assert QNetworkRequest("http://a.com/").url() == QUrl("http://a.com/")
    assert QNetworkRequest(QUrl("http://a.com/")).url() == QUrl("http://a.com/")


@pytest.mark.parametrize("value", [3, b"http://a.com/", None, object()])
def test_a_request_for_something_else_is_a_type_error(value: object) -> None:
    with pytest.raises(TypeError, match="QUrl or a str"):
        QNetworkRequest(value)  # type: ignore[arg-type]


def test_the_url_is_copied_in_and_out() -> None:
    url = QUrl("http://a.com/")
    request = QNetworkRequest(url)
    url.setHost("b.com")
    request.url().setHost("c.com")
    assert request.url() == QUrl("http://a.com/")


def test_the_url_can_be_changed(request_: QNetworkRequest) -> None:
    request_.setUrl("http://b.com/")
    assert request_.url().host() == "b.com"


def test_defaults_are_those_of_qt(request_: QNetworkRequest) -> None:
    assert request_.priority() == QNetworkRequest.NormalPriority  # type: ignore[attr-defined]
    assert request_.maximumRedirectsAllowed() == 50
    assert request_.transferTimeout() == 0
    assert request_.decompressedSafetyCheckThreshold() == 10 * 1024 * 1024
    assert request_.originatingObject() is None
    assert request_.rawHeaderList() == []


@pytest.mark.parametrize("name", [b"X-A", "X-A", QByteArray(b"X-A"), bytearray(b"X-A"), memoryview(b"X-A")])
def test_header_names_come_in_every_kind_of_bytes(request_: QNetworkRequest, name: object) -> None:
    request_.setRawHeader(name, "1")
    assert request_.hasRawHeader(name)
    assert request_.rawHeader(name) == b"1"


def test_raw_headers_are_byte_arrays(request_: QNetworkRequest) -> None:
    request_.setRawHeader(b"X-A", b"1")
    assert isinstance(request_.rawHeader("x-a"), QByteArray)
    assert [type(name) for name in request_.rawHeaderList()] == [QByteArray]
    assert request_.rawHeaderList() == [b"x-a"]


def test_a_header_that_is_not_set_is_empty(request_: QNetworkRequest) -> None:
    assert request_.rawHeader("x-a") == b""
    assert not request_.hasRawHeader("x-a")


def test_a_header_with_a_line_break_is_refused_by_name(request_: QNetworkRequest) -> None:
    with pytest.raises(ValueError, match="X-A"):
        request_.setRawHeader("X-A", "1\r\nX-B: 2")
    assert request_.rawHeaderList() == []


def test_known_and_raw_headers_are_the_same_headers(request_: QNetworkRequest) -> None:
    request_.setHeader(QNetworkRequest.KnownHeaders.UserAgentHeader, "me")
    assert request_.rawHeader("user-agent") == b"me"
    request_.setRawHeader("User-Agent", "you")
    assert request_.header(QNetworkRequest.KnownHeaders.UserAgentHeader) == "you"


def test_an_attribute_holds_any_object_as_it_is(request_: QNetworkRequest) -> None:
    thing: list[object] = [Thing()]
    request_.setAttribute(A.User, thing)
    assert request_.attribute(A.User) is thing


def test_an_attribute_that_is_not_set_is_the_default(request_: QNetworkRequest) -> None:
    assert request_.attribute(A.User) is None
    assert request_.attribute(A.User, 5) == 5
    assert request_.attribute(A.User, defaultValue=6) == 6


def test_none_removes_an_attribute(request_: QNetworkRequest) -> None:
    request_.setAttribute(A.User, 1)
    request_.setAttribute(A.User, None)
    assert request_.attribute(A.User, 7) == 7


def test_false_is_a_value_of_an_attribute(request_: QNetworkRequest) -> None:
    request_.setAttribute(A.User, False)
    assert request_.attribute(A.User, True) is False


def test_numbers_from_user_on_are_attributes(request_: QNetworkRequest) -> None:
    request_.setAttribute(A.User + 7, "x")
    assert request_.attribute(A(1007)) == "x"
    assert A(1007) is A(1007)
    assert A(1007).name == "1007"


@pytest.mark.parametrize("code", [-1, 32768])
def test_attributes_outside_the_range_are_refused(request_: QNetworkRequest, code: int) -> None:
    with pytest.raises(ValueError, match="UserMax"):
        request_.setAttribute(code, 1)


def test_an_attribute_by_name_is_a_type_error(request_: QNetworkRequest) -> None:
    with pytest.raises(TypeError, match="Attribute"):
        request_.attribute("User")  # type: ignore[arg-type]


def test_a_number_without_a_name_is_called_after_the_number() -> None:
    assert A(999).name == "999"
    assert A(999) not in list(A)


def test_the_originating_object_is_not_kept_alive(request_: QNetworkRequest) -> None:
    thing = Thing()
    request_.setOriginatingObject(thing)
    assert request_.originatingObject() is thing
    del thing
    gc.collect()
    assert request_.originatingObject() is None


def test_the_originating_object_can_be_forgotten(request_: QNetworkRequest) -> None:
    thing = Thing()
    request_.setOriginatingObject(thing)
    request_.setOriginatingObject(None)
    assert request_.originatingObject() is None


@pytest.mark.parametrize(
    ("timeout", "milliseconds"), [(5, 5), (2.5, 2), (timedelta(seconds=2), 2000), (timedelta(microseconds=1500), 2)]
)
def test_transfer_timeouts_are_milliseconds_or_timedeltas(
    request_: QNetworkRequest, timeout: float | timedelta, milliseconds: int
) -> None:
    request_.setTransferTimeout(timeout)
    assert request_.transferTimeout() == milliseconds
    assert request_.transferTimeoutAsDuration() == milliseconds


def test_a_transfer_timeout_without_a_number_is_thirty_seconds(request_: QNetworkRequest) -> None:
    request_.setTransferTimeout()
    assert request_.transferTimeout() == QNetworkRequest.DefaultTransferTimeout == 30000


def test_a_priority_must_be_one(request_: QNetworkRequest) -> None:
    request_.setPriority(QNetworkRequest.Priority.HighPriority)
    assert request_.priority() == 1
    with pytest.raises(ValueError, match="Priority"):
        request_.setPriority(2)  # type: ignore[arg-type]


def test_without_tls_settings_a_request_has_the_default_ones(request_: QNetworkRequest) -> None:
    assert request_.sslConfiguration() == QSslConfiguration.defaultConfiguration()


def test_tls_settings_are_copied_in_and_out(request_: QNetworkRequest) -> None:
    settings = QSslConfiguration()
    settings.setPeerVerifyMode(QSslSocket.PeerVerifyMode.VerifyNone)
    request_.setSslConfiguration(settings)
    settings.setPeerVerifyMode(QSslSocket.PeerVerifyMode.VerifyPeer)
    assert request_.sslConfiguration().peerVerifyMode() == QSslSocket.PeerVerifyMode.VerifyNone


@pytest.mark.parametrize("duplicate", [QNetworkRequest, copy.copy, copy.deepcopy])
def test_copies_are_equal_and_independent(request_: QNetworkRequest, duplicate: type[QNetworkRequest]) -> None:
    request_.setRawHeader("X-A", "1")
    request_.setAttribute(A.User, "x")
    request_.setTransferTimeout(5)
    twin = duplicate(request_)
    assert twin == request_
    twin.setRawHeader("X-A", "2")
    twin.setAttribute(A.User, "y")
    twin.setTransferTimeout(6)
    twin.setUrl("http://b.com/")
    assert (request_.rawHeader("X-A"), request_.attribute(A.User), request_.transferTimeout()) == (b"1", "x", 5)
    assert request_.url().host() == "a.com"


def test_a_change_of_the_original_leaves_its_copy_alone(request_: QNetworkRequest) -> None:
    twin = QNetworkRequest(request_)
    request_.setMaximumRedirectsAllowed(3)
    request_.setDecompressedSafetyCheckThreshold(-1)
    assert (twin.maximumRedirectsAllowed(), twin.decompressedSafetyCheckThreshold()) == (50, 10 * 1024 * 1024)


@pytest.mark.parametrize(
    ("setter", "value"),
    [
        ("setUrl", "http://b.com/"),
        ("setPriority", QNetworkRequest.Priority.HighPriority),
        ("setTransferTimeout", 5),
        ("setMaximumRedirectsAllowed", 3),
        ("setDecompressedSafetyCheckThreshold", 3),
    ],
)
def test_requests_that_differ_in_one_thing_are_not_equal(request_: QNetworkRequest, setter: str, value: object) -> None:
    twin = QNetworkRequest(request_)
    getattr(twin, setter)(value)
    assert twin != request_


def test_requests_with_other_attributes_are_not_equal(request_: QNetworkRequest) -> None:
    twin = QNetworkRequest(request_)
    twin.setAttribute(A.User, 1)
    assert twin != request_


def test_originating_object_and_tls_settings_do_not_count(request_: QNetworkRequest) -> None:
    twin = QNetworkRequest(request_)
    thing = Thing()
    twin.setOriginatingObject(thing)
    twin.setSslConfiguration(QSslConfiguration())
    assert twin == request_


def test_a_request_equals_nothing_else(request_: QNetworkRequest) -> None:
    assert request_ != 3
    assert request_ is not None


def test_requests_cannot_be_hashed(request_: QNetworkRequest) -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(request_)


def test_swap_exchanges_everything(request_: QNetworkRequest) -> None:
    other = QNetworkRequest("http://b.com/")
    other.setRawHeader("X", "1")
    other.swap(request_)
    assert (request_.url().host(), request_.rawHeader("x")) == ("b.com", b"1")
    assert (other.url().host(), other.rawHeaderList()) == ("a.com", [])


class Labelled(QNetworkRequest):
    """A program's own request."""

    def __init__(self, url: str, label: str) -> None:
        super().__init__(url)
        self.label = label


def test_a_subclass_keeps_its_own_members_when_copied() -> None:
    twin = copy.copy(Labelled("http://a.com/", "x"))
    assert isinstance(twin, Labelled)
    assert (twin.label, twin.url().host()) == ("x", "a.com")


def test_a_subclass_can_be_sliced_into_a_request() -> None:
    labelled = Labelled("http://a.com/", "x")
    assert QNetworkRequest(labelled) == labelled


def test_enum_members_stand_on_the_class() -> None:
    assert QNetworkRequest.ManualRedirectPolicy == 0  # type: ignore[attr-defined]
    assert QNetworkRequest.ContentTypeHeader is QNetworkRequest.KnownHeaders.ContentTypeHeader  # type: ignore[attr-defined]
    assert QNetworkRequest.User == 1000  # type: ignore[attr-defined]


def test_the_printed_request_hides_the_password() -> None:
    assert "secret" not in repr(QNetworkRequest("http://me:secret@a.com/"))
