"""TLS settings and certificate errors as values."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from netaccess._values.request import QNetworkRequest
from netaccess._values.sslconfig import QSslConfiguration, QSslError, QSslSocket, from_verify_code

Mode = QSslSocket.PeerVerifyMode
Kind = QSslError.SslError


@pytest.fixture(autouse=True)
def default_configuration() -> Iterator[None]:
    before = QSslConfiguration.defaultConfiguration()
    yield
    QSslConfiguration.setDefaultConfiguration(before)


def test_a_new_configuration_is_null_and_verifies() -> None:
    assert QSslConfiguration().isNull()
    assert QSslConfiguration().peerVerifyMode() is Mode.AutoVerifyPeer


def test_the_default_configuration_is_not_null_and_verifies() -> None:
    assert not QSslConfiguration.defaultConfiguration().isNull()
    assert QSslConfiguration.defaultConfiguration().peerVerifyMode() is Mode.AutoVerifyPeer
    assert QSslConfiguration.defaultConfiguration() != QSslConfiguration()


def test_a_configuration_with_a_mode_of_its_own_is_not_null() -> None:
    configuration = QSslConfiguration()
    configuration.setPeerVerifyMode(Mode.VerifyNone)
    assert not configuration.isNull()
    assert configuration != QSslConfiguration()
    configuration.setPeerVerifyMode(Mode.AutoVerifyPeer)
    assert configuration.isNull()


def test_the_default_configuration_is_copied_in_and_out() -> None:
    configuration = QSslConfiguration.defaultConfiguration()
    configuration.setPeerVerifyMode(Mode.VerifyNone)
    assert QSslConfiguration.defaultConfiguration().peerVerifyMode() is Mode.AutoVerifyPeer
    QSslConfiguration.setDefaultConfiguration(configuration)
    configuration.setPeerVerifyMode(Mode.VerifyPeer)
    assert QSslConfiguration.defaultConfiguration().peerVerifyMode() is Mode.VerifyNone


def test_a_request_without_settings_follows_the_default() -> None:
    request = QNetworkRequest("https://a.com/")
    configuration = QSslConfiguration.defaultConfiguration()
    configuration.setPeerVerifyMode(Mode.VerifyNone)
    QSslConfiguration.setDefaultConfiguration(configuration)
    assert request.sslConfiguration().peerVerifyMode() is Mode.VerifyNone


@pytest.mark.parametrize("duplicate", [QSslConfiguration, copy.copy, copy.deepcopy])
def test_copies_are_equal_and_independent(duplicate: Any) -> None:
    configuration = QSslConfiguration.defaultConfiguration()
    twin = duplicate(configuration)
    assert twin == configuration
    twin.setPeerVerifyMode(Mode.QueryPeer)
    assert configuration.peerVerifyMode() is Mode.AutoVerifyPeer


def test_swap_exchanges_two_configurations() -> None:
    one, other = QSslConfiguration(), QSslConfiguration.defaultConfiguration()
    one.swap(other)
    assert (one.isNull(), other.isNull()) == (False, True)


@pytest.mark.parametrize("mode", [4, -1, "VerifyNone"])
def test_unknown_modes_are_refused(mode: Any) -> None:
    with pytest.raises(ValueError, match="PeerVerifyMode"):
        QSslConfiguration().setPeerVerifyMode(mode)


def test_a_configuration_of_something_else_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="QSslConfiguration"):
        QSslConfiguration(5)  # type: ignore[arg-type]


def test_modes_stand_on_the_class() -> None:
    assert QSslSocket.VerifyNone is Mode.VerifyNone  # type: ignore[attr-defined]


def test_an_error_without_a_kind_is_no_error() -> None:
    assert (QSslError().error(), QSslError().errorString()) == (Kind.NoError, "No error")


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.NoSslSupport])
def test_every_kind_has_words(kind: Kind) -> None:
    assert QSslError(kind).errorString()


def test_errors_are_compared_and_hashed_by_kind() -> None:
    assert QSslError(Kind.HostNameMismatch) == QSslError(22)
    assert {QSslError(22): 1}[QSslError(Kind.HostNameMismatch)] == 1
    assert QSslError(22) != QSslError()
    assert QSslError(22) != Kind.HostNameMismatch


@pytest.mark.parametrize("duplicate", [QSslError, copy.copy, copy.deepcopy])
def test_copies_of_errors_are_equal(duplicate: Any) -> None:
    assert duplicate(QSslError(22)) == QSslError(22)


def test_swap_exchanges_two_errors() -> None:
    one, other = QSslError(22), QSslError()
    one.swap(other)
    assert (one.error(), other.error()) == (0, 22)


def test_a_printed_error_says_what_is_wrong() -> None:
    assert "has expired" in repr(QSslError(Kind.CertificateExpired))


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (0, Kind.NoError),
        (10, Kind.CertificateExpired),
        (18, Kind.SelfSignedCertificate),
        (19, Kind.SelfSignedCertificateInChain),
        (20, Kind.UnableToGetLocalIssuerCertificate),
        (21, Kind.UnableToVerifyFirstCertificate),
        (62, Kind.HostNameMismatch),
        (64, Kind.HostNameMismatch),
        (1, Kind.UnspecifiedError),
        (9999, Kind.UnspecifiedError),
    ],
)
def test_verify_codes_of_openssl_become_errors(code: int, kind: Kind) -> None:
    assert from_verify_code(code).error() is kind
