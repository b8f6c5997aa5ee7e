"""Bindings of Qt 4 and 5 follow redirects only when they are told to."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from netaccess import compat

OLD = ["PySide", "PySide2", "PyQt4", "PyQt5"]
NEW = ["PySide6", "PyQt6"]


def network(binding: str) -> Any:
    compat.install(binding)
    return importlib.import_module(f"{binding}.QtNetwork")


@pytest.mark.parametrize("binding", OLD)
def test_old_managers_follow_no_redirect(binding: str) -> None:
    module = network(binding)
    policy = module.QNetworkAccessManager().redirectPolicy()
    assert policy == module.QNetworkRequest.RedirectPolicy.ManualRedirectPolicy


@pytest.mark.parametrize("binding", NEW)
def test_new_managers_follow_what_is_not_less_safe(binding: str) -> None:
    module = network(binding)
    policy = module.QNetworkAccessManager().redirectPolicy()
    assert policy == module.QNetworkRequest.RedirectPolicy.NoLessSafeRedirectPolicy


@pytest.mark.parametrize(("value", "policy"), [(True, "NoLessSafeRedirectPolicy"), (False, "ManualRedirectPolicy")])
@pytest.mark.parametrize("binding", ["PySide2", "PyQt5"])
def test_a_request_can_ask_for_redirects(binding: str, value: bool, policy: str) -> None:
    module = network(binding)
    request = module.QNetworkRequest()
    request.setAttribute(module.QNetworkRequest.FollowRedirectsAttribute, value)
    chosen = request.attribute(module.QNetworkRequest.RedirectPolicyAttribute)
    assert chosen == getattr(module.QNetworkRequest.RedirectPolicy, policy)
    assert request.attribute(module.QNetworkRequest.Attribute.FollowRedirectsAttribute) is value


def test_a_subclass_of_the_manager_has_the_old_policy_too() -> None:
    module = network("PySide2")

    class Manager(module.QNetworkAccessManager):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            super().__init__()
            self.ready = True

    assert Manager().redirectPolicy() == module.QNetworkRequest.ManualRedirectPolicy


@pytest.mark.parametrize(("old", "new"), [("HTTP2AllowedAttribute", "Http2AllowedAttribute")])
def test_old_spellings_of_attributes_work(old: str, new: str) -> None:
    request = network("PySide2").QNetworkRequest
    assert getattr(request, old) == getattr(request, new)
