"""Signs that a page is not the one that was asked for, although the server says that all is well.

Servers answer with status 200 where a person would see at once that there is nothing to read: a
form to sign in, a page that says "not found", a question whether one is a robot. No single word
decides: the title or first heading must say so *and* the page must be short, or the server must
have led from another address to one for signing in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import urlsplit

from sdk_core.documents.decoding import decode
from sdk_core.model import Source

_SHORT = 1500
"""Visible characters up to which a page can be nothing but a form or a message."""

_BARE = 300
"""Visible characters up to which a page to sign in may lack the form, which a script adds."""

_LARGEST = 512 * 1024
"""Bytes beyond which a page is not looked at: no such page is as large."""

# Without accents and in small letters, as headings are compared.
_LOGIN = (
    "sign in", "signin", "sign on", "log in", "login", "logon", "authentication", "anmelden",
    "anmeldung", "einloggen", "se connecter", "connexion", "identifiez vous", "iniciar sesion",
    "inicie sesion", "inicia sesion", "acceder", "iniciar sessao", "fazer login", "entrar",
    "accedi", "accesso", "inloggen", "aanmelden", "logga in", "logg inn", "log ind", "kirjaudu",
    "zaloguj sie", "logowanie", "prihlaseni", "prihlasenie", "bejelentkezes", "autentificare",
    "giris yap", "oturum ac", "войти", "вход", "авторизация", "увiити", "вхiд",
    "تسجيل الدخول", "התחברות", "登录", "登錄", "登入", "ログイン", "サインイン", "로그인",
    "เข้าสู่ระบบ", "đang nhap", "लॉगिन",
)  # fmt: skip
_MISSING = (
    "404", "error 404", "404 error", "404 not found", "404 page", "page not found",
    "file not found", "document not found", "not found", "page does not exist",
    "page doesn t exist", "page no longer exists", "page isn t available", "can t find that page",
    "can t find the page", "can t find this page", "page could not be found",
    "page cannot be found", "seite nicht gefunden", "seite wurde nicht gefunden",
    "seite existiert nicht", "page introuvable", "page non trouvee", "page n existe pas",
    "pagina no encontrada", "no se encontro la pagina", "no se ha encontrado la pagina",
    "pagina nao encontrada", "pagina nao foi encontrada", "pagina non trovata",
    "pagina niet gevonden", "sidan hittades inte", "sidan finns inte", "sidan kunde inte hittas",
    "siden blev ikke fundet", "siden ble ikke funnet", "siden finnes ikke", "sivua ei loydy",
    "sivua ei loytynyt", "strona nie istnieje", "strona nie zostala znaleziona",
    "nie znaleziono strony", "stranka nenalezena", "stranka nebyla nalezena",
    "az oldal nem talalhato", "pagina nu a fost gasita", "sayfa bulunamadı", "страница не наидена",
    "страница не существует", "сторiнку не знаидено", "الصفحة غير موجودة", "הדף לא נמצא",
    "页面不存在", "页面未找到", "页面没有找到", "找不到页面", "找不到网页", "頁面不存在",
    "找不到頁面", "找不到網頁", "ページが見つかりません", "ページは存在しません",
    "페이지를 찾을 수 없", "không tìm thay trang", "ไม่พบหน้า",
)  # fmt: skip
_WHOLE = ("404", "not found")
_GATE = (
    "are you a robot", "are you human", "are you a human", "not a robot", "captcha",
    "just a moment", "verify you are human", "verify that you are human", "verifying you are human",
    "human verification", "attention required", "security check", "access denied",
    "access to this page has been denied", "zugriff verweigert", "acces refuse",
    "acceso denegado", "acesso negado", "accesso negato", "toegang geweigerd", "доступ запрещен",
    "访问被拒绝", "安全验证", "アクセスが拒否",
)  # fmt: skip
_LOGIN_PATH = re.compile(
    r"(?:^|[/_.-])(?:log[-_]?in|sign[-_]?in|signon|sso|saml2?|oauth2?|auth|adfs|idp|accounts?)(?:[/_.-]|$)",
    re.IGNORECASE,
)
_UNSPACED = re.compile(
    "[\u0590-\u0dff\u0e00-\u0eff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
_MARKS = re.compile(r"[|·•–—:»]| - ")
_NO_WORD = re.compile(r"[^\w]+|_+")


def doubt(source: Source, landed: str = "") -> str:
    """Return why a page is probably not the one that was asked for, ``""`` when nothing says so.

    Args:
        source: The page as it was fetched.
        landed: The address to which redirects led, ``""`` when there were none.
    """
    if landed and _is_for_login(landed) and not _is_for_login(source.uri):
        return f"the server led to {landed}, which looks like a page to sign in"
    data = source.data or b""
    is_markup = "html" in (source.media_type or "html") and b"<" in data[:4096]
    if not is_markup or len(data) > _LARGEST:
        return ""
    page = _Page(data, source.charset)
    if len(page.text) > _SHORT:
        return ""
    if said := page.says(_MISSING):
        return f"it looks like a message that there is no such page: {said!r}"
    if said := page.says(_GATE):
        return f"it looks like a check that keeps programs out: {said!r}"
    if page.has_password:
        return "it looks like a page to sign in: it is short and asks for a password"
    if (page.has_form or len(page.text) <= _BARE) and (said := page.says(_LOGIN)):
        return f"it looks like a page to sign in: {said!r}"
    return ""


class _Page:
    """What of a page shows whether it is one."""

    def __init__(self, data: bytes, charset: str) -> None:
        from lxml import etree, html

        self.headings: list[str] = []
        self.text = ""
        self.has_password = self.has_form = False
        text = decode(data, charset=charset, markup=True).text.replace("\0", "")
        parser = html.HTMLParser(encoding="utf-8", huge_tree=False, no_network=True)
        try:
            root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
        except (etree.LxmlError, ValueError):
            return
        etree.strip_elements(root, "script", "style", "noscript", "template", with_tail=False)
        named = [*root.iter("title"), *list(root.iter("h1", "h2"))[:1]]
        texts = (" ".join("".join(element.itertext()).split()) for element in named)
        self.headings = [text for text in texts if text]
        body = root.find("body")
        self.text = " ".join("".join((root if body is None else body).itertext()).split())
        kinds = [(each.get("type") or "").strip().lower() for each in root.iter("input")]
        self.has_password = "password" in kinds
        self.has_form = bool(kinds) or next(root.iter("form"), None) is not None

    def says(self, phrases: Sequence[str]) -> str:
        """Return the heading that holds one of some phrases, ``""`` when none does.

        A phrase of one word must begin a part of the heading, one that any text may hold must be
        the whole of it; marks part a page's own name from its site's.
        """
        for heading in self.headings:
            parts = [_plain(part) for part in _MARKS.split(heading)]
            if any(_holds(part, _plain(phrase)) for part in parts for phrase in phrases):
                return heading[:100]
        return ""


def _holds(words: str, phrase: str) -> bool:
    if phrase in _WHOLE:
        return words == phrase
    if _UNSPACED.search(phrase):
        return phrase in words
    if " " in phrase:
        return f" {phrase} " in f" {words} "
    return f"{words} ".startswith(f"{phrase} ")


def _plain(text: str) -> str:
    """Return a text in small letters without marks, its words parted by single spaces."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _NO_WORD.sub(" ", bare).strip()


def _is_for_login(url: str) -> bool:
    parts = urlsplit(url)
    first = (parts.hostname or "").partition(".")[0]
    return bool(_LOGIN_PATH.search(first) or _LOGIN_PATH.search(parts.path))
