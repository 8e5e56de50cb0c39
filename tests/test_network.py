"""Proxies and certificates as the environment names them, and what cannot be used of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sdk_core.errors import UsageError
from sdk_core.network import check_certificates, proxy_for

SOCKS = ("json", "some-package")  # a module that is there
NO_SOCKS = ("no_such_module", "some-package")


@pytest.mark.parametrize(
    ("url", "variables", "expected"),
    [
        ("http://a.org/", {}, None),
        ("http://a.org/", {"http_proxy": ""}, None),
        ("http://a.org/", {"http_proxy": "http://p:1"}, ("http://p:1", "http_proxy")),
        ("http://a.org/", {"HTTP_PROXY": "p:1"}, ("http://p:1", "HTTP_PROXY")),
        ("http://a.org/", {"HTTP_PROXY": "p:1", "REQUEST_METHOD": "GET"}, None),
        ("http://a.org/", {"HTTP_PROXY": "p:1", "http_proxy": "q:2"}, ("http://q:2", "http_proxy")),
        ("https://a.org/", {"http_proxy": "p:1"}, None),
        ("https://a.org/", {"HTTPS_PROXY": "https://p:1"}, ("https://p:1", "HTTPS_PROXY")),
        ("https://a.org/", {"ALL_PROXY": " socks5h://p:1 "}, ("socks5h://p:1", "ALL_PROXY")),
        ("http://a.org/", {"all_proxy": "socks://p:1/"}, ("socks5://p:1/", "all_proxy")),
        ("http://a.org/", {"all_proxy": "x:1", "http_proxy": "y:1"}, ("http://y:1", "http_proxy")),
    ],
)
def test_the_proxy_is_the_one_that_curl_would_take(
    url: str, variables: dict[str, str], expected: tuple[str, str] | None
) -> None:
    found = proxy_for(url, socks=SOCKS, environment=variables)
    assert (found and (found.url, found.variable)) == expected


@pytest.mark.parametrize(
    ("listed", "url", "direct"),
    [
        ("*", "http://a.org/", True),
        ("a.org", "http://a.org/", True),
        ("a.org", "http://www.A.org./", True),
        ("a.org", "http://aa.org/", False),
        (".a.org, b.org", "http://x.a.org/", True),
        ("*.a.org b.org", "http://b.org/", True),
        ("a.org:8080", "http://a.org:8080/", True),
        ("a.org:8080", "http://a.org:80/", False),
        ("127.0.0.0/8", "http://127.9.9.9:1/", True),
        ("10.0.0.0/8", "http://127.0.0.1/", False),
        ("192.168.1.7", "http://192.168.1.7/", True),
        ("192.168.1.7:80", "http://192.168.1.7:81/", False),
        ("::1", "http://[::1]:8000/", True),
        ("[::1]:9", "http://[::1]:8000/", False),
        ("fd00::/8", "http://[fd12::1]/", True),
        ("1", "http://127.0.0.1/", False),
    ],
)
def test_what_no_proxy_lists_is_asked_directly(listed: str, url: str, direct: bool) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        variables = {"all_proxy": "http://p:1", name: listed}
        assert (proxy_for(url, socks=SOCKS, environment=variables) is None) is direct


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"ALL_PROXY": "socks5://me:secret@p:1"}, "ALL_PROXY names a SOCKS proxy (socks5://p:1)"),
        ({"all_proxy": "socks://p:1/"}, "all_proxy names a SOCKS proxy"),
        ({"http_proxy": "http://p:port"}, "http_proxy names no proxy that can be used"),
        ({"http_proxy": "http://p:99999"}, "http_proxy names no proxy that can be used"),
        ({"http_proxy": "http://"}, "it names no host"),
        ({"http_proxy": "ftp://me:secret@p:1"}, "(ftp://p:1): ftp is no kind of proxy"),
    ],
)
def test_a_proxy_that_cannot_be_used_is_told_with_its_variable(
    variables: dict[str, str], said: str
) -> None:
    with pytest.raises(UsageError) as caught:
        proxy_for("http://a.org/", socks=NO_SOCKS, environment=variables)
    assert said in caught.value.message
    assert "secret" not in caught.value.message + caught.value.hint
    [variable] = variables
    assert f"unset {variable}" in caught.value.hint


def test_a_proxy_says_what_it_is_without_its_password() -> None:
    variables = {"http_proxy": "http://me:secret@p:1"}
    found = proxy_for("http://a.org/", socks=SOCKS, environment=variables)
    assert str(found) == "the proxy http://p:1 (http_proxy)"
    assert found
    assert "secret" in found.url


@pytest.mark.parametrize(
    "variable", ["SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "SSLKEYLOGFILE"]
)
def test_files_of_tls_that_are_missing_are_told_with_their_variable(
    variable: str, tmp_path: Path
) -> None:
    missing = tmp_path / "none" / "file.pem"
    with pytest.raises(UsageError, match=f"^{variable} names {missing}, which"):
        check_certificates({variable: str(missing)})
    here = tmp_path / "there.pem"
    here.write_text("", "utf-8")
    check_certificates({variable: str(here)})
    check_certificates({"SSLKEYLOGFILE": str(tmp_path / "new.log"), "SSL_CERT_FILE": ""})
