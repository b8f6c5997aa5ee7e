"""Fake servers and proxies that want to know who asks."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from typing import Any

import pytest
from fakenetworksupport import Client, Error, request, status

from netaccess.QtNetwork import QNetworkProxy
from netaccess.testing.network import SentRequest
from netaccess.testing.network.challenges import Basic
from netaccess.testing.network.digest import Digest, parse_parameters

BASE = "http://api.example"


def basic(user: str, password: str) -> str:
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode()


def test_a_request_without_credentials_is_asked_for_them(client: Client) -> None:
    client.network.get(BASE).require_basic("me", "secret", realm="home").respond("in")
    reply = client.get(BASE)
    assert (status(reply), reply.error()) == (401, Error.AuthenticationRequiredError)
    assert bytes(reply.rawHeader("WWW-Authenticate")) == b'Basic realm="home"'


def test_being_asked_uses_up_no_answer(client: Client) -> None:
    client.network.get(BASE).require_basic("me", "secret").respond("first", times=1)
    client.get(BASE)
    assert bytes(client.get(BASE, {"Authorization": basic("me", "secret")}).readAll()) == b"first"


@pytest.mark.parametrize(
    "credentials", [basic("me", "wrong"), basic("you", "secret"), "Basic !!!", "Bearer secret", "Basic"]
)
def test_wrong_credentials_are_asked_for_again(client: Client, credentials: str) -> None:
    client.network.get(BASE).require_basic("me", "secret")
    assert status(client.get(BASE, {"Authorization": credentials})) == 401


def test_names_of_any_language_may_be_asked_for(client: Client) -> None:
    client.network.get(BASE).require_basic("jürgen", "pä:ss").respond("in")
    assert status(client.get(BASE, {"Authorization": basic("jürgen", "pä:ss")})) == 200


def test_a_user_with_a_colon_is_refused() -> None:
    with pytest.raises(ValueError, match="no colon"):
        Basic("a:b", "c")


def test_a_token_may_be_asked_for(client: Client) -> None:
    client.network.get(BASE).require_bearer("t0ken").respond("in")
    replies = [client.get(BASE, {"Authorization": f"Bearer {token}"}) for token in ("other", "t0ken")]
    assert [status(reply) for reply in replies] == [401, 200]
    assert b'error="invalid_token"' in bytes(replies[0].rawHeader("WWW-Authenticate"))


def test_a_whole_network_may_ask(client: Client) -> None:
    client.network.require_basic("me", "secret", url=BASE + "/**")
    client.network.get("**")
    assert [status(client.get(url)) for url in (BASE + "/x", "http://www.example/")] == [401, 200]


# Digest.


def digest_of(algorithm: str, text: str) -> str:
    return hashlib.new(
        {"MD5": "md5", "SHA-256": "sha256", "SHA-512-256": "sha512_256"}[algorithm], text.encode()
    ).hexdigest()


def credentials(challenge: bytes, user: str, password: str, target: str, method: str = "GET", **changes: str) -> str:
    """Answer a challenge as a client does (RFC 7616 3.4); *changes* replace parameters."""
    asked = parse_parameters(challenge.decode().partition(" ")[2])
    algorithm = asked["algorithm"].removesuffix("-sess")
    nonce, qop = asked["nonce"], asked.get("qop", "").partition(",")[0]
    secret = digest_of(algorithm, f"{user}:{asked['realm']}:{password}")
    cnonce, count = "0a4f113b", changes.get("nc", "00000001")
    if asked["algorithm"].endswith("-sess"):
        secret = digest_of(algorithm, f"{secret}:{nonce}:{cnonce}")
    what = f"{method}:{target}"
    if qop == "auth-int":
        what += ":" + digest_of(algorithm, changes.pop("body", ""))
    middle = f":{count}:{cnonce}:{qop}" if qop else ""
    given = {
        "username": user,
        "realm": asked["realm"],
        "nonce": nonce,
        "uri": target,
        "algorithm": asked["algorithm"],
        "opaque": asked["opaque"],
        "response": digest_of(algorithm, f"{secret}:{nonce}{middle}:{digest_of(algorithm, what)}"),
    }
    if qop:
        given |= {"qop": qop, "nc": count, "cnonce": cnonce}
    given |= changes
    return "Digest " + ", ".join(f'{name}="{text}"' for name, text in given.items() if text)


def challenge_of(reply: Any) -> bytes:
    return bytes(reply.rawHeader("WWW-Authenticate"))


@pytest.mark.parametrize(
    ("algorithm", "qop"),
    [
        *((algorithm, "auth") for algorithm in ("MD5", "SHA-256", "SHA-512-256", "MD5-sess", "SHA-256-sess")),
        *((algorithm, None) for algorithm in ("MD5", "SHA-256", "SHA-512-256")),
    ],
)
def test_a_right_digest_is_let_in(client: Client, algorithm: str, qop: str | None) -> None:
    client.network.get(BASE + "/x").require_digest("me", "secret", algorithm=algorithm, qop=qop).respond("in")
    challenge = challenge_of(client.get(BASE + "/x?a=b"))
    reply = client.get(BASE + "/x?a=b", {"Authorization": credentials(challenge, "me", "secret", "/x?a=b")})
    assert bytes(reply.readAll()) == b"in"


def test_a_digest_may_cover_the_body(client: Client) -> None:
    client.network.post(BASE + "/x").require_digest("me", "secret", qop="auth-int").respond("in")
    challenge = challenge_of(client.post(BASE + "/x", b"hello"))
    given = credentials(challenge, "me", "secret", "/x", "POST", body="hello")
    assert status(client.post(BASE + "/x", b"hello", {"Authorization": given})) == 200
    again = credentials(challenge, "me", "secret", "/x", "POST", body="hello", nc="00000002")
    assert status(client.post(BASE + "/x", b"other", {"Authorization": again})) == 401


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"response": "0" * 64}, "the response is wrong"),
        ({"uri": "/y"}, "the uri '/y' is not the request's '/x'"),
        ({"username": "you"}, "another user or realm"),
        ({"realm": "other"}, "another user or realm"),
        ({"algorithm": "MD5"}, "the algorithm 'MD5' was not asked for"),
        ({"opaque": "other"}, "opaque was not handed back"),
        ({"qop": "auth-int"}, "qop 'auth-int' was not offered"),
        ({"nc": "1"}, "cnonce or nc missing"),
        ({"nonce": ""}, "nonce missing"),
    ],
)
def test_each_parameter_of_a_digest_is_checked(client: Client, changes: dict[str, str], fault: str) -> None:
    asked = Digest("me", "secret")
    client.network.get(BASE + "/x").require(asked)
    challenge = challenge_of(client.get(BASE + "/x"))
    given = credentials(challenge, "me", "secret", "/x", **changes)
    assert status(client.get(BASE + "/x", {"Authorization": given})) == 401
    assert asked.faults == [fault]


def test_a_counter_is_good_only_once(client: Client) -> None:
    client.network.get(BASE + "/x").require_digest("me", "secret")
    challenge = challenge_of(client.get(BASE + "/x"))
    given = [credentials(challenge, "me", "secret", "/x", nc=number) for number in ("00000001", "00000001", "00000002")]
    assert [status(client.get(BASE + "/x", {"Authorization": each})) for each in given] == [200, 401, 200]


def test_a_stale_nonce_is_told_to_be_stale(client: Client) -> None:
    client.network.get(BASE + "/x").require_digest("me", "secret", stale_after=1)
    challenge = challenge_of(client.get(BASE + "/x"))
    client.get(BASE + "/x", {"Authorization": credentials(challenge, "me", "secret", "/x")})
    late = credentials(challenge, "me", "secret", "/x", nc="00000002")
    fresh = challenge_of(client.get(BASE + "/x", {"Authorization": late}))
    assert b"stale=true" in fresh
    assert status(client.get(BASE + "/x", {"Authorization": credentials(fresh, "me", "secret", "/x")})) == 200


@pytest.mark.parametrize(
    "arguments",
    [{"algorithm": "SHA-1"}, {"algorithm": "MD5-x"}, {"qop": "auth-conf"}, {"algorithm": "MD5-sess", "qop": None}],
)
def test_a_digest_that_nobody_knows_is_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"algorithm is one of|qop is|with a qop"):
        Digest("me", "secret", **arguments)


def test_the_example_of_rfc_7616_holds() -> None:
    asked = Digest("Mufasa", "Circle of Life", realm="http-auth@example.org", algorithm="SHA-256")
    given = {
        "uri": "/dir/index.html",
        "nonce": "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
        "nc": "00000001",
        "cnonce": "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
        "qop": "auth",
    }
    sent = SentRequest("GET", "http://www.example.org/dir/index.html")
    assert asked._expected(given, sent) == "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"


# Proxies.


def through_proxy(client: Client, user: str = "", password: str = "") -> None:
    client.manager.setProxy(QNetworkProxy(QNetworkProxy.ProxyType.HttpProxy, "proxy.example", 3128, user, password))


def test_a_proxy_may_ask(client: Client) -> None:
    client.network.require_basic("me", "secret", proxy=True)
    client.network.get(BASE, optional=True)
    through_proxy(client)
    reply = client.get(BASE)
    assert (status(reply), reply.error()) == (407, Error.ProxyAuthenticationRequiredError)
    assert bytes(reply.rawHeader("Proxy-Authenticate")) == b'Basic realm="fake"'


def test_a_proxy_that_knows_who_asks_lets_him_through(client: Client) -> None:
    client.network.require_basic("me", "secret", proxy=True)
    client.network.get(BASE).respond("in")
    through_proxy(client, "me", "secret")
    assert client.text(BASE) == "in"


def test_a_proxy_asks_before_it_opens_a_tunnel(client: Client) -> None:
    route = client.network.get("https://api.example/", optional=True).require_basic("me", "secret", proxy=True)
    through_proxy(client)
    reply = client.get("https://api.example/")
    assert (reply.error(), reply.errorString()) == (
        Error.ProxyAuthenticationRequiredError,
        "Proxy requires authentication",
    )
    assert (status(reply), route.count) == (None, 0)
    assert "< 407 Proxy Authentication Required" in client.network.transcript()


def test_the_head_of_a_proxys_refusal_goes_with_the_failure(client: Client) -> None:
    from netaccess._transport.base import Ticket
    from netaccess._values.messages import Endpoint, Failed, Hop, ProxyRoute

    client.network.require_basic("me", "secret", proxy=True)
    told: list[Any] = []
    endpoint = Endpoint("https", "api.example", 443, ProxyRoute("proxy.example", 3128))
    ticket = Ticket(Hop(endpoint, b"GET", b"/", [(b"Host", b"api.example")]), told.extend, lambda: None)
    client.network.make_transport().start(ticket)
    client.loop.run_until_idle()
    failed = told[-1]
    assert isinstance(failed, Failed)
    assert failed.answer is not None
    assert (failed.answer.status, failed.answer.headers[0]) == (407, (b"Proxy-Authenticate", b'Basic realm="fake"'))


def test_a_tunnel_is_opened_for_who_is_known(client: Client) -> None:
    client.network.require_basic("me", "secret", proxy=True)
    client.network.get("https://api.example/").respond("in")
    through_proxy(client, "me", "secret")
    assert client.text("https://api.example/") == "in"
    assert client.network.requests[0].header("Proxy-Authorization") is None


def test_credentials_do_not_stand_in_the_transcript(client: Client) -> None:
    client.network.require_basic("me", "secret", proxy=True)
    client.network.get(BASE)
    through_proxy(client, "me", "secret")
    client.finish(client.manager.get(request(BASE, {"Authorization": "Bearer t0ken", "Cookie": "sid=123; a=b"})))
    text = client.network.transcript()
    assert "> Authorization: Bearer ..." in text
    assert "> Proxy-Authorization: Basic ..." in text
    assert "> Cookie: sid=...; a=..." in text
    assert not any(secret in text for secret in ("t0ken", "123", b64encode(b"me:secret").decode()))
