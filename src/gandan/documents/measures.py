"""Lengths of the head of a paper: two columns, and the rules under their lines."""

from gandan.documents.arrangement import Arranged
from gandan.documents.layouts import Layout
from gandan.documents.metrics import width_mm

GAP_MM = 3.0
LEAST_LEFT = 0.36


def head_columns(layout: Layout) -> tuple[float, float]:
    """The right column holds the motto and the place and date on one line each."""
    room = layout.paper.text_mm
    head = layout.head
    lines = [
        width_mm(text, size, bold=True)
        for text, size in zip(head.motto, head.motto_pts, strict=True)
    ]
    right = min(max([*lines, 0.52 * room]) + GAP_MM, room * (1 - LEAST_LEFT))
    return room - right, right


def rules(arranged: Arranged, layout: Layout) -> tuple[float, float, float]:
    """Lengths in mm of the rules under issuer, motto and title."""
    head = layout.head
    left, right = head_columns(layout)
    issuer = min(width_mm(arranged.issuer, head.issuer_pt, bold=True), left)
    motto = min(width_mm(head.motto[-1], head.motto_pts[-1], bold=True), right)
    title = min(
        width_mm(arranged.abstract or arranged.type_name, layout.title.abstract_pt, bold=True),
        layout.paper.text_mm,
    )
    return issuer * head.issuer_rule, motto * head.motto_rule, title * layout.title.rule
