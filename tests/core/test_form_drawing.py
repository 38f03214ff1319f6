"""Fields drawn in one go look to a browser as Django's own templates would draw them."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from gandan.core.form_drawing import Drawing

CHOICES = [
    ("", "Tất cả"),
    ("<1>", 'Phường "Bến Trúc" & xã'),
    ("Nhóm <b>", [(1, "Một"), (2, "Hai'")]),
]


class Everything(forms.Form):
    kind = forms.ChoiceField(choices=CHOICES, required=False)
    many = forms.MultipleChoiceField(choices=CHOICES)
    name = forms.CharField(max_length=40, help_text="<i>", initial='a"b<c>')
    count = forms.IntegerField(min_value=0, max_value=12_345, localize=False)
    day = forms.DateField(disabled=True)
    secret = forms.CharField(widget=forms.PasswordInput, required=False)
    kept = forms.CharField(widget=forms.HiddenInput(attrs={"data-x": "'<", "hidden": False}))


class _Parts(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, sorted(attrs, key=str)))

    def handle_endtag(self, tag):
        self.found.append(tag)

    def handle_data(self, data):
        if data.strip():
            self.found.append(data.strip())


def parts(html):
    reader = _Parts()
    reader.feed(html)
    return reader.found


GIVEN = {
    "kind": "<1>",
    "many": ["1", "2"],
    "name": "x<&\"'",
    "count": "-4",
    "secret": "s",
    "kept": "0",
}


@pytest.mark.parametrize("data", [None, GIVEN, {"count": "mười"}], ids=["blank", "given", "wrong"])
@pytest.mark.parametrize("name", list(Everything.base_fields))
def test_a_field_is_drawn_as_django_draws_it(name, data):
    usual = str(Everything(data, renderer=DjangoTemplates())[name])

    assert parts(str(Everything(data, renderer=Drawing())[name])) == parts(usual)
