"""What the benchmark works out from its figures; the figures themselves depend on the machine."""

from __future__ import annotations

import urllib.request
from pathlib import Path

import pytest

from tests.bench import slow_server
from tests.bench.first_view import View, median, missed, table
from tests.bench.sites import BARE, OURS, bare_html

GOOD, BARE_VIEW = View(8_000, 1, 1_050, 0, 0), View(4_000, 1, 1_000, 0, 0)

PAGE = """<!doctype html><html lang="fr"><head><title>Aide</title><style>p{color:red}</style></head><body>
<nav>menu</nav><article class="path"><h1>Aide</h1><p class="lead">Un <a href="x.html">lien</a></p>
<svg><path d="M0 0"/></svg></article><script>1</script></body></html>"""


def test_the_median_is_taken_of_each_figure() -> None:
    views = [View(1, 30, 5, 0, 0.2), View(2, 10, 4, 9, 0.1), View(3, 20, 6, 1, 0)]
    assert median(views) == View(2, 20, 5, 1, 0.1)


def test_a_page_within_its_bounds_is_told_nothing() -> None:
    assert list(missed(GOOD, BARE_VIEW)) == []


@pytest.mark.parametrize(
    ("view", "told"),
    [
        (View(8_000, 1, 1_101, 0, 0), "first paint is 1.10 times"),
        (View(8_000, 1, 1_000, 1, 0), "does not answer for 1 ms"),
        (View(8_000, 1, 1_000, 0, 0.0001), "moves while it loads (0.0001)"),
        (View(8_000, 2, 1_000, 0, 0), "2 requests, more than 1"),
    ],
)
def test_every_bound_is_watched(view: View, told: str) -> None:
    sentences = list(missed(view, BARE_VIEW))
    assert len(sentences) == 1
    assert told in sentences[0]


def test_the_table_compares_with_bare_html() -> None:
    lines = table({OURS: GOOD, BARE: BARE_VIEW}).splitlines()
    assert lines[1].split() == ["this", "site", "8,000", "1", "1,050", "0", "0", "1.05"]
    assert len({len(line) for line in lines}) == 1


def test_bare_html_keeps_the_text_alone() -> None:
    bare = bare_html(PAGE)
    assert '<html lang="fr">' in bare
    assert '<article><h1>Aide</h1><p>Un <a href="x.html">lien</a></p>\n</article>' in bare
    for gone in ("style", "script", "svg", "class", "menu"):
        assert gone not in bare


def test_the_slow_server_sends_the_twin_and_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_server, "ROUND_TRIP", 0.0)
    monkeypatch.setattr(slow_server, "BYTES_PER_SECOND", 1e9)
    (tmp_path / "a.html").write_text("plain", encoding="utf-8")
    (tmp_path / "a.html.gz").write_bytes(b"x" * 40_000)
    with slow_server.serving(tmp_path) as server:
        request = urllib.request.Request(server.address("a.html"), headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request) as answer:
            assert answer.headers["Content-Encoding"] == "gzip"
            assert len(answer.read()) == 40_000
        assert server.asked == ["/a.html"]
