"""`QNetworkRequestFactory`: requests with a server, credentials and settings in common."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from binding import BINDING, QtCore, enum_name

pytestmark = pytest.mark.only("netaccess", "PySide6")

if BINDING != "PySide2":
    from binding import QtNetwork

    Factory = QtNetwork.QNetworkRequestFactory
    Request = QtNetwork.QNetworkRequest
    Headers = QtNetwork.QHttpHeaders


def factory(base: str = "http://host/api") -> Any:
    """A factory for a base URL."""
    return Factory(QtCore.QUrl(base))


def query(text: str) -> Any:
    """A QUrlQuery of some text."""
    return QtCore.QUrlQuery(text)


def address(request: Any) -> str:
    """The URL of a request, fully encoded."""
    return bytes(request.url().toEncoded()).decode("ascii")


def header(request: Any, name: str) -> bytes:
    """A header of a request."""
    return bytes(request.rawHeader(name))


def headers(*pairs: tuple[str, str]) -> Any:
    """QHttpHeaders of some names and values."""
    made = Headers()
    for name, value in pairs:
        made.append(name, value)
    return made


@pytest.fixture
def warnings() -> Iterator[list[tuple[str, str]]]:
    """The categories and texts that are logged meanwhile."""
    heard: list[tuple[str, str]] = []
    previous = QtCore.qInstallMessageHandler(lambda kind, context, text: heard.append((context.category, text)))
    yield heard
    QtCore.qInstallMessageHandler(previous)


# The URL.


@pytest.mark.parametrize(
    ("base", "path", "expected"),
    [
        ("http://host", "", "http://host"),
        ("http://host", "a", "http://host/a"),
        ("http://host/", "a", "http://host/a"),
        ("http://host/", "/a", "http://host/a"),
        ("http://host/api", "", "http://host/api"),
        ("http://host/api", "/", "http://host/api/"),
        ("http://host/api", "a/b", "http://host/api/a/b"),
        ("http://host/api", "/a/", "http://host/api/a/"),
        ("http://host/api/", "/a", "http://host/api/a"),
        ("http://host/api//", "/a", "http://host/api//a"),
        ("http://host/api", "../a", "http://host/api/../a"),
        ("http://host/api", "a//b", "http://host/api/a//b"),
        ("http://host:81/api", "a", "http://host:81/api/a"),
        ("file:///tmp", "a", "file:///tmp/a"),
        ("", "a", "/a"),
    ],
)
def test_base_url_and_path_are_joined_with_one_slash(base: str, path: str, expected: str) -> None:
    assert address(factory(base).createRequest(path)) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a b", "a%20b"),
        ("ä", "%C3%A4"),
        ("%2f", "%2F"),
        ("b%3Fc", "b%3Fc"),
        ("%zz", "%25zz"),
        ('"<>', "%22%3C%3E"),
        (" b ", "%20b%20"),
        ("a[b]", "a[b]"),
        ("a;b=c&d", "a;b=c&d"),
        ("\\b", "%5Cb"),
    ],
)
def test_a_path_is_encoded_as_in_a_url(path: str, expected: str) -> None:
    assert address(factory().createRequest(path)) == "http://host/api/" + expected


def test_without_arguments_a_request_is_for_the_base_url() -> None:
    assert address(factory("http://host/api?p=1#f").createRequest()) == "http://host/api?p=1#f"


def test_the_fragment_of_a_path_is_dropped() -> None:
    assert address(factory("http://host/api#kept").createRequest("a#f")) == "http://host/api/a#kept"


def test_a_path_with_a_query_keeps_it_in_place_of_the_base_urls() -> None:
    assert address(factory("http://host/api?p=1").createRequest("a?x=1&y")) == "http://host/api/a?x=1&y"


def test_a_path_without_a_query_leaves_the_base_urls() -> None:
    assert address(factory("http://host/api?p=1").createRequest("a")) == "http://host/api/a?p=1"


@pytest.mark.parametrize(("path", "rest"), [("//other/a", "/a"), ("http://other/a", "/a"), ("b:c", "/c")])
def test_another_server_in_a_path_is_ignored_with_a_warning(
    path: str, rest: str, warnings: list[tuple[str, str]]
) -> None:
    assert address(factory().createRequest(path)) == "http://host/api" + rest
    assert [category for category, text in warnings if f"The provided path {path} may only contain" in text] == [
        "qt.network.access.request.factory"
    ]


def test_a_query_alone_is_put_behind_the_base_url() -> None:
    assert address(factory().createRequest(query("q=1&r"))) == "http://host/api?q=1&r"


def test_queries_stand_in_the_order_argument_path_factory() -> None:
    made = factory("http://host/api?gone=1")
    made.setQueryParameters(query("f=9"))
    assert address(made.createRequest("a?x=2", query("q=1"))) == "http://host/api/a?q=1&x=2&f=9"


def test_parameters_of_one_name_do_not_replace_each_other() -> None:
    made = factory()
    made.setQueryParameters(query("k=3"))
    assert address(made.createRequest("a?k=2", query("k=1"))) == "http://host/api/a?k=1&k=2&k=3"


def test_parameters_stay_encoded() -> None:
    made = factory()
    made.setQueryParameters(query("f=%26%3D%23&g="))
    assert address(made.createRequest("a", query("q=%26+%2B%25"))) == "http://host/api/a?q=%26+%2B%25&f=%26%3D%23&g="


def test_parameters_with_other_delimiters_get_the_usual_ones() -> None:
    other = QtCore.QUrlQuery()
    other.setQueryDelimiters(":", ";")
    other.addQueryItem("a", "b&c")
    other.addQueryItem("d", "e")
    made = factory()
    made.setQueryParameters(other)
    assert address(made.createRequest("x")) == "http://host/api/x?a=b%26c&d=e"


def test_the_parameters_are_copied_in_and_out() -> None:
    made, mine = factory(), query("a=1")
    made.setQueryParameters(mine)
    mine.addQueryItem("b", "2")
    made.queryParameters().addQueryItem("c", "3")
    assert made.queryParameters().toString() == "a=1"


def test_cleared_parameters_are_gone() -> None:
    made = factory()
    made.setQueryParameters(query("a=1"))
    made.clearQueryParameters()
    assert made.queryParameters().isEmpty()
    assert address(made.createRequest("x")) == "http://host/api/x"


def test_a_base_url_can_be_text() -> None:
    made = Factory("http://host/a")
    made.setBaseUrl("http://other/b")
    assert made.baseUrl() == QtCore.QUrl("http://other/b")


@pytest.mark.parametrize("wrong", [5, b"b", ("a", "b"), ("a", None)])
def test_a_request_is_made_of_a_path_and_a_query_only(wrong: Any) -> None:
    if BINDING == "netaccess" and wrong == ("a", None):
        assert address(factory().createRequest(*wrong)) == "http://host/api/a"
        return
    with pytest.raises(TypeError):
        factory().createRequest(*wrong) if isinstance(wrong, tuple) else factory().createRequest(wrong)


@pytest.mark.parametrize("wrong", [5, None, b"http://host"])
def test_a_base_url_is_a_url(wrong: Any) -> None:
    with pytest.raises(TypeError):
        Factory(wrong)


# Credentials.


def test_a_bearer_token_becomes_an_authorization_header() -> None:
    made = factory()
    made.setBearerToken(b"secret")
    assert bytes(made.bearerToken()) == b"secret"
    assert header(made.createRequest("x"), "Authorization") == b"Bearer secret"


def test_a_bearer_token_replaces_a_common_authorization_header() -> None:
    made = factory()
    made.setCommonHeaders(headers(("Authorization", "Own"), ("X-A", "1")))
    made.setBearerToken(b"secret")
    assert header(made.createRequest("x"), "authorization") == b"Bearer secret"
    made.clearBearerToken()
    assert header(made.createRequest("x"), "authorization") == b"Own"


@pytest.mark.parametrize("nothing", [b"", None])
def test_an_empty_bearer_token_is_none(nothing: Any) -> None:
    made = factory()
    made.setBearerToken(b"secret")
    made.setBearerToken(nothing)
    assert not made.createRequest("x").hasRawHeader("Authorization")


@pytest.mark.differs("bad-header-raises")
def test_a_bearer_token_that_is_no_header_value_is_refused() -> None:
    with pytest.raises(ValueError, match="Authorization"):
        factory().setBearerToken(b"a\r\nX-Injected: 1")


def test_a_bad_bearer_token_is_never_sent() -> None:
    made = factory()
    try:
        made.setBearerToken(b"a\r\nX-Injected: 1")
    except ValueError:
        assert BINDING == "netaccess"
    assert not made.createRequest("x").hasRawHeader("Authorization")


def test_user_name_and_password_go_into_the_url() -> None:
    made = factory()
    made.setUserName("joe")
    assert address(made.createRequest("x")) == "http://joe@host/api/x"
    made.setPassword("pw")
    assert address(made.createRequest("x")) == "http://joe:pw@host/api/x"
    assert (made.userName(), made.password()) == ("joe", "pw")


@pytest.mark.parametrize("text", ["%41", "a@b:c/d?e#f", "ä", "%zz"])
def test_credentials_are_plain_text(text: str) -> None:
    made = factory()
    made.setUserName(text)
    made.setPassword(text)
    url = made.createRequest("x").url()
    decoded = QtCore.QUrl.FullyDecoded
    assert (url.host(), url.userName(decoded), url.password(decoded)) == ("host", text, text)


def test_cleared_credentials_are_gone() -> None:
    made = factory()
    made.setUserName("joe")
    made.setPassword("pw")
    made.clearUserName()
    assert address(made.createRequest("x")) == "http://:pw@host/api/x"
    made.clearPassword()
    assert address(made.createRequest("x")) == "http://host/api/x"


def test_credentials_in_the_base_url_are_not_handed_on() -> None:
    made = factory("http://u:p@host/api")
    assert made.baseUrl().userName() == "u"
    assert address(made.createRequest("x")) == "http://host/api/x"


@pytest.mark.parametrize("wrong", [5, b"joe"])
def test_a_user_name_is_text(wrong: Any) -> None:
    with pytest.raises(TypeError):
        factory().setUserName(wrong)


# Headers, limits, attributes.


def test_every_request_has_the_common_headers() -> None:
    made = factory()
    made.setCommonHeaders(headers(("X-A", "1"), ("b", "2")))
    request = made.createRequest("x")
    assert [(bytes(name), bytes(value)) for name, value in request.headers().toListOfPairs()] == [
        (b"x-a", b"1"),
        (b"b", b"2"),
    ]


def test_repeated_common_headers_are_kept_apart() -> None:
    made = factory()
    made.setCommonHeaders(headers(("X-A", "1"), ("x-a", "2")))
    request = made.createRequest()
    assert header(request, "X-A") == b"1, 2"
    assert request.headers().size() == 2


def test_the_common_headers_are_copied_in_and_out() -> None:
    made, mine = factory(), headers(("a", "1"))
    made.setCommonHeaders(mine)
    mine.append("b", "2")
    made.commonHeaders().append("c", "3")
    assert made.commonHeaders().size() == 1


def test_cleared_common_headers_are_gone() -> None:
    made = factory()
    made.setCommonHeaders(headers(("a", "1")))
    made.clearCommonHeaders()
    assert made.commonHeaders().isEmpty()
    assert made.createRequest().rawHeaderList() == []


@pytest.mark.parametrize("wrong", [None, {"a": "b"}, [("a", "b")]])
def test_common_headers_are_qhttpheaders(wrong: Any) -> None:
    with pytest.raises(TypeError):
        factory().setCommonHeaders(wrong)


def test_requests_have_the_timeout() -> None:
    made = factory()
    assert (made.transferTimeout(), made.createRequest().transferTimeout()) == (0, 0)
    made.setTransferTimeout(1500)
    assert (made.transferTimeout(), made.createRequest().transferTimeout()) == (1500, 1500)


def test_requests_have_the_priority() -> None:
    made = factory()
    assert enum_name(made.priority()) == "NormalPriority"
    made.setPriority(Request.HighPriority)
    assert enum_name(made.createRequest().priority()) == "HighPriority"


def test_requests_have_the_attributes() -> None:
    made, value = factory(), [1]
    made.setAttribute(Request.User, value)
    made.setAttribute(Request.RedirectPolicyAttribute, Request.ManualRedirectPolicy)
    request = made.createRequest("x")
    assert request.attribute(Request.User) == value
    assert request.attribute(Request.RedirectPolicyAttribute) == Request.ManualRedirectPolicy


def test_an_attribute_that_is_not_set_has_a_default() -> None:
    assert factory().attribute(Request.User) is None
    assert factory().attribute(Request.User, 5) == 5


def test_attributes_are_cleared_one_by_one_or_all() -> None:
    made = factory()
    for code in (Request.User, Request.UserMax, Request.HttpPipeliningAllowedAttribute):
        made.setAttribute(code, True)
    made.clearAttribute(Request.User)
    assert (made.attribute(Request.User), made.attribute(Request.UserMax)) == (None, True)
    made.clearAttributes()
    assert made.createRequest().attribute(Request.HttpPipeliningAllowedAttribute) is None


def test_without_tls_settings_requests_have_the_default_ones() -> None:
    made = factory()
    assert made.sslConfiguration().isNull()
    assert made.createRequest().sslConfiguration() == QtNetwork.QSslConfiguration.defaultConfiguration()


def test_requests_have_the_tls_settings() -> None:
    settings = QtNetwork.QSslConfiguration.defaultConfiguration()
    settings.setPeerVerifyMode(QtNetwork.QSslSocket.VerifyNone)
    made = factory()
    made.setSslConfiguration(settings)
    assert made.sslConfiguration() == settings
    assert made.createRequest().sslConfiguration() == settings


# As a value.


def test_what_is_set_later_is_for_later_requests() -> None:
    made = factory()
    first = made.createRequest("x")
    made.setBearerToken(b"t")
    made.setBaseUrl(QtCore.QUrl("http://other"))
    assert address(first) == "http://host/api/x"
    assert not first.hasRawHeader("Authorization")


@pytest.mark.parametrize("clone", [copy.copy, lambda one: Factory(one)], ids=["copy", "constructor"])
def test_copies_are_independent(clone: Any) -> None:
    made = factory()
    made.setPriority(Request.LowPriority)
    made.setUserName("joe")
    other = clone(made)
    other.setBaseUrl(QtCore.QUrl("http://other"))
    other.setAttribute(Request.User, 1)
    assert (other.userName(), enum_name(other.priority())) == ("joe", "LowPriority")
    assert made.baseUrl() == QtCore.QUrl("http://host/api")
    assert made.attribute(Request.User) is None


def test_factories_can_be_swapped() -> None:
    one, other = factory("http://one"), factory("http://other")
    one.setBearerToken(b"t")
    one.swap(other)
    assert (one.baseUrl().host(), other.baseUrl().host()) == ("other", "one")
    assert (bytes(one.bearerToken()), bytes(other.bearerToken())) == (b"", b"t")


def test_factories_are_compared_by_identity() -> None:
    one = factory()
    assert one == one
    assert one != Factory(one)


def test_an_empty_factory_is_for_the_empty_url() -> None:
    assert Factory().baseUrl().isEmpty()
    assert Factory().createRequest().url().isEmpty()
