"""QCryptographicHash and QMessageAuthenticationCode."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore, octets

QCryptographicHash, QMessageAuthenticationCode = QtCore.QCryptographicHash, QtCore.QMessageAuthenticationCode
MD5, SHA1, SHA256 = QCryptographicHash.Md5, QCryptographicHash.Sha1, QCryptographicHash.Sha256

DIGESTS = {
    "Md4": "a448017aaf21d8525fc10ae87aa6729d",
    "Md5": "900150983cd24fb0d6963f7d28e17f72",
    "Sha1": "a9993e364706816aba3e25717850c26c9cd0d89d",
    "Sha224": "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
    "Sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "Keccak_224": "c30411768506ebe1c2871b1ee2e87d38df342317300a9b97a95ec6a8",
    "Keccak_256": "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
    "RealSha3_224": "e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad73b46fdf",
    "Sha3_256": "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532",
    "Blake2b_160": "384264f676f39536840523f284921cdc68b6846b",
    "Blake2b_256": "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319",
    "Blake2s_128": "aa4938119b1dc7b87cbad0ffd200d0ae",
    "Blake2s_256": "508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982",
}
"""The digests of ``abc``."""

LONG = bytes(range(256)) * 2
"""Longer than the blocks of every digest."""

LONG_DIGESTS = {
    "Md4": "a1d29a83b83c408e21a056e456036266",
    "Sha384": "4582fc82430e526886a1853411e60645",
    "Sha512": "edb9bed721aa6a5f6fbc6619d3a3c2be",
    "Keccak_384": "9f74dfc9c6998ba66259906d271b2a2c",
    "Keccak_512": "6f317fd02d2e47a9a2e0aef8ad4f18d1",
    "RealSha3_512": "584cc702c2229a0abc789bfa64b4271f",
    "Blake2b_512": "c59ab1095ca4579525338b6b74689ff2",
    "Blake2s_224": "d2566ac27f5fd05b67698fe10ff730e3",
}
"""The beginnings of the digests of `LONG`."""

CODES = {
    "Md4": "d1299c21dca55c76447559c9b0d74577",
    "Md5": "82bd0466d7cb0e2afa8a900cd619f844",
    "Sha256": "cabac56dbb2953b1c940eb84d6687144",
    "Sha512": "7880ceb1dd0480f64219a5a6626db99d",
    "Keccak_256": "e62f3a6122b0ee9d0ed5b90236462185",
    "RealSha3_512": "119e359cd1dcbec8d1cc3339b859d4b9",
    "Blake2b_384": "fadeeab5485061cef9df008e3a4b1aaa",
    "Blake2s_160": "963ce3e0a73b906e325cdbaca1e9799f",
}
"""The beginnings of the codes of ``message`` under the key `LONG`."""


def algorithm(name: str) -> Any:
    """The algorithm of that name."""
    return getattr(QCryptographicHash, name)


def made(method: Any, *pieces: Any) -> Any:
    """A hash that was given *pieces*."""
    digest = QCryptographicHash(method)
    for piece in pieces:
        digest.addData(piece)
    return digest


def buffer(data: bytes, mode: Any = QtCore.QIODevice.ReadOnly) -> Any:
    """A device with *data*, open."""
    device = QtCore.QBuffer()
    device.setData(data)
    assert device.open(mode)
    return device


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.parametrize(("name", "digest"), DIGESTS.items())
def test_a_digest_is_the_one_of_the_books(name: str, digest: str) -> None:
    assert octets(QCryptographicHash.hash(b"abc", algorithm(name))).hex() == digest


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.parametrize(("name", "beginning"), LONG_DIGESTS.items())
def test_a_digest_of_many_blocks_is_the_one_of_the_books(name: str, beginning: str) -> None:
    assert octets(QCryptographicHash.hash(LONG, algorithm(name))).hex().startswith(beginning)


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.parametrize("name", ["Md4", "Md5", "Sha512", "Keccak_224", "Keccak_512", "RealSha3_384", "Blake2s_256"])
@pytest.mark.parametrize("size", [0, 1, 55, 56, 63, 64, 71, 72, 73, 143, 144, 145])
def test_pieces_make_the_digest_of_the_whole(name: str, size: int) -> None:
    method, data = algorithm(name), LONG[:size]
    digest = made(method, data[:3], b"", data[3:60], data[60:])
    assert octets(digest.result()) == octets(QCryptographicHash.hash(data, method))


@pytest.mark.only("netaccess", "PySide6")
def test_the_length_of_every_digest_is_known() -> None:
    for name, value in QCryptographicHash.Algorithm.__members__.items():
        if name != "NumAlgorithms":
            assert QCryptographicHash.supportsAlgorithm(value)
            assert QCryptographicHash.hashLength(value) == octets(QCryptographicHash.hash(b"", value)).__len__()


@pytest.mark.only("netaccess", "PySide6")
def test_the_number_of_algorithms_is_none_itself() -> None:
    count = QCryptographicHash.NumAlgorithms
    assert not QCryptographicHash.supportsAlgorithm(count) and QCryptographicHash.hashLength(count) == 0
    assert octets(QCryptographicHash(count).result()) == b""


def test_bytes_of_all_kinds_are_taken() -> None:
    expected = octets(QCryptographicHash.hash(b"abc", MD5))
    assert octets(made(MD5, QtCore.QByteArray(b"abc")).result()) == expected
    assert octets(made(MD5, b"ab", b"c").result()) == expected
    assert octets(QCryptographicHash.hash(QtCore.QByteArray(b"abc"), MD5)) == expected


def test_a_number_is_not_digested() -> None:
    with pytest.raises(TypeError):
        QCryptographicHash(MD5).addData(3)


def test_more_may_be_added_after_a_result() -> None:
    digest = made(MD5, b"abc")
    assert octets(digest.result()).hex() == DIGESTS["Md5"] == octets(digest.result()).hex()
    digest.addData(b"d")
    assert octets(digest.result()) == octets(QCryptographicHash.hash(b"abcd", MD5))


def test_reset_begins_anew() -> None:
    digest = made(SHA1, b"rubbish")
    digest.reset()
    digest.addData(b"abc")
    assert octets(digest.result()).hex() == DIGESTS["Sha1"]


def test_the_result_is_a_byte_array() -> None:
    assert isinstance(made(SHA1).result(), QtCore.QByteArray)
    assert octets(made(SHA1, b"abc").result().toHex()) == DIGESTS["Sha1"].encode()


@pytest.mark.only("netaccess", "PySide6")
def test_a_view_of_the_result_is_bytes_and_the_algorithm_is_known() -> None:
    digest = made(SHA1, b"abc")
    assert digest.resultView() == bytes.fromhex(DIGESTS["Sha1"]) and digest.algorithm() == SHA1


def test_a_device_is_digested_from_where_it_stands_to_its_end() -> None:
    device, digest = buffer(b"xabc"), QCryptographicHash(SHA256)
    device.read(1)
    assert digest.addData(device) is True and octets(digest.result()).hex() == DIGESTS["Sha256"] and device.atEnd()


def test_a_large_file_is_digested(tmp_path: Any) -> None:
    path = tmp_path / "large"
    path.write_bytes(LONG * 2000)
    file, digest = QtCore.QFile(str(path)), QCryptographicHash(SHA256)
    assert file.open(QtCore.QIODevice.ReadOnly) and digest.addData(file) is True
    assert octets(digest.result()) == octets(QCryptographicHash.hash(LONG * 2000, SHA256))


def test_a_device_that_cannot_be_read_adds_nothing() -> None:
    digest = QCryptographicHash(MD5)
    assert digest.addData(QtCore.QBuffer()) is False
    assert digest.addData(buffer(b"", QtCore.QIODevice.WriteOnly)) is False
    assert octets(digest.result()) == octets(QCryptographicHash.hash(b"", MD5))


@pytest.mark.only("netaccess", "PySide6")
def test_swapped_hashes_change_places() -> None:
    first, second = made(SHA1, b"abc"), made(MD5)
    first.swap(second)
    assert octets(second.result()).hex() == DIGESTS["Sha1"] and first.algorithm() == MD5


# -- codes -----------------------------------------------------------------------------------------------------------


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.parametrize(("name", "beginning"), CODES.items())
def test_a_code_is_the_one_of_the_books(name: str, beginning: str) -> None:
    code = QMessageAuthenticationCode.hash(b"message", LONG, algorithm(name))
    assert octets(code).hex().startswith(beginning)


def test_a_code_is_made_of_pieces() -> None:
    code = QMessageAuthenticationCode(SHA256, b"key")
    code.addData(b"mess")
    code.addData(QtCore.QByteArray(b"age"))
    assert octets(code.result()) == octets(QMessageAuthenticationCode.hash(b"message", b"key", SHA256))


def test_more_may_be_added_after_a_code() -> None:
    code = QMessageAuthenticationCode(SHA256, b"key")
    code.addData(b"mess")
    assert octets(code.result()) == octets(QMessageAuthenticationCode.hash(b"mess", b"key", SHA256))


def test_without_a_key_a_code_is_made_with_an_empty_one() -> None:
    code = QMessageAuthenticationCode(MD5)
    assert octets(code.result()).hex() == "74e6f7298a9c2d168935f58c001bad88"


def test_a_reset_code_keeps_its_key() -> None:
    code = QMessageAuthenticationCode(MD5, b"key")
    code.addData(b"rubbish")
    code.reset()
    code.addData(b"message")
    assert octets(code.result()) == octets(QMessageAuthenticationCode.hash(b"message", b"key", MD5))


def test_setting_a_key_begins_anew() -> None:
    code = QMessageAuthenticationCode(MD5, b"key")
    code.setKey(b"other")
    code.addData(b"message")
    assert octets(code.result()) == octets(QMessageAuthenticationCode.hash(b"message", b"other", MD5))


def test_a_code_is_made_of_a_device() -> None:
    code = QMessageAuthenticationCode(SHA1, b"key")
    assert code.addData(buffer(b"message")) is True and code.addData(QtCore.QBuffer()) is False
    assert octets(code.result()) == octets(QMessageAuthenticationCode.hash(b"message", b"key", SHA1))
