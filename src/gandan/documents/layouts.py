"""Official layouts as data: an office changes a copy of the file, not the program."""

import tomllib
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

# What offices issue papers in; a citizen's own letter has a layout beside them.
LAYOUTS = ("state_nd30", "party_hd05", "front")
PERSONAL = "personal"
SHIPPED = (*LAYOUTS, PERSONAL)

# The font's own line height (ascent, descent and gap), which "single" spacing means.
SINGLE = 1.149


class LayoutError(ValueError):
    """The file lacks a value, holds a wrong one, or names no known layout."""


@dataclass(frozen=True)
class Paper:
    top: float
    bottom: float
    left: float
    right: float
    page_number_pt: float
    landscape: bool = False
    large: bool = False

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height of the sheet: A4, a ``large`` one A3."""
        narrow, wide = (297, 420) if self.large else (210, 297)
        return (wide, narrow) if self.landscape else (narrow, wide)

    @property
    def text_mm(self) -> float:
        """Width of the text."""
        return self.size_mm[0] - self.left - self.right


@dataclass(frozen=True)
class HeadLayout:
    """A ``centered`` head has no issuer: the motto in the middle, place and day under it."""

    superior_pt: float
    issuer_pt: float
    issuer_rule: float
    star: bool
    motto: tuple[str, ...]
    motto_pts: tuple[float, ...]
    motto_rule: float
    number: str
    number_pt: float
    place_pt: float
    subject: str
    subject_pt: float
    mark_pt: float
    centered: bool = False


@dataclass(frozen=True)
class TitleLayout:
    type_pt: float
    abstract_pt: float
    after: Literal["rule", "dashes", "none"]
    rule: float


@dataclass(frozen=True)
class BodyLayout:
    """``line`` is a multiple of single spacing, or points when ``spacing`` is exact."""

    pt: float
    spacing: Literal["exact", "multiple"]
    line: float
    first_line: float
    gap_pt: float
    close: str

    def pitch_pt(self, size_pt: float) -> float:
        """From one line of ``size_pt`` to the next; exact pitch shrinks with smaller text."""
        if self.spacing == "exact":
            return self.line * size_pt / self.pt
        return self.line * SINGLE * size_pt


@dataclass(frozen=True)
class BasesLayout:
    italic: bool
    lead: str
    ends: tuple[str, ...]


@dataclass(frozen=True)
class SignatureLayout:
    """``authorities`` says how to write: on behalf of (TM.), for the head (KT.), by order (TL.)."""

    pt: float
    title_bold: bool
    authorities: tuple[str, ...]


@dataclass(frozen=True)
class RecipientsLayout:
    title: str
    title_pt: float
    title_face: Literal["bold_italic", "underlined"]
    list_pt: float
    ends: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """Sizes in points, lengths in millimetres; valid since a day, ``until`` the next guidance."""

    id: str
    name: str
    since: date
    source: str
    mark: Literal["seen", "secondary", "unverified"]
    paper: Paper
    head: HeadLayout
    title: TitleLayout
    body: BodyLayout
    bases: BasesLayout
    signature: SignatureLayout
    recipients: RecipientsLayout
    until: date | None = None

    def for_paper(self, *, landscape: bool, large: bool = False) -> "Layout":
        """The layout on a sheet turned for ``landscape``, on A3 for ``large``."""
        if (landscape, large) == (self.paper.landscape, self.paper.large):
            return self
        return replace(self, paper=replace(self.paper, landscape=landscape, large=large))


@cache
def layout(name: str) -> Layout:
    """Return a shipped layout. Raises ``LayoutError``."""
    if name not in SHIPPED:
        raise LayoutError(f"không có thể thức {name}; có: {', '.join(SHIPPED)}")
    return parse_layout(layout_source(name))


def layout_source(name: str) -> str:
    """The text of a shipped layout, for an office to copy and change."""
    return files("gandan.documents").joinpath("data", "layouts", f"{name}.toml").read_text("utf-8")


def parse_layout(text: str) -> Layout:
    """Read a layout file. Raises ``LayoutError`` with the place of the fault."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LayoutError(f"tệp thể thức viết sai TOML: {error}") from error
    return read_layout(values)


def read_layout(values: dict[str, Any]) -> Layout:
    """Check values read from a layout file. Raises ``LayoutError``."""
    made: Layout = _part(Layout, values, "")
    _check(made)
    return made


def _part(kind: type[Any], values: Any, where: str) -> Any:
    if not isinstance(values, dict):
        raise LayoutError(f"{where}: phải là một bảng")
    wanted = {f.name: f for f in fields(kind)}
    needed = {name for name, one in wanted.items() if one.default is MISSING}
    at = f"{where}: " if where else ""
    if missing := needed - set(values):
        raise LayoutError(f"{at}thiếu {', '.join(sorted(missing))}")
    if unknown := set(values) - set(wanted):
        raise LayoutError(f"{at}không hiểu {', '.join(sorted(unknown))}")
    hints = get_type_hints(kind)
    return kind(**{n: _value(hints[n], v, f"{where}.{n}".lstrip(".")) for n, v in values.items()})


def _value(kind: Any, value: Any, where: str) -> Any:
    if get_origin(kind) is Literal:
        if value not in get_args(kind):
            raise LayoutError(f"{where}: phải là một trong {', '.join(get_args(kind))}")
        return value
    if get_origin(kind) is tuple:
        if not isinstance(value, list) or not value:
            raise LayoutError(f"{where}: phải là danh sách")
        return tuple(_value(get_args(kind)[0], item, where) for item in value)
    if hasattr(kind, "__dataclass_fields__"):
        return _part(kind, value, where)
    kinds = get_args(kind) if isinstance(kind, UnionType) else (kind,)
    if float in kinds and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) not in kinds:
        raise LayoutError(f"{where}: giá trị {value!r} sai kiểu")
    return value


def _check(made: Layout) -> None:
    for name in ("top", "bottom", "left", "right"):
        _within(f"paper.{name}", getattr(made.paper, name), 10, 50)
    for place, size in _sizes(made):
        _within(place, size, 8, 20)
    exact = made.body.spacing == "exact"
    _within("body.line", made.body.line, *((made.body.pt, 30) if exact else (1, 1.5)))
    _within("body.gap_pt", made.body.gap_pt, 0, 20)
    _within("body.first_line", made.body.first_line, 0, 20)
    for place, share in (
        ("head.issuer_rule", made.head.issuer_rule),
        ("head.motto_rule", made.head.motto_rule),
        ("title.rule", made.title.rule),
    ):
        _within(place, share, 0, 1)
    _check_texts(made)


def _sizes(made: Layout) -> Iterator[tuple[str, float]]:
    """Every size of letters in the layout; the gap between paragraphs is none."""
    for part in fields(Layout):
        values = getattr(made, part.name)
        for inner in fields(values) if is_dataclass(values) else ():
            if inner.name == "pt" or (inner.name.endswith("_pt") and inner.name != "gap_pt"):
                yield f"{part.name}.{inner.name}", getattr(values, inner.name)
    for size in made.head.motto_pts:
        yield "head.motto_pts", size


def _check_texts(made: Layout) -> None:
    if len(made.head.motto) != len(made.head.motto_pts):
        raise LayoutError("head.motto_pts: mỗi dòng của head.motto cần một cỡ chữ")
    if any(made.head.number.count("{" + name + "}") != 1 for name in ("number", "kind", "body")):
        raise LayoutError("head.number: cần có {number}, {kind} và {body}, mỗi thứ một lần")
    for place, ends in (("bases.ends", made.bases.ends), ("recipients.ends", made.recipients.ends)):
        if len(ends) != 2:
            raise LayoutError(f"{place}: cần hai dấu, dấu giữa và dấu cuối danh sách")
    if len(made.signature.authorities) != 3:
        raise LayoutError("signature.authorities: cần ba chữ (thay mặt, ký thay, thừa lệnh)")


def _within(where: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise LayoutError(f"{where}: {value:g} ngoài khoảng {low:g} đến {high:g}")
