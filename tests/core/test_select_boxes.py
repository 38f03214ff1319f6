"""The template that draws select boxes writes what Django's own would."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, TemplatesSetting

CHOICES = [("", "Tất cả"), ("a&b", "Đất đai <1>"), ("Nhóm", [("1", "một"), ("2", "hai")])]


@pytest.mark.parametrize("chosen", ["", "a&b", "2"])
def test_a_select_box_has_the_choices_that_django_would_draw(chosen: str) -> None:
    box = forms.Select(attrs={"id": "x", "disabled": True, "hidden": False}, choices=CHOICES)
    drawn = [
        re.sub(r"\s+(?=[<>])|(?<=>)\s+", "", re.sub(r"\s+", " ", drawn))
        for drawn in (
            box.render("field", chosen, renderer=renderer())
            for renderer in (DjangoTemplates, TemplatesSetting)
        )
    ]
    assert drawn[0] == drawn[1]
    assert drawn[1].count("selected") == 1
