"""A page on a slow line: what is shown already stays where it is, wherever the line makes it wait."""

from __future__ import annotations

import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import PHONE

PAUSE = 0.034  # seconds: two frames, so that the browser paints what it has
WATCHED = 8_000  # bytes after the style: more than the first screen
STARTS = re.compile(rb"<(?:a|details|h1|h2|li|p|svg|main|header|nav)\b")
"""Where the line is cut: before these, never inside a word, where a centred text must move."""

WATCH = """() => { window.moved = []; new PerformanceObserver(list => list.getEntries().forEach(shift =>
  moved.push(...shift.sources.map(one => one.node ? one.node.outerHTML || one.node.textContent : '?'))
)).observe({type: 'layout-shift', buffered: true}) }"""


class _Piecemeal(BaseHTTPRequestHandler):
    """Sends head and style at once, then one element after the other."""

    folder: Path

    def do_GET(self) -> None:
        page = (self.folder / self.path.lstrip("/")).read_bytes()
        begin = page.index(b"</style>")
        cuts = [begin + match.start() for match in STARTS.finditer(page[begin : begin + WATCHED])]
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        for start, end in zip([0, *cuts], [*cuts, len(page)], strict=True):
            self.wfile.write(page[start:end])
            time.sleep(PAUSE)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.mark.parametrize("name", ["help.html", "pathway-2020/laws.html", "referrals/emergency.html"])
@pytest.mark.parametrize("folder", ["", "fr/"], ids=["en", "fr"])
def test_nothing_that_is_shown_moves(name: str, folder: str, world: Path, browser: Browser) -> None:
    """Not in the made language: a line of mixed directions is ordered anew with every word, as it must be."""
    handler = type("Handler", (_Piecemeal,), {"folder": world})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    page.add_init_script(f"({WATCH})()")
    page.goto(f"http://127.0.0.1:{server.server_port}/{folder}{name}")
    assert page.evaluate("moved") == []
    page.close()
    server.shutdown()
    server.server_close()
