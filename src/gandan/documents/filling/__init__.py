"""Forms as text with named places, filled with facts: read, check, fill.

A form is plain text that an office edits; nothing in it is run. ``parse`` reads it or tells
every fault with its line, ``fill`` gives the document and the list of what is missing.
"""

from gandan.documents.filling.facts import Catalogue, FactKind, FormFact
from gandan.documents.filling.faults import Fault, TemplateError
from gandan.documents.filling.filling import Filled, Frame, fill
from gandan.documents.filling.syntax import Template, parse
from gandan.documents.filling.values import (
    Concealed,
    FactValueError,
    read_value,
    storable_value,
    worded,
)

__all__ = [
    "Catalogue",
    "Concealed",
    "FactKind",
    "FactValueError",
    "Fault",
    "Filled",
    "FormFact",
    "Frame",
    "Template",
    "TemplateError",
    "fill",
    "parse",
    "read_value",
    "storable_value",
    "worded",
]
