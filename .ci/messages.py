"""Collects every text a person reads into portal/locale/hi/LC_MESSAGES/django.po, without gettext's programs.

    python .ci/messages.py            new texts in, texts that are gone out, translations kept
    python .ci/messages.py --check    exit 1 and name what is missing, gone or not translated

Python by Babel's reader; templates by Django's own parser; the engine's labels and sentences by their tables,
since schemes.rules is pure and can't mark them.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

import django  # noqa: E402
import polib  # noqa: E402
from babel.messages.extract import extract_python  # noqa: E402
from django.template import engines  # noqa: E402
from django.template.base import FilterExpression, Node, Template, Variable  # noqa: E402
from django.templatetags.i18n import BlockTranslateNode, TranslateNode  # noqa: E402

CATALOGUE = ROOT / "portal" / "locale" / "hi" / "LC_MESSAGES" / "django.po"
FUNCTIONS = {
    "_": None,
    "_t": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
}
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
Text = tuple[str, str]  # singular, plural (empty where there is none)


def _tracked(*endings: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    names = [name for name in listed.stdout.splitlines() if name.endswith(endings)]
    return [ROOT / name for name in sorted(names) if not name.startswith((".ci/", "tests/"))]


def _python(path: Path) -> Iterator[Text]:
    source = io.BytesIO(path.read_bytes())
    for _line, function, found, _comments in extract_python(source, FUNCTIONS.keys(), [], {}):
        texts = [text for text in (found if isinstance(found, tuple) else (found,)) if text]
        if not texts:
            continue
        plural = function.startswith("n") and len(texts) > 1
        yield texts[0], texts[1] if plural else ""


def _template(path: Path) -> Iterator[Text]:
    engine = engines["django"].engine
    for node in _nodes(Template(path.read_text(encoding="utf-8"), engine=engine)):
        if isinstance(node, BlockTranslateNode):
            singular, _names = node.render_token_list(node.singular)
            plural = node.render_token_list(node.plural)[0] if node.plural else ""
            trim = (lambda text: " ".join(text.split())) if node.trimmed else str
            yield trim(singular), trim(plural)
            continue
        if isinstance(node, TranslateNode) and isinstance(node.filter_expression.var, Variable):
            text = node.filter_expression.var.literal
            if isinstance(text, str):
                yield text, ""
            continue
        for value in vars(node).values():
            if isinstance(value, FilterExpression):
                yield from _constants(value)


def _constants(expression: FilterExpression) -> Iterator[Text]:
    for variable in (expression.var, *(arg for _f, args in expression.filters for _l, arg in args)):
        if isinstance(variable, Variable) and variable.translate and isinstance(variable.literal, str):
            yield variable.literal, ""


def _nodes(template: Template) -> Iterator[Node]:
    waiting: list[Node] = list(template.nodelist)
    while waiting:
        node = waiting.pop(0)
        yield node
        for name in (*node.child_nodelists, "nodelist"):
            waiting.extend(getattr(node, name, None) or [])
        for _condition, nodes in getattr(node, "conditions_nodelists", ()):
            waiting.extend(nodes)


def _rules() -> Iterator[Text]:
    from schemes.rules import eligibility, working  # noqa: PLC0415 - after django.setup, which sets the path

    for table in (working.LABELS, working.BASES, eligibility.LABELS):
        yield from ((text, "") for text in table.values())


def collect() -> dict[str, str]:
    """Return every text with its plural, in the order of the files."""
    django.setup()
    found: dict[str, str] = {}
    sources = (_template(path) for path in _tracked(".html"))
    pythons = (_python(path) for path in _tracked(".py") if "migrations" not in path.parts)
    for texts in (*sources, *pythons, _rules()):
        for singular, plural in texts:
            if singular.strip():
                found[singular] = plural or found.get(singular, "")
    return found


def merged(found: dict[str, str], old: polib.POFile) -> polib.POFile:
    """Return a catalogue of what was found, with the translations that were there."""
    known = {entry.msgid: entry for entry in old}
    new = polib.POFile(wrapwidth=110)
    new.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "hi",
        "Plural-Forms": "nplurals=2; plural=(n > 1);",
    }
    for singular, plural in found.items():
        entry = known.get(singular) or polib.POEntry(msgid=singular)
        entry.obsolete, entry.occurrences, entry.flags = False, [], []
        if plural and not entry.msgid_plural:
            entry = polib.POEntry(msgid=singular, msgid_plural=plural, msgstr_plural={0: "", 1: ""})
        new.append(entry)
    return new


def faults(found: dict[str, str], old: polib.POFile) -> list[str]:
    """Return what keeps the catalogue from being whole."""
    known = {entry.msgid: entry for entry in old if not entry.obsolete}
    named = [f"not in the catalogue: {text!r}" for text in found if text not in known]
    named += [f"gone from the pages: {text!r}" for text in known if text not in found]
    for entry in known.values():
        said = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if not all(said):
            named.append(f"not translated: {entry.msgid!r}")
        elif not entry.msgid_plural and sorted(PLACE.findall(entry.msgid)) != sorted(
            PLACE.findall(entry.msgstr)
        ):
            named.append(f"other places in the translation: {entry.msgid!r}")
    return named


def main() -> int:
    """Collect or check. Returns the exit status."""
    found = collect()
    old = polib.pofile(str(CATALOGUE)) if CATALOGUE.exists() else polib.POFile()
    if "--check" in sys.argv:
        named = faults(found, old)
        print("\n".join(named) or f"{len(found)} texts, all translated")
        return 1 if named else 0
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    new = merged(found, old)
    new.save(str(CATALOGUE))
    empty = sum(1 for entry in new if not entry.msgstr and not any(entry.msgstr_plural.values()))
    print(f"{len(new)} texts, {empty} not translated")
    return 0


if __name__ == "__main__":
    sys.exit(main())
