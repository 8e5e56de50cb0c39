"""Pages that come with status 200 and are not what was asked for, and pages that only look so."""

from __future__ import annotations

import pytest

from sdk_core.model import Source
from sdk_core.web.page_doubts import doubt

LONG = (
    "<p>" + "The keeper lights the lamp at dusk, and puts it out when the sun is up. " * 40 + "</p>"
)


def page(title: str, body: str, landed: str = "", media_type: str = "text/html") -> str:
    """Return the doubt about a page."""
    text = f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>"
    source = Source(
        uri="https://a.org/page", media_type=media_type, data=text.encode(), charset="utf-8"
    )
    return doubt(source, landed)


@pytest.mark.parametrize(
    "title",
    [
        "Sign in",
        "Log in · Example",
        "Anmeldung",
        "Se connecter à votre compte",
        "Iniciar sesión",
        "Войти",
        "登录",
        "ログイン",
        "로그인",
        "تسجيل الدخول",
        "Đăng nhập",
        "Přihlášení",
    ],
)
def test_forms_to_sign_in(title: str) -> None:
    form = "<form><input name=user><input type=PassWord name=p><button>Go</button></form>"
    assert "page to sign in" in page("Example", form)
    assert "page to sign in" in page(title, "<form><input name=mail></form>")
    assert "page to sign in" in page(title, "<div id=app></div><script>start()</script>")


@pytest.mark.parametrize(
    "heading",
    [
        "404",
        "Page not found",
        "404 – Not Found",
        "Oops! We can’t find that page",
        "Seite nicht gefunden",
        "Page introuvable",
        "Página no encontrada",
        "Pagina non trovata",
        "Страница не найдена",
        "页面不存在",
        "お探しのページが見つかりません",
        "페이지를 찾을 수 없습니다",
    ],
)
def test_messages_that_there_is_no_such_page(heading: str) -> None:
    assert "no such page" in page(heading, "<p>Go back to the start.</p>")
    assert "no such page" in page("Example", f"<h1>{heading}</h1><p>Go back.</p>")


@pytest.mark.parametrize("title", ["Just a moment...", "Are you a robot?", "Access denied"])
def test_checks_that_keep_programs_out(title: str) -> None:
    assert "keeps programs out" in page(title, "<p>Please wait.</p>")


def test_an_address_for_signing_in() -> None:
    for landed in (
        "https://login.a.org/?next=page",
        "https://a.org/users/sign_in",
        "https://a.org/sso/start",
        "https://accounts.a.org/v3",
    ):
        assert "the server led to" in page("Example", LONG, landed)
    for landed in ("https://a.org/page/", "https://www.a.org/blogging/authors", ""):
        assert page("Example", LONG, landed) == ""


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("HTTP 404", f"<h1>Page not found: the story of a status</h1>{LONG}"),
        ("How to log in", f"<form><input type=password></form>{LONG}"),
        ("Peugeot 404", "<p>A car that was built from 1960 to 1975.</p>"),
        ("Login", "<p>" + "A login is a name by which a system knows somebody. " * 8 + "</p>"),
        ("The entrance hall", "<p>Found nowhere else.</p>"),
        ("Lost and not found again", "<p>A short story.</p>"),
        ("Lamps", "<!-- sign in --><script>'page not found'</script><p>Short.</p>"),
    ],
)
def test_pages_that_only_look_so(title: str, body: str) -> None:
    assert page(title, body) == ""


def test_only_pages_are_looked_at() -> None:
    assert page("Sign in", "<input type=password>", media_type="text/plain") == ""
    assert doubt(Source(uri="https://a.org/x", media_type="text/html", data=b"")) == ""
    assert doubt(Source(uri="https://a.org/x", media_type="", data=b"%PDF-1.7 sign in")) == ""
    assert doubt(
        Source(
            uri="https://a.org/x", media_type="text/html", data=b"<html><title>Sign in\0</title>"
        )
    )
