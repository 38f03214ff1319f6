"""Style, script, icons and templates hold together: no broken reference, nothing inline."""

import re
from pathlib import Path

import pytest

import gandan

PACKAGE = Path(gandan.__file__).parent
STATIC = PACKAGE / "core" / "static" / "gandan"
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
SPRITE = (STATIC / "icons.svg").read_text("utf-8")


def name_of(path):
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("sheet", sorted(STATIC.glob("*.css")), ids=lambda path: path.name)
def test_every_file_that_a_style_sheet_names_is_there(sheet):
    for address in re.findall(r'url\("?([^")]+)"?\)', sheet.read_text("utf-8")):
        assert (STATIC / address).is_file(), address


@pytest.mark.parametrize("sheet", sorted(STATIC.glob("*.css")), ids=lambda path: path.name)
def test_every_colour_and_size_of_a_style_sheet_is_defined(sheet):
    tokens = (STATIC / "tokens.css").read_text("utf-8")
    for token in set(re.findall(r"var\((--[\w-]+)\)", sheet.read_text("utf-8"))):
        assert f"{token}:" in tokens, token


@pytest.mark.parametrize("sheet", sorted(STATIC.glob("*.css")), ids=lambda path: path.name)
def test_the_braces_of_a_style_sheet_are_balanced(sheet):
    text = sheet.read_text("utf-8")
    assert text.count("{") == text.count("}")


def test_fonts_and_icons_carry_their_licences():
    assert (STATIC / "LICENSE-icons.txt").is_file()
    assert (STATIC / "fonts" / "OFL-be-vietnam-pro.txt").is_file()
    assert (STATIC / "fonts" / "LICENSE-tinos.txt").is_file()


def test_no_file_of_the_look_asks_another_host():
    for path in [*STATIC.glob("*.css"), *STATIC.glob("*.js"), *STATIC.glob("*.svg")]:
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|@import|//\w+\.\w", text), path.name


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_a_template_has_no_inline_style_or_script(template):
    text = template.read_text("utf-8")
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:|\shx-on", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_a_template_uses_only_icons_that_are_in_the_sprite(template):
    for icon in re.findall(r'{% icon "([\w-]+)"', template.read_text("utf-8")):
        assert f'id="i-{icon}"' in SPRITE, icon


@pytest.mark.parametrize(
    "name",
    (
        "upload download plus check x arrow-left arrow-right arrow-up arrow-down filter clock "
        "alert-triangle lock pencil rubber-stamp link git-merge arrows-split history map-2 "
        "chart-bar login logout user settings file-import eye copy printer mark"
    ).split(),
)
def test_the_sprite_holds_the_icons_of_the_desk(name):
    assert SPRITE.count(f'id="i-{name}"') == 1
