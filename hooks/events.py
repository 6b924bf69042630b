"""The only module that knows MkDocs: it connects Pathway's own steps to the engine's events.

Nobody imports this file; the engine loads it once per process under a name of its own. It keeps no
state but the command, because every language is built in one process, on one config object.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

import mkdocs.structure.pages
from mkdocs.exceptions import Abort
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs_static_i18n.config import I18nPluginLanguage

from hooks import build, context, data, stage, swap
from hooks.findings import FindingsError

# The engine's own logger, whatever the engine calls itself (ProperDocs uses other names).
engine_log = logging.getLogger(mkdocs.structure.pages.log.name.split(".")[0])
_command = "build"


class _Warnings(logging.Handler):
    """Counts warnings: the engine's strict mode looks only after everything was published."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1


class _Run:
    """One build, from the first language's `on_config` to the last one's `on_post_build`."""

    def __init__(self, config: Any) -> None:
        self.root = Path(config.config_file_path).parent
        self.site = Path(config.site_dir)
        self.new = self.site.with_name(self.site.name + ".new")
        self.folder = self.root / ".cache" / "staged"
        self.lock = build.Lock(self.root / ".cache" / "lock")
        if _command == "build" and not self.lock.take():
            raise Abort("Another build of this checkout is running. Wait for it, or stop it.")
        loaded, _ = data.load(self.root)
        wanted = os.environ.get("PATHWAY_LOCALES", "").split(",")
        if _command == "serve" and wanted != [""]:  # a build is always of the whole site
            loaded.locales = [locale for locale in loaded.locales if locale.code in wanted]
        self.staged, _ = stage.stage(loaded)
        stage.write(self.staged, self.folder)
        self.style, self.script = context.own_texts(self.root / "overrides")
        self.warnings = _Warnings()
        engine_log.addHandler(self.warnings)


def on_startup(command: str, dirty: bool) -> None:
    global _command
    _command = command
    if engine_log.level > logging.WARNING:  # -q also silences the count that --strict relies on
        for handler in engine_log.handlers:
            handler.setLevel(engine_log.level)
        engine_log.setLevel(logging.WARNING)


@event_priority(100)
def _stage(config: Any) -> Any:
    """Stage once, before anything else; the engine calls this again for every language."""
    if config.extra.get("pathway") is None:
        try:
            run = _Run(config)
        except FindingsError as error:
            raise Abort(str(error)) from None
        config.extra["pathway"] = run
        config.docs_dir = str(run.folder)
        if _command == "build":
            swap.recover(run.site)
            config.site_dir = str(run.new)
        i18n = config.plugins["i18n"]
        i18n.config.languages = [_language(locale, run) for locale in run.staged.data.locales]
    return config


def _language(locale: Any, run: _Run) -> I18nPluginLanguage:
    language = I18nPluginLanguage()
    is_default = locale.code == run.staged.data.site.fallback_locale
    language.load_dict({"locale": locale.code, "name": locale.name, "default": is_default})
    language.validate()
    return language


@event_priority(-200)
def _per_language(config: Any) -> Any:
    """After static-i18n's own `on_config` the current language is right, not before."""
    locale = config.plugins["i18n"].current_language
    default = config.extra["pathway"].staged.data.site.fallback_locale
    words = config.extra["pathway"].staged.data.words[locale]
    config.theme["language"] = locale
    # One 404 page for all languages; and no sitemap, which wants addresses that a mirror does not know.
    config.theme.static_templates = {"404.html"} if locale == default else set()
    config.mdx_configs["footnotes"] = {
        "BACKLINK_TEXT": "↩",
        "BACKLINK_TITLE": words("interface.back_to_text"),
        "UNIQUE_IDS": False,
    }
    return config


on_config = CombinedEvent(_stage, _per_language)


def on_files(files: Any, config: Any) -> Any:
    """Keep the current language's pages; the theme's assets and the other languages stay out."""
    locale = config.plugins["i18n"].current_language
    for file in list(files):
        if not file.src_uri.startswith(f"{locale}/") or not file.is_documentation_page():
            files.remove(file)
    return files


def on_env(env: Any, config: Any, files: Any) -> Any:
    run = config.extra["pathway"]
    locale = config.plugins["i18n"].current_language
    site = context.Site(run.staged, locale)
    words_of_theme = env.get_template("partials/language.html").make_module({"config": config})
    env.globals.update(
        site=site, w=site.words, t=words_of_theme.t, day=site.renderer.day, style=run.style, script=run.script
    )
    env.filters["split_lead"] = context.split_lead
    return env


def on_serve(server: Any, config: Any, builder: Any) -> Any:
    """The staged tree changes because a source changed: watching both would build everything twice."""
    server.unwatch(config.docs_dir)
    return server


@event_priority(-200)
def on_post_build(config: Any) -> None:
    """After the last language: finish and publish, unless somebody was warned of something."""
    run = config.extra["pathway"]
    if config.plugins["i18n"].building:
        return
    engine_log.removeHandler(run.warnings)
    config.extra["pathway"] = None
    if _command != "build":
        return
    config.site_dir = str(run.site)
    if run.warnings.count:
        raise Abort(f"{run.warnings.count} warnings (see above): the old site stays as it was.")
    try:
        build.finish(run.new, run.site, run.staged, run.script)
    except FindingsError as error:
        raise Abort(str(error)) from None
