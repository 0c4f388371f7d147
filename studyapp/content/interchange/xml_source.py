"""XML of foreign origin: no entities, nothing external, no endless depth; every element knows its line."""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from studyapp.content.interchange.model import CannotConvert

MAX_DEPTH = 200
_LINE = "{studyapp}line"


class _Placing(DefusedXMLParser):  # type: ignore[misc]
    """Writes the line of each start tag into the element."""

    depth = 0

    def _start(self, tag: str, attr_list: list[str]) -> Element:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _TooDeep
        element: Element = super()._start(tag, attr_list)
        element.set(_LINE, str(self.parser.CurrentLineNumber))
        return element

    def _end(self, tag: str) -> Element:
        self.depth -= 1
        ended: Element = super()._end(tag)
        return ended


class _TooDeep(Exception):
    pass


def parsed(data: bytes, name: str) -> Element:
    """The root element. Raises CannotConvert with the line of what is wrong."""
    parser = _Placing()
    try:
        parser.feed(data)
        root: Element = parser.close()
    except ParseError as error:
        line, column = error.position
        said = str(error).partition(":")[0]
        raise CannotConvert(f"{name}:{line}:{column + 1}: the XML is broken: {said}.") from error
    except DefusedXmlException as error:
        raise CannotConvert(
            f"{name}: it declares XML entities or reads other files, which can be an attack.",
            "Do not trust it.",
        ) from error
    except _TooDeep as error:
        raise CannotConvert(f"{name}: its XML nests more than {MAX_DEPTH} levels.") from error
    except (LookupError, ValueError) as error:
        raise CannotConvert(
            f"{name}: the XML has an encoding that is unknown.", "Save it as UTF-8."
        ) from error
    return root


def line_of(element: Element) -> int:
    """The line on which an element begins."""
    return int(element.get(_LINE, "1"))


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def inner_xml(element: Element) -> str:
    """What stands inside an element, as markup without namespaces."""
    from xml.sax.saxutils import escape, quoteattr

    parts = [escape(element.text or "")]
    for child in element:
        name = local(child)
        given = "".join(f" {k}={quoteattr(v)}" for k, v in child.attrib.items() if not k.startswith("{"))
        parts.append(f"<{name}{given}>{inner_xml(child)}</{name}>{escape(child.tail or '')}")
    return "".join(parts)
