"""Every component once, with the longest content that it must bear."""

from datetime import date, datetime
from math import cos, sin
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.safestring import mark_safe

from gandan.core.cartogram import Tile
from gandan.core.components.pieces import DayCell, SourceRow, Step
from gandan.core.form_fields import VietnameseDateField
from gandan.core.pages import Page
from gandan.core.plots import Trend

LONG_TITLE = (
    "Nước kênh Vĩnh Tân đổi màu tím, mùi nồng về đêm, đoạn từ cầu Sắt đến trạm bơm số 3, "
    "phường Vĩnh Tân và phường Mai Xá"
)
LONG_UNIT = "Trung tâm Phát triển quỹ đất và Giải phóng mặt bằng thành phố Minh Hà"
LONG_WORD = "Đ-26-" + "0123456789" * 6
HANOI_TIME = ZoneInfo("Asia/Ho_Chi_Minh")
LETTER = (
    "Kính gửi Ủy ban. Cứ sau 22 giờ nước kênh chuyển tím, mùi nồng, trẻ nhỏ và người già không "
    "ngủ được. Đoạn từ cầu Sắt đến trạm bơm cá chết trắng từ đầu tháng. Bà con chỉ xin được xem "
    "kết quả và biết bao giờ hết. <script>alert(1)</script> & hết."
)


class LetterForm(forms.Form):
    received_on = VietnameseDateField(label="Ngày nhận đơn", help_text="Ví dụ: 04/9/2026")
    text = forms.CharField(label="Nội dung", widget=forms.Textarea)
    kind = forms.ChoiceField(
        label="Loại đơn",
        widget=forms.RadioSelect,
        choices=[("complaint", "Khiếu nại"), ("petition", "Kiến nghị, phản ánh")],
    )
    files = forms.FileField(label="Tệp kèm theo", required=False)
    anonymous = forms.BooleanField(label="Người gửi không nêu tên", required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)


class ListFilter(forms.Form):
    q = forms.CharField(label="Tìm", required=False)
    field = forms.ChoiceField(
        label="Lĩnh vực",
        required=False,
        choices=[("", "Tất cả"), ("land", "Đất đai, bồi thường, tái định cư, giải phóng mặt bằng")],
    )
    since = VietnameseDateField(label="Nhận từ ngày", required=False)
    sort = forms.ChoiceField(label="Xếp theo", required=False, choices=[("", "Mới nhất trước")])


WEEKS = [0, 0, 0, 1, 1, 1, 0, 3, 4, 5, 7, 7, 9, 10, 12, 10]
TILES = [
    Tile("Đồng Vân", 12.7, url="/?phuong=1", cell=(1, 0)),
    Tile("Gia Hưng", 9.6, url="/?phuong=2", cell=(2, 0)),
    Tile("An Khánh", 2.7, url="/?phuong=3", cell=(0, 1)),
    Tile("Cầu Mây", 8.2, url="/?phuong=4", cell=(1, 1)),
    Tile("Hà Trung", state="suppressed", url="/?phuong=5", cell=(2, 1)),
    Tile("Văn Miếu - Quốc Tử Giám", 4.8, url="/?phuong=6", cell=(3, 1)),
    Tile("Bến Trúc", 10.9, url="/?phuong=7", cell=(0, 2)),
    Tile("Mai Xá", state="unreported", cell=(3, 2)),
    Tile("Vĩnh Tân", 18.4, url="/?phuong=9", cell=(2, 3)),
]


def many_tiles(count: int = 126) -> list[Tile]:
    """A city of ``count`` places, dense in the middle like a real one; seeded by arithmetic."""
    tiles = []
    for i in range(count):
        turn, away = i * 2.399963, (i / count) ** 1.7
        state: Any = "suppressed" if i % 17 == 3 else "unreported" if i % 41 == 7 else "value"
        tiles.append(
            Tile(
                ("Hoàn Kiếm", "Phúc Thịnh", "Đại Thanh", "Vĩnh Thanh", "Phượng Dực")[i % 5]
                + f" {i + 1}",
                round(3 + (i * 37 % 100) / 7, 1) if state == "value" else None,
                state,
                f"/?phuong={i}",
                None,
                21.0 + 0.35 * away * sin(turn),
                105.8 + 0.3 * away * cos(turn),
            )
        )
    return tiles


def bound(**values: str) -> LetterForm:
    return LetterForm({"text": "", "received_on": "31/02/2026", **values})


def filled_filter() -> ListFilter:
    form = ListFilter({"q": "nước thải", "field": "land", "since": "1/7/2026"})
    assert form.is_valid()
    return form


EXAMPLES: dict[str, tuple[str, dict[str, Any]]] = {
    "icon": ("{% icon 'clock' %} Hạn", {}),
    "tags": (
        "{% for state in states %}{% tag state text %} {% endfor %}{% tag 'late' 'Quá 9 ngày' url='#han' %}"
        " {% pencil 'Môi trường' 0.86 %}",
        {
            "states": ["draft", "pencil", "ink", "frozen", "soon", "late", "done", "seal", ""],
            "text": "Đã giải quyết, người gửi đồng ý",
        },
    ),
    "pencil_box": (
        "{% pencil_box what confidence=0.86 why=why against='5 đơn ở Mai Xá có thể do cống khác' "
        "second='Thoát nước, 9 %' %}<form><button class='btn primary'>{% icon 'check' %}Xác nhận</button></form>{% endpencil_box %}",
        {
            "what": f"Vấn đề: {LONG_TITLE}",
            "why": [
                "41 trên 47 đơn nhắc kênh Vĩnh Tân.",
                mark_safe("38 đơn tả <b>màu nước</b>."),
                LONG_WORD,
            ],
        },
    ),
    "section": (
        "{% section 'Diễn biến' note='không sửa, không xóa' id='dien-bien' %}{% timeline steps %}{% endsection %}",
        {
            "steps": [
                Step("Hạn báo người gửi", date(2026, 9, 11), by="ahead"),
                Step(
                    "Máy gợi ý lĩnh vực", datetime(2026, 9, 4, 6, tzinfo=HANOI_TIME), by="machine"
                ),
                Step(
                    f"{LONG_UNIT} nhận đơn",
                    datetime(2026, 9, 3, 15, 20, tzinfo=HANOI_TIME),
                    LONG_WORD,
                    url="/don/1",
                ),
            ]
        },
    ),
    "facts": (
        "{% facts rows %}",
        {
            "rows": [
                ("Nơi xảy ra", LONG_TITLE),
                ("Đơn vị", LONG_UNIT),
                ("Số người", None),
                ("Mã", LONG_WORD),
            ]
        },
    ),
    "cite and sources": (
        "<p>Nước kênh đổi màu. {% cite 1 2 %}</p>{% sources rows %}",
        {
            "rows": [
                SourceRow(1, "Đ-26-09317", "/don/1", "đơn tập thể · 25/8", LETTER, 17, 60),
                SourceRow(2, LONG_WORD),
            ]
        },
    ),
    "days": (
        "{% days cells label='Từng ngày từ 25/8 đến 11/9/2026' %}",
        {
            "cells": [
                DayCell("25/8", "nhận", "start"),
                DayCell("26", "1", "past"),
                DayCell("29", "T7", "off"),
                DayCell("04", "5", "now"),
                DayCell("10", "9"),
                DayCell("11", "hạn", "end"),
            ]
        },
    ),
    "excerpt": ("<p>{% excerpt text 'kenh chuyen tim' 120 %}</p>", {"text": LETTER}),
    "quoted": ("<p>{% quoted text 17 60 %}</p>", {"text": LETTER}),
    "spark": ("<div class='trend'>{% spark values 'gấp 2,4' %}</div>", {"values": WEEKS}),
    "meter": ("{% meter 0.649 %}{% meter None %}", {}),
    "weekly": (
        "{% weekly trend 'Tuần' 'Đơn' %}",
        {
            "trend": Trend(
                [f"tuần {n}" for n in range(21, 37)],
                WEEKS,
                "Số đơn mỗi tuần, từ 0 lên 12; bảng số ở ngay dưới.",
                "đơn",
                [0.5 + i * 0.08 for i in range(16)],
                8,
                "máy báo, tuần 29",
                "mức thường thấy",
                unfinished=True,
            )
        },
    ),
    "pairs": (
        "{% pairs rows 'Vấn đề tăng nhanh' unit='đơn' %}",
        {
            "rows": [
                (LONG_TITLE, 47, 20, "gấp 2,4", "/van-de/1"),
                ("Phí gửi xe · Cầu Mây", 19, 0, "mới"),
                ("Ngập", 1248, 1110),
            ]
        },
    ),
    "tiles": (
        "{% tiles rows label='Đơn trên 10.000 dân; cao nhất Vĩnh Tân' unit='đơn' area='Phường' %}",
        {"rows": TILES},
    ),
    "many tiles": (
        "{% tiles rows label='Đơn trên 10.000 dân của 126 phường, xã' unit='đơn' %}",
        {"rows": many_tiles()},
    ),
    "form in error": (
        "{% form_errors form %}<form method='post'>{% for field in form %}{{ field.as_field_group }}{% endfor %}</form>",
        {"form": bound()},
    ),
    "filters": ("{% include 'core/_filters.html' %}", {"form": filled_filter()}),
    "pager": (
        "{% include 'core/_pager.html' with unit='đơn' %}",
        {"page": Page([object()] * 50, 2, 10_000, total_is_more=True, has_next=True)},
    ),
    "empty": (
        "{% include 'core/_empty.html' with title='Hôm nay không còn việc đến hạn.' text='Việc gần nhất đến hạn Thứ Ba 08/9.' url='/' link='Xem việc trong bảy ngày' %}",
        {},
    ),
    "busy": (
        "{% include 'core/_busy.html' with text='Đang đếm lại 1.248 đơn. Có thể làm việc khác.' %}",
        {},
    ),
    "crumbs": ("{% crumbs '/don/' 'Sổ đơn' here %}", {"here": LONG_WORD}),
    "figures": (
        "<p>{{ day|vn_date }} · {{ day|vn_day:day }} · {{ day|weekday_date }} · {{ day|due_day:today }} · "
        "{{ '1248 đơn, 600 m'|vn_units }} · {{ 1248|vn_number }} · {{ 0.124|vn_percent }} · {% change_words 47 20 'letters' %}</p>",
        {"day": date(2026, 9, 11), "today": date(2026, 9, 4)},
    ),
}
