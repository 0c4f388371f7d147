"""What is official, and who answers to a name."""

from __future__ import annotations

import pytest

from studyapp.domain.vendors import Vendor

VENDOR = Vendor("Acme Cloud", ("Acme",), ("acme.example", ".docs.acme.example", "code.example/acme"))


@pytest.mark.parametrize(
    ("host", "path", "official"),
    [
        ("acme.example", "/x", True),
        ("www.acme.example", "/x", True),
        ("docs.acme.example", "/", True),
        ("new.docs.acme.example", "/", True),
        ("blog.acme.example", "/", False),
        ("evil-docs.acme.example.org", "/", False),
        ("evildocs.acme.example", "/", False),
        ("code.example", "/acme/tool", True),
        ("code.example", "/acme", True),
        ("code.example", "/acmes/tool", False),
        ("", "/", False),
    ],
)
def test_a_host_is_official_by_its_whole_name(host: str, path: str, official: bool) -> None:
    assert VENDOR.owns(host, path) is official


def test_a_vendor_answers_to_all_of_its_names() -> None:
    assert VENDOR.answers_to("ACME cloud")
    assert VENDOR.answers_to("acme")
    assert not VENDOR.answers_to("Acme Corp")


@pytest.mark.parametrize("listed", ["www.acme.example", "acme.example", ".www.acme.example"])
@pytest.mark.parametrize("host", ["www.acme.example", "acme.example", "WWW.Acme.example"])
def test_www_makes_no_difference(listed: str, host: str) -> None:
    assert Vendor("Acme", hosts=(listed,)).owns(host)
    assert not Vendor("Acme", hosts=(listed,)).owns("bad-acme.example")
