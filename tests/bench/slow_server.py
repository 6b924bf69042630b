"""A folder served as a slow phone sees it: a thin line, far away.

The delays are the server's own, because those of the browser leave out what it costs to connect. A
connection costs one round trip, and so does each request on it. Then the bytes come segment by segment
over one line that all connections share, at most a window of them per round trip; the window starts as
RFC 6928 says and doubles. Names and encryption are left out: they add the same to every page.
"""

from __future__ import annotations

import mimetypes
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

BYTES_PER_SECOND = 50_000  # 400 kbit/s
ROUND_TRIP = 0.4  # seconds
SEGMENT = 1_460  # bytes of one TCP segment
FIRST_WINDOW = 10 * SEGMENT  # bytes that may be sent before the first answer, RFC 6928


class Line:
    """The one thin line to the phone; what is sent over it waits for what was sent before."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._free_at = 0.0

    def carry(self, size: int) -> None:
        """Sleep until `size` bytes have passed."""
        with self._lock:
            self._free_at = max(time.monotonic(), self._free_at) + size / BYTES_PER_SECOND
            passed = self._free_at
        sleep_until(passed)


class SlowServer(ThreadingHTTPServer):
    """Serves one folder, and counts what it was asked and what it sent."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self.line = Line()
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        """Forget what was counted."""
        self.asked: list[str] = []
        self.sent = 0
        self.busy = 0
        self.last = time.monotonic()

    def count(self, asked: str | None, sent: int = 0) -> None:
        """Count a request that began (`asked` is its address) or ended (None; `sent` is its bytes)."""
        with self._lock:
            self.last = time.monotonic()
            self.sent += sent
            self.busy += 1 if asked else -1
            if asked:
                self.asked.append(asked)

    def quiet_for(self) -> float:
        """Return for how many seconds nothing was asked or sent."""
        return 0.0 if self.busy else time.monotonic() - self.last

    def address(self, name: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{name}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that is closed in the middle of an answer is nothing to report."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: SlowServer

    def handle(self) -> None:
        self.window = FIRST_WINDOW
        time.sleep(ROUND_TRIP)
        super().handle()

    def do_GET(self) -> None:
        self.server.count(self.path)
        answer = self._answer()
        try:
            time.sleep(ROUND_TRIP)
            self._trickle(answer)
        finally:
            self.server.count(None, len(answer))

    def _answer(self) -> bytes:
        """Return the whole answer, with gzip where the folder holds a compressed twin."""
        path = self.server.folder / unquote(urlsplit(self.path).path).lstrip("/")
        if not path.is_file():
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        twin = path.with_name(path.name + ".gz")
        packed = twin.is_file() and "gzip" in self.headers.get("Accept-Encoding", "")
        body = (twin if packed else path).read_bytes()
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        return (head + ("Content-Encoding: gzip\r\n" if packed else "") + "\r\n").encode() + body

    def _trickle(self, answer: bytes) -> None:
        left, began = self.window, time.monotonic()
        for start in range(0, len(answer), SEGMENT):
            if left <= 0:
                sleep_until(began + ROUND_TRIP)
                self.window *= 2
                left, began = self.window, time.monotonic()
            segment = answer[start : start + SEGMENT]
            self.server.line.carry(len(segment))
            self.wfile.write(segment)
            left -= SEGMENT

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: the table says what was asked."""


def sleep_until(moment: float) -> None:
    """Sleep until `moment`, in seconds of the monotonic clock."""
    time.sleep(max(0.0, moment - time.monotonic()))


@contextmanager
def serving(folder: Path) -> Iterator[SlowServer]:
    """Serve `folder` slowly while the block runs."""
    server = SlowServer(folder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
