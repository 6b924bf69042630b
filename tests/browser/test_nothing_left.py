"""A whole visit, as a reader makes it: nobody is asked or told anything, and nothing stays behind.

One walk for each kind of page, language and way of opening it: load, scroll, open all that opens, print,
take the language list to the same page, leave. The server sees what browsers hide from their own
tools, such as the request for an icon.
"""

from __future__ import annotations

import base64
import hashlib
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route

from tests.browser.conftest import KINDS, LOCALES, PHONE

EXIT = "https://weather.gc.ca/"

LEFT = """async () => ({
  cookie: document.cookie,
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  caches: 'caches' in self ? (await caches.keys()).length : 0,
  workers: 'serviceWorker' in navigator && location.protocol !== 'file:' ?
    (await navigator.serviceWorker.getRegistrations()).length : 0,
})"""

VIOLATIONS = """addEventListener('securitypolicyviolation', event =>
  console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI))"""


class Server(ThreadingHTTPServer):
    """Serves the built site from this machine, and keeps a list of what was asked, and by which visit.

    Visits tell themselves apart by the name of their browser: an address on this machine may also be asked
    by a stranger, such as a browser that knew the last server at the same number.
    """

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self._asked: list[tuple[str, str]] = []

    def note(self, visit: str, path: str) -> None:
        self._asked.append((visit, path))

    def asked_by(self, visit: str) -> list[str]:
        """Return what a visit asked for, in order."""
        return [path for name, path in self._asked if name == visit]

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class _Handler(SimpleHTTPRequestHandler):
    server: Server

    def __init__(self, request: object, client: object, server: Server) -> None:
        super().__init__(request, client, server, directory=str(server.folder))  # type: ignore[arg-type]

    def log_request(self, code: object = "-", size: object = "-") -> None:
        self.server.note(self.headers.get("User-Agent", ""), self.path)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture(scope="session")
def server(world: Path) -> Iterator[Server]:
    server = Server(world)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()
    late = {visit for visit in VISITS if "/favicon.ico" in server.asked_by(visit)}
    assert late == set(), "these visits asked for an icon, at the latest after they ended"


VISITS: set[str] = set()
"""The names of all visits of this run that must not ask for an icon."""


@dataclass
class Visit:
    """What a browser did during a walk, beside showing pages."""

    browser: Browser
    name: str
    context: BrowserContext = field(init=False)
    requests: list[Request] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """Console messages, errors and breaches of the policy."""

    def __post_init__(self) -> None:
        self.context = self.browser.new_context(viewport=PHONE, user_agent=self.name)  # type: ignore[arg-type]
        self.context.add_init_script(VIOLATIONS)
        self.context.on("request", lambda request: self.requests.append(request))
        self.context.on("console", lambda message: self.said.append(message.text))
        self.context.on("weberror", lambda error: self.said.append(str(error.error)))
        self.context.on("serviceworker", lambda worker: self.said.append(f"worker {worker.url}"))

    def play_exit(self) -> None:
        """Answer for the site that leaving opens. Late, for a browser that is played to asks for no icon."""
        self.context.route(EXIT, lambda route: route.fulfill(body="<title>weather</title>", content_type="text/html"))

    @property
    def asked(self) -> list[str]:
        return [request.url for request in self.requests]


def findings(visit: Visit, page: Page, allowed: list[str]) -> Iterator[str]:
    """Yield everything that a page did or kept that it may not; `allowed` are the addresses to be asked for."""
    yield from (f"asked for {url}" for url in visit.asked if url not in allowed)
    yield from (f"said {text}" for text in visit.said)
    yield from (f"cookie {cookie.get('name')}" for cookie in visit.context.cookies())
    yield from (f"kept {kind}: {amount}" for kind, amount in page.evaluate(LEFT).items() if amount)


def look_around(page: Page) -> None:
    """Scroll to the end and back, open the menu, the languages and everything else, print."""
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.evaluate("scrollTo(0, 0)")
    for summary in page.locator("header summary:visible").all():
        summary.click()
        summary.click()
    page.eval_on_selector_all("main details", "all => all.forEach(one => one.open = true)")
    page.emulate_media(media="print")
    page.emulate_media(media="screen")
    page.pdf()


def to_language(page: Page, tag: str) -> None:
    """Take the language list to the same page in another language, as a finger does."""
    summary = page.locator("header .lang summary")
    if summary.count():
        summary.click()
    page.locator(f'a[hreflang="{tag}"]:visible').first.click()
    page.wait_for_load_state()


def start(way: str, world: Path, server: Server) -> str:
    """Return the address under which the site's root is opened."""
    return server.root if way == "http" else f"file://{world}/"


@pytest.mark.parametrize("way", ["http", "file"])
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_visit_asks_for_its_pages_alone_and_leaves_nothing(
    kind: str, locale: str, way: str, world: Path, server: Server, browser: Browser
) -> None:
    root, name = start(way, world, server), f"{KINDS[kind]}.html"
    other = "en" if locale == "fr" else "fr"
    first, second = f"{LOCALES[locale]}{name}", f"{LOCALES[other]}{name}"
    visit = Visit(browser, f"{kind} {locale} {way}")
    VISITS.add(visit.name)
    page = visit.context.new_page()
    page.goto(root + first)
    look_around(page)
    to_language(page, other)
    assert page.url == root + second
    allowed = [root + first, root + second]
    assert list(findings(visit, page, allowed)) == []
    visit.play_exit()
    page.locator(".exit").click()
    page.wait_for_url(EXIT)
    assert visit.asked == [*allowed, EXIT]
    assert "referer" not in visit.requests[-1].all_headers()
    assert visit.context.cookies() == []
    assert visit.context.storage_state() == {"cookies": [], "origins": []}
    assert server.asked_by(visit.name) == ([f"/{first}", f"/{second}"] if way == "http" else [])
    visit.context.close()


@pytest.mark.parametrize("way", ["http", "file"])
def test_a_lost_link_asks_for_nothing_more_and_leaves_nothing(
    way: str, world: Path, server: Server, browser: Browser
) -> None:
    address = start(way, world, server) + "404.html"
    visit = Visit(browser, f"lost {way}")
    VISITS.add(visit.name)
    page = visit.context.new_page()
    page.goto(address)
    look_around(page)
    assert list(findings(visit, page, [address])) == []
    visit.context.close()


@pytest.mark.parametrize("key", ["index", "help"])
def test_the_way_to_another_page_or_language_asks_for_that_page_alone(key: str, world: Path, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(f"file://{world / key}.html")
    hrefs = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    inside = sorted({href.partition("#")[0] for href in hrefs if href.startswith("file:")} - {page.url})
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    for address in inside:
        page.goto(address)
    assert seen == inside
    assert len(inside) > 10
    context.close()


def test_an_outside_link_is_followed_without_saying_from_where(server: Server, browser: Browser) -> None:
    visit = Visit(browser, "outside link")
    page = visit.context.new_page()
    page.goto(f"{server.root}about/sources.html")
    link = page.locator("article a[href^=http]").first
    address = link.get_attribute("href") or ""
    seen: list[dict[str, str]] = []

    def answer(route: Route) -> None:
        seen.append(route.request.all_headers())
        route.fulfill(body="<title>outside</title>", content_type="text/html")

    visit.context.route(re.compile(r"^https?://(?!127\.0\.0\.1)"), answer)
    link.click()
    page.wait_for_url(address)
    assert len(seen) == 1
    assert "referer" not in seen[0]
    assert page.evaluate("[document.referrer, window.opener]") == ["", None]
    visit.context.close()


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_page_states_its_policy(kind: str, locale: str, world: Path) -> None:
    text = (world / f"{LOCALES[locale]}{KINDS[kind]}.html").read_text(encoding="utf-8")
    stated = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert stated
    policy = dict(part.split(" ", 1) for part in stated[1].split("; "))
    assert policy.keys() == {"default-src", "base-uri", "form-action", "img-src", "style-src", "script-src"}
    assert policy["default-src"] == "'none'"
    for tag in ("style", "script"):
        inline = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.S)
        hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in inline}
        assert set(policy[f"{tag}-src"].split()) == hashes
    assert text.index("Content-Security-Policy") < text.index("<style>")
    assert '<meta name="referrer" content="no-referrer">' in text


PLANTED = {
    "a picture of another host": ("<img src='https://outside.example/dot.png'>", "asked for https://outside.example/"),
    "a picture of this host": ("<img src='/dot.png'>", "asked for http://127.0.0.1"),
    "a cookie": ("<script>document.cookie = 'seen=1'</script>", "cookie seen"),
    "a stored mark": ("<script>localStorage.setItem('seen', 1)</script>", "kept local: 1"),
    "a database": ("<script>indexedDB.open('seen')</script>", "kept databases: 1"),
    "a message": ("<script>console.log('seen')</script>", "said seen"),
    "an error": ("<script>unknown()</script>", "said"),
}
"""What the walk must report: (HTML put into a page without its policy, how the report begins)."""


@pytest.mark.parametrize("case", PLANTED)
def test_the_walk_finds_what_was_planted(case: str, world: Path, server: Server, browser: Browser) -> None:
    visit, page = open_planted(PLANTED[case][0], world, server, browser, with_policy=False)
    assert any(one.startswith(PLANTED[case][1]) for one in findings(visit, page, [page.url]))
    visit.context.close()


def test_the_policy_stops_a_planted_picture_and_the_walk_says_so(world: Path, server: Server, browser: Browser) -> None:
    visit, page = open_planted("<img src='/dot.png'>", world, server, browser, with_policy=True)
    assert any(one.startswith("said policy: img-src") for one in findings(visit, page, [page.url]))
    assert "/dot.png" not in server.asked_by(visit.name)
    visit.context.close()


def test_the_server_sees_a_request_for_an_icon(world: Path, server: Server, browser: Browser) -> None:
    """The browser's own tools do not show it, so the walk asks the server. The policy alone would stop it."""
    visit, page = open_planted("<!-- no icon -->", world, server, browser, with_policy=False)
    page.wait_for_timeout(500)
    assert "/favicon.ico" in server.asked_by(visit.name)
    assert "favicon" not in " ".join(visit.asked)
    visit.context.close()


def open_planted(html: str, world: Path, server: Server, browser: Browser, with_policy: bool) -> tuple[Visit, Page]:
    """Open a copy of a page with `html` planted at its end."""
    text = (world / "about" / "privacy.html").read_text(encoding="utf-8").replace("</body>", html + "</body>")
    if "no icon" in html:
        text = text.replace('<link rel="icon" href="data:,">', "")
    if not with_policy:
        text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    path = world / "planted.html"
    path.write_text(text, encoding="utf-8")
    visit = Visit(browser, f"planted {html} {with_policy}")
    page = visit.context.new_page()
    page.goto(f"{server.root}planted.html", wait_until="networkidle")
    path.unlink()
    return visit, page
