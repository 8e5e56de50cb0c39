"""Which addresses may be asked, whatever way they are written, and where credentials may go."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.errors import UsageError
from sdk_core.web.addresses import (
    PrivateAddress,
    is_url,
    locate,
    resolve_host,
    resource_kind,
    without_login,
)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("127.0.0.1", "loopback"),
        ("127.8.8.8", "loopback"),
        ("::1", "loopback"),
        ("::ffff:127.0.0.1", "loopback"),
        ("::127.0.0.1", "loopback"),
        ("64:ff9b::7f00:1", "loopback"),
        ("2002:7f00:1::", "loopback"),
        ("0.0.0.0", "unspecified"),
        ("::", "unspecified"),
        ("10.1.2.3", "private"),
        ("172.31.0.1", "private"),
        ("192.168.1.1", "private"),
        ("100.64.0.1", "private"),
        ("198.18.0.1", "private"),
        ("203.0.113.5", "private"),
        ("fc00::1", "private"),
        ("2001:db8::1", "private"),
        ("::ffff:10.0.0.1", "private"),
        ("64:ff9b::a00:1", "private"),
        ("2002:c0a8:101::1", "private"),
        ("169.254.169.254", "link-local"),
        ("fe80::1", "link-local"),
        ("::ffff:169.254.169.254", "link-local"),
        ("64:ff9b::a9fe:a9fe", "link-local"),
        ("fd00:ec2::254", "cloud"),
        ("100.100.100.200", "cloud"),
        ("224.0.0.1", "multicast"),
        ("ff02::1", "multicast"),
        ("240.0.0.1", "reserved"),
        ("255.255.255.255", "reserved"),
        ("192.0.0.8", "reserved"),
        ("192.88.99.1", "reserved"),
        ("fec0::1", "reserved"),
        ("2001:0:7f00:1::", "reserved"),
        ("64:ff9b:1::1", "reserved"),
        ("93.184.215.14", ""),
        ("8.8.8.8", ""),
        ("2606:2800:21f:cb07::1", ""),
        ("::ffff:8.8.8.8", ""),
        ("2002:808:808::1", ""),
    ],
)
def test_kinds_of_addresses(address: str, kind: str) -> None:
    found = resource_kind(ipaddress.ip_address(address))
    assert kind in found
    assert bool(found) == bool(kind)


@given(st.ip_addresses(v=4))
def test_wrapping_an_address_in_another_opens_nothing(address: ipaddress.IPv4Address) -> None:
    number, kind = int(address), resource_kind(address)
    for wrapped in (number | 0xFFFF << 32, number | 0x64FF9B << 96, 0x2002 << 112 | number << 80):
        assert resource_kind(ipaddress.IPv6Address(wrapped)) == kind
    if number > 1:
        assert resource_kind(ipaddress.IPv6Address(number)) == kind


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "[::1]"]
)
def test_spellings_of_this_machine(host: str) -> None:
    with pytest.raises(PrivateAddress, match="loopback") as caught:
        resolve_host(host, 80, private=False)
    assert not caught.value.is_final
    assert resolve_host(host, 80, private=True)


def test_no_option_opens_what_hands_out_secrets() -> None:
    with pytest.raises(PrivateAddress, match="link-local") as caught:
        resolve_host("169.254.169.254", 80, private=True)
    assert caught.value.is_final


@pytest.mark.parametrize(
    ("url", "clean", "login"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c", None),
        ("https://me:s%40crt@example.org:8443/a", "https://example.org:8443/a", ("me", "s@crt")),
        ("https://me@example.org/", "https://example.org/", ("me", "")),
        ("http://a@b@example.org/x@y", "http://example.org/x@y", ("a@b", "")),
    ],
)
def test_credentials_are_taken_out(url: str, clean: str, login: tuple[str, str] | None) -> None:
    location = locate(url)
    assert (location.url, location.login) == (clean, login)
    assert without_login(url).partition("#")[0] == clean


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://me:secret@example.org/x", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("gopher://example.org/", "only http and https"),
        ("http:///path", "names no host"),
        ("http://me:secret@[broken/", "is not a URL"),
        ("http://me:secret@example.org:99999/", "is not a URL"),
    ],
)
def test_other_schemes_and_broken_urls_are_refused(url: str, reason: str) -> None:
    assert is_url(url)
    with pytest.raises(UsageError, match=reason) as caught:
        locate(url)
    assert "secret" not in caught.value.message
    assert caught.value.hint


def test_paths_are_no_urls() -> None:
    assert not any(map(is_url, ["a.txt", "/a/b", "C:\\x", "http.txt", "a:b", "@list.txt"]))
