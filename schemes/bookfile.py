"""Scheme books on disk: strict YAML in, every fault named by its field, a digest over canonical JSON."""

import re
from pathlib import Path
from typing import Any

import yaml

from schemes.bookcheck import TOP, validate
from schemes.bookfields import Problem
from schemes.rules import Book, Refused, digest

__all__ = [
    "BOOKS",
    "Problem",
    "book_from_content",
    "load_book_file",
    "parse_yaml",
    "read_yaml",
    "shipped_book",
    "shipped_books",
    "validate",
]

BOOKS = Path(__file__).parent / "books"
_FILE_NAME = re.compile(r"(?P<code>[a-z0-9-]+?)(?:\.v(?P<version>[1-9][0-9]*))?\.yaml")


def load_book_file(path: Path) -> dict[str, Any]:
    """The content of a book's file, checked.

    Raises Refused for the first fault: no such file, not YAML, a key twice, a float, what `validate` finds.
    """
    content = read_yaml(path)
    faults = validate(content)
    if faults:
        raise Refused(*faults[0])
    return content


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping in a YAML file, unchecked; dates stay text, floats and repeated keys are refused."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise Refused("book", str(path), f"a file that can be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise Refused("book", str(path), "a file in UTF-8") from None
    return parse_yaml(text)


def parse_yaml(text: str) -> dict[str, Any]:
    """The mapping in a YAML text, unchecked; dates stay text, floats and repeated keys are refused."""
    try:
        content = yaml.load(text, Loader=_StrictLoader)  # noqa: S506 - a SafeLoader made stricter
    except Refused:
        raise
    except (
        yaml.YAMLError,
        ValueError,
        LookupError,
    ) as error:  # the last two from figures and tags that are none
        raise Refused("book", str(error), "a YAML file") from None
    except RecursionError:
        raise Refused("book", "YAML nested too deeply", "a YAML file") from None
    if not isinstance(content, dict):
        raise Refused("book", type(content).__name__, "a mapping with the keys " + ", ".join(TOP))
    return content


def book_from_content(content: dict[str, Any], version: int) -> Book:
    """A Book from checked content; its digest is over the canonical JSON of the content alone."""
    return Book.from_dict(content, version, digest(content))


def shipped_books() -> dict[str, Path]:
    """Code of each book in the repository and the file of its latest version."""
    return {code: versions[max(versions)] for code, versions in _shipped().items()}


def shipped_book(code: str, version: int | None = None) -> Book:
    """A book of the repository, the latest version where none is named; Refused where there is none such.

    `CODE.yaml` is version 1, `CODE.vN.yaml` version N.
    """
    shipped = _shipped()
    if code not in shipped:
        raise Refused("scheme" if version is None else "book.code", code, "one of " + ", ".join(shipped))
    versions = shipped[code]
    found = max(versions) if version is None else version
    if found not in versions:
        raise Refused("book.version", str(found), "one of " + ", ".join(map(str, sorted(versions))))
    return book_from_content(load_book_file(versions[found]), found)


def _shipped() -> dict[str, dict[int, Path]]:
    found: dict[str, dict[int, Path]] = {}
    for path in sorted(BOOKS.glob("*.yaml")):
        if match := _FILE_NAME.fullmatch(path.name):
            found.setdefault(match["code"], {})[int(match["version"] or 1)] = path
    return found


class _StrictLoader(yaml.SafeLoader):
    """SafeLoader that keeps dates, and words like on and no, as text.

    It refuses floats, repeated keys, and references to other places: a few lines of those can stand for gigabytes.
    """

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":bool"))]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Compose a node that stands in the text itself."""
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()
            raise Refused(f"line {event.start_mark.line + 1}", f"*{event.anchor}", "the value itself")
        return super().compose_node(parent, index)


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            raise Refused(f"line {key_node.start_mark.line + 1}", str(key), "a key written as text")
        if key in found:
            raise Refused(
                key, f"the key twice, again on line {key_node.start_mark.line + 1}", "every key once"
            )
        found[key] = loader.construct_object(value_node, deep=True)
    return found


def _no_float(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> None:
    raise Refused(
        f"line {node.start_mark.line + 1}", node.value, 'a figure with decimals as text, such as "752.5"'
    )


_StrictLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)\Z"), ["t", "f"])
_StrictLoader.add_constructor("tag:yaml.org,2002:map", _mapping)
_StrictLoader.add_constructor("tag:yaml.org,2002:float", _no_float)
