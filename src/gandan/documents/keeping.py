"""A document as plain JSON values and back, so that a paper can be kept exactly as it was.

What is kept names each part by its type; a part that is no longer known is an error, never a
guess. Fields that a later version adds have defaults, so older papers stay readable.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from gandan.documents import model
from gandan.documents.model import Document

TYPE = "is"


class KeptDocumentError(ValueError):
    """The values are not a kept document, or a part of it is not known here."""


def to_plain(document: Document) -> dict[str, Any]:
    """Return JSON values; values that equal the default are left out."""
    plain: dict[str, Any] = _plain(document)
    return plain


def from_plain(values: Mapping[str, Any]) -> Document:
    """Rebuild a kept document. Raises ``KeptDocumentError``."""
    try:
        made: Document = _rebuilt(Document, values)
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        raise KeptDocumentError(str(error)) from error
    return made


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        held = {f.name: getattr(value, f.name) for f in fields(value)}
        kept = {f.name: held[f.name] for f in fields(value) if held[f.name] != f.default}
        return {TYPE: type(value).__name__} | {name: _plain(inner) for name, inner in kept.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


def _rebuilt(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin in {Union, UnionType}:
        return _rebuilt(_chosen(get_args(kind), value), value)
    if is_dataclass(kind):
        return _part(kind, value)
    if origin is tuple:
        return _tuple(get_args(kind), value)
    if origin is frozenset:
        return frozenset(value)
    if kind is date:
        return date.fromisoformat(value)
    if kind is NoneType or origin is Literal:
        return value
    if not isinstance(value, (int, float) if kind is float else kind):
        raise TypeError(f"{value!r} is no {kind}")
    return value


def _part(kind: Any, value: Mapping[str, Any]) -> Any:
    if value[TYPE] != kind.__name__:
        raise TypeError(f"{value[TYPE]} where {kind.__name__} stands")
    hints = _hints(kind)
    return kind(**{n: _rebuilt(hints[n], inner) for n, inner in value.items() if n != TYPE})


def _tuple(inner: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list")
    if inner[-1] is Ellipsis:
        return tuple(_rebuilt(inner[0], one) for one in value)
    return tuple(_rebuilt(kind, one) for kind, one in zip(inner, value, strict=True))


def _chosen(kinds: tuple[Any, ...], value: Any) -> Any:
    """The member of a union that ``value`` was written from."""
    if value is None:
        return NoneType
    for kind in kinds:
        fits = isinstance(value, Mapping) and value[TYPE] == getattr(kind, "__name__", "")
        if fits if is_dataclass(kind) else not isinstance(value, Mapping):
            return kind
    raise TypeError(f"{value!r} is not known here")


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind, vars(model))
