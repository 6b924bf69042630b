"""Measures how soon a page is there on a slow phone, against the same text as bare HTML, in one run."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import click
from playwright.sync_api import Browser, sync_playwright

from tests.bench.sites import BARE, OURS, make_sites
from tests.bench.slow_server import SlowServer, serving
from tests.browser.find_browser import find_browser

SLOWER = 6  # times: the processor of an old phone against this one
SCREEN = {"width": 360, "height": 740}  # CSS pixels
QUIET = 1.0  # seconds without a request, after which a page is taken as loaded
PATIENCE = 90.0  # seconds to wait for that

SLOWEST = 1.10  # times the first paint of bare HTML
MOST_SHIFT = 0.0
MOST_BLOCKING = 0.0  # ms
MOST_REQUESTS = 1

OBSERVE = (Path(__file__).parent / "observe.js").read_text(encoding="utf-8")
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"

SETTING = f"""\
Slow phone: 400 kbit/s, 400 ms round trip, processor {SLOWER} times slower, gzip, cold cache, 360x740.
The network's delays are a local server's: a round trip to connect, one for each request, a first window
of 14,600 bytes that doubles, one line for all connections; no name look-up, no encryption. The processor
is slowed by Chromium (Emulation.setCPUThrottlingRate). Addresses outside this machine fail at once: that
flatters Material, which asks a third party for fonts before it paints.
"""

COLUMNS = ("site", "bytes", "requests", "first paint, ms", "blocking, ms", "layout shift", "against bare HTML")


@dataclass(frozen=True)
class View:
    """What one first view of a page cost, or the median of several."""

    sent: float
    """Bytes that the server sent, with their headers."""

    requests: float

    paint: float
    """Milliseconds from the tap to the first text or picture."""

    blocking: float
    """Milliseconds in which the page could not answer a tap: what long tasks took beyond 50 ms each."""

    shift: float
    """How much of the page moved after it was shown, 0 to 1 and more."""


def median(views: list[View]) -> View:
    """Return the median of each figure."""
    return View(*(statistics.median(getattr(view, name) for view in views) for name in View.__dataclass_fields__))


def missed(ours: View, bare: View) -> Iterator[str]:
    """Yield one sentence for every bound that this site's page misses."""
    if ours.paint > SLOWEST * bare.paint:
        yield f"first paint is {ours.paint / bare.paint:.2f} times that of bare HTML, more than {SLOWEST:.2f}."
    if ours.shift > MOST_SHIFT:
        yield f"the page moves while it loads ({ours.shift:.4f}); it may not."
    if ours.blocking > MOST_BLOCKING:
        yield f"the phone does not answer for {ours.blocking:.0f} ms; it always should."
    if ours.requests > MOST_REQUESTS:
        yield f"{ours.requests:.0f} requests, more than {MOST_REQUESTS}."


def table(views: dict[str, View]) -> str:
    """Return one line for each site, under a line of names; bare HTML must be among them."""
    rows = [COLUMNS, *(_row(name, view, views[BARE]) for name, view in views.items())]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    lines = ((row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])) for row in rows)
    return "\n".join("  ".join(line) for line in lines) + "\n"


def _row(name: str, view: View, bare: View) -> tuple[str, ...]:
    figures = (f"{view.sent:,.0f}", f"{view.requests:.0f}", f"{view.paint:,.0f}", f"{view.blocking:,.0f}")
    return name, *figures, f"{view.shift:.4f}".rstrip("0").rstrip("."), f"{view.paint / bare.paint:.2f}"


def measure(browser: Browser, server: SlowServer, page_name: str) -> View:
    """Open the page as a phone that was never here, and wait until nothing more is asked for."""
    server.reset()
    context = browser.new_context(viewport=SCREEN, is_mobile=True, has_touch=True)  # type: ignore[arg-type]
    context.add_init_script(OBSERVE)
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(server.address(f"{page_name}.html"), timeout=PATIENCE * 1000)
    end = time.monotonic() + PATIENCE
    while server.quiet_for() < QUIET and time.monotonic() < end:
        page.wait_for_timeout(100)
    seen = page.evaluate("pathwaySeen")
    paint = page.evaluate(PAINT)
    context.close()
    return View(server.sent, len(server.asked), paint, seen["blocking"], seen["shift"])


def measure_all(browser: Browser, servers: dict[str, SlowServer], page: str, runs: int) -> dict[str, View]:
    """Return the median view of `page` on every site."""
    views: dict[str, list[View]] = {name: [] for name in servers}
    order = list(servers)
    for run in range(runs):
        click.echo(f"{page}: run {run + 1} of {runs} ...", err=True)
        for name in order:
            views[name].append(measure(browser, servers[name], page))
        order = order[1:] + order[:1]  # so that a machine that slows down or warms up favours nobody
    return {name: median(own) for name, own in views.items()}


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--page",
    "pages",
    multiple=True,
    default=("help", "pathway-2020/laws"),
    show_default=True,
    help="A page, named as in docs/en without its ending; may be given more than once.",
)
@click.option("--runs", default=5, show_default=True, type=click.IntRange(min=1), help="Views of which the median is.")
def main(pages: tuple[str, ...], runs: int) -> None:
    """Measure the first view of pages on a slow phone, beside bare HTML and Material.

    Everything is built in a temporary folder; site/ is not touched. One table for each page. The exit
    status is 1 if this site misses a bound, and the bound is named; 2 if the command itself was wrong.
    """
    path = find_browser()
    if path is None:
        raise click.ClickException("No Chromium or Chrome was found. Run: python tests/browser/find_browser.py")
    bad = 0
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        click.echo("Building three sites ...", err=True)
        roots = make_sites(Path(folder), list(pages))
        servers = {name: stack.enter_context(serving(root)) for name, root in roots.items()}
        playwright = stack.enter_context(sync_playwright())
        # No name leads anywhere, so that every machine measures the same, with a network or without.
        arguments = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        click.echo(SETTING)
        for page in pages:
            views = measure_all(browser, servers, page, runs)
            click.echo(f"{page}, median of {runs}\n{table(views)}")
            for sentence in missed(views[OURS], views[BARE]):
                click.echo(f"{page}: {sentence}")
                bad += 1
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
