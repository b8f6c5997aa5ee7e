"""What a 3xx response means."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netaccess._policies.base import Deliver, Fail, Hold, Resend
from netaccess._policies.redirect import (
    decide,
    is_redirect,
    method_after,
    origin,
    policy_number,
    remaining_headers,
    target,
)
from netaccess._values.errors import NetworkError
from netaccess._values.request import QNetworkRequest
from netaccess._values.url import QUrl

Policy = QNetworkRequest.RedirectPolicy
HERE = QUrl("http://a.com/x/y?q#f")


def judge(
    status: int = 302,
    location: bytes | None = b"/b",
    url: QUrl | str = "http://a.com/x",
    method: bytes = b"GET",
    policy: int = Policy.NoLessSafeRedirectPolicy,
    followed: int = 0,
    maximum: int = 50,
) -> Deliver | Resend | Hold | Fail:
    return decide(status, location, QUrl(url), method, policy, followed, maximum)


def resent(**arguments: object) -> Resend:
    verdict = judge(**arguments)  # type: ignore[arg-type]
    assert isinstance(verdict, Resend)
    return verdict


def failed(**arguments: object) -> NetworkError:
    verdict = judge(**arguments)  # type: ignore[arg-type]
    assert isinstance(verdict, Fail)
    return verdict.error


@pytest.mark.parametrize("status", [300, 304, 306, 309, 399, 200, 404])
def test_these_responses_are_delivered(status: int) -> None:
    assert judge(status) == Deliver()
    assert not is_redirect(status)


@pytest.mark.parametrize("status", [301, 302, 303, 305, 307, 308])
def test_these_responses_are_followed(status: int) -> None:
    assert resent(status=status).url == QUrl("http://a.com/b")
    assert is_redirect(status)


@pytest.mark.parametrize("status", [301, 302, 303, 305])
@pytest.mark.parametrize("method", [b"GET", b"POST", b"PUT", b"DELETE", b"PATCH"])
def test_everything_becomes_get_without_a_body(status: int, method: bytes) -> None:
    verdict = resent(status=status, method=method)
    assert (verdict.method, verdict.drop_body) == (b"GET", True)


@pytest.mark.parametrize("status", [301, 302, 303, 305, 307, 308])
def test_head_stays_head(status: int) -> None:
    assert resent(status=status, method=b"HEAD").method == b"HEAD"


@pytest.mark.parametrize("status", [307, 308])
@pytest.mark.parametrize("method", [b"POST", b"PUT", b"DELETE", b"PATCH"])
def test_method_and_body_are_kept(status: int, method: bytes) -> None:
    verdict = resent(status=status, method=method)
    assert (verdict.method, verdict.drop_body) == (method, False)


def test_a_get_leaves_its_content_headers_behind_always() -> None:
    assert method_after(307, b"GET") == (b"GET", True)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", [None, b"/b", b"foo:bar"])
def test_under_the_manual_policy_every_redirect_is_delivered(status: int, location: bytes | None) -> None:
    assert judge(status, location, policy=Policy.ManualRedirectPolicy, followed=99) == Deliver()


@pytest.mark.parametrize(
    "location",
    [
        None,
        b"",
        b"http://[bad",
        b"file:///etc/passwd",
        b"data:,x",
        b"ftp://a.com/",
        b"foo:bar",
        b"mailto:x",
        b"javascript:1",
    ],
)
@pytest.mark.parametrize("policy", [Policy.NoLessSafeRedirectPolicy, Policy.SameOriginRedirectPolicy, 3])
def test_targets_that_no_redirect_may_have(location: bytes | None, policy: int) -> None:
    verdict = judge(location=location, policy=policy)
    assert verdict == Fail(NetworkError.ProtocolUnknownError, "Unknown protocol specified")


def test_an_https_response_does_not_lead_to_http() -> None:
    verdict = judge(url="https://a.com/", location=b"http://a.com/")
    assert verdict == Fail(NetworkError.InsecureRedirectError, "Insecure redirect", QUrl("http://a.com/"))


def test_http_may_lead_to_https_and_to_another_host() -> None:
    assert resent(location=b"https://b.com/").url == QUrl("https://b.com/")


@pytest.mark.parametrize("location", [b"http://b.com/", b"https://a.com/", b"http://a.com:8080/", b"//b.com/"])
def test_the_same_origin_policy_refuses_others(location: bytes) -> None:
    assert failed(location=location, policy=Policy.SameOriginRedirectPolicy) is NetworkError.InsecureRedirectError


@pytest.mark.parametrize("location", [b"/b", b"http://a.com:80/", b"HTTP://A.COM/", b"?q", b"http://me@a.com/"])
def test_the_same_origin_policy_follows_its_own(location: bytes) -> None:
    resent(location=location, policy=Policy.SameOriginRedirectPolicy)


def test_the_user_verified_policy_holds_what_would_be_sent() -> None:
    verdict = judge(303, b"http://b.com/", method=b"POST", policy=Policy.UserVerifiedRedirectPolicy)
    assert verdict == Hold(Resend(QUrl("http://b.com/"), b"GET", drop_body=True, drop_credentials=True))


@pytest.mark.parametrize(
    ("followed", "maximum", "fails"), [(0, 1, False), (1, 1, True), (49, 50, False), (50, 50, True)]
)
def test_the_maximum_is_what_may_be_followed(followed: int, maximum: int, fails: bool) -> None:
    verdict = judge(followed=followed, maximum=maximum)
    assert isinstance(verdict, Fail) == fails


@pytest.mark.parametrize("maximum", [0, -1])
def test_with_no_redirect_allowed_the_first_is_too_many(maximum: int) -> None:
    assert judge(maximum=maximum) == Fail(NetworkError.TooManyRedirectsError, "Too many redirects")


def test_too_many_goes_before_a_bad_scheme_and_after_a_missing_location() -> None:
    assert failed(location=b"foo:bar", maximum=0) is NetworkError.TooManyRedirectsError
    assert failed(location=None, maximum=0) is NetworkError.ProtocolUnknownError


@pytest.mark.parametrize(
    ("location", "url"),
    [
        (b"/b", "http://a.com/b#f"),
        (b"/b#g", "http://a.com/b#g"),
        (b"/b#", "http://a.com/b#"),
        (b"z", "http://a.com/x/z#f"),
        (b"?p=1", "http://a.com/x/y?p=1#f"),
        (b"//b.com/z", "http://b.com/z#f"),
        (b"https://b.com", "https://b.com#f"),
    ],
)
def test_targets_are_resolved_and_inherit_the_fragment(location: bytes, url: str) -> None:
    assert target(location, HERE) == QUrl(url)


def test_spaces_and_non_ascii_letters_in_a_location_are_encoded() -> None:
    found = target("/b c/é".encode(), QUrl("http://a.com/"))
    assert found is not None
    assert found.toEncoded() == b"http://a.com/b%20c/%C3%A9"


def test_a_target_without_a_host_is_left_to_the_hop_that_cannot_find_it() -> None:
    assert resent(location=b"http://").url.host() == ""


@pytest.mark.parametrize("location", [b"http://b.com/", b"https://a.com/", b"http://a.com:8080/", b"http://x.a.com/"])
def test_credentials_do_not_cross_origins(location: bytes) -> None:
    assert resent(location=location).drop_credentials


@pytest.mark.parametrize("location", [b"/b", b"http://a.com:80/b", b"http://A.com/b"])
def test_credentials_stay_within_an_origin(location: bytes) -> None:
    assert not resent(location=location).drop_credentials


def test_userinfo_stays_within_an_origin_and_does_not_cross_it() -> None:
    assert resent(url="http://u:p@a.com/", location=b"/b").url == QUrl("http://u:p@a.com/b")
    assert resent(url="http://u:p@a.com/", location=b"//b.com/b").url.userInfo() == ""


def test_an_origin_has_its_port_filled_in() -> None:
    assert origin(QUrl("https://A.com/")) == ("https", "a.com", 443)


FIELDS = [
    (b"Content-Type", b"t"),
    (b"AUTHORIZATION", b"x"),
    (b"Cookie", b"a=1"),
    (b"X-A", b"1"),
    (b"Proxy-Authorization", b"y"),
]


def test_content_headers_stay_behind_with_the_body() -> None:
    left = [name for name, _ in remaining_headers(FIELDS, drop_body=True, drop_credentials=False)]
    assert left == [b"AUTHORIZATION", b"Cookie", b"X-A", b"Proxy-Authorization"]


def test_credential_headers_stay_behind_at_the_border() -> None:
    left = [name for name, _ in remaining_headers(FIELDS, drop_body=False, drop_credentials=True)]
    assert left == [b"Content-Type", b"X-A"]


def test_all_headers_go_on_where_nothing_is_dropped() -> None:
    assert remaining_headers(FIELDS, drop_body=False, drop_credentials=False) == FIELDS


@settings(deadline=None)
@given(st.binary(max_size=60), st.sampled_from([301, 307]), st.sampled_from(list(Policy)))
def test_no_location_makes_a_decision_raise_or_leave_http(location: bytes, status: int, policy: int) -> None:
    verdict = judge(status, location, policy=policy)
    if isinstance(verdict, Hold):
        verdict = verdict.then
    if isinstance(verdict, Resend):
        assert verdict.url.scheme() in ("http", "https")
        assert verdict.drop_credentials == (origin(verdict.url) != ("http", "a.com", 80))


@pytest.mark.parametrize("status", [307, 308])
@pytest.mark.parametrize("method", [b"GET", b"HEAD"])
def test_a_body_that_a_get_has_is_kept(status: int, method: bytes) -> None:
    assert method_after(status, method, has_body=True) == (method, False)


@pytest.mark.parametrize(("wanted", "number"), [(None, 2), (1, 1), (7, 7), ("x", 0), (1.5, 0)])
def test_a_policy_that_is_no_number_is_the_manual_one(wanted: object, number: int) -> None:
    assert policy_number(wanted, 2) == number
