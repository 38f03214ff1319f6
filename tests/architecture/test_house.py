"""Promises about the whole repository."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sorted(ROOT.glob("src/**/*.py")) + sorted(ROOT.glob("tests/**/*.py"))
TEMPLATES = sorted(ROOT.glob("src/**/templates/**/*.html"))
LONGEST_FILE, LONGEST_FUNCTION = 600, 60
LONGEST_TEMPLATE, LONGEST_TEMPLATE_LINE = 120, 140


def tracked():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    binary = (".woff2", ".ttf", ".png", ".mo", ".min.js")
    return [ROOT / name for name in listed.stdout.splitlines() if not name.endswith(binary)]


def test_every_folder_of_tests_is_run():
    text = (ROOT / "scripts" / "prove.py").read_text()
    folders = {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")}
    assert {name for name in folders if not re.search(rf'"(tests/)?{name}"', text)} == set()


@pytest.mark.parametrize("name", ["runtime.txt", "test.txt", "cluster.txt"])
def test_lock_files_name_no_host_and_hash_everything(name):
    text = (ROOT / "requirements" / name).read_text()
    assert not re.search(r"https?:|index-url|find-links|resolved|file:|trusted-host", text)
    pins = re.findall(r"^[a-z0-9][^\s;]*==\S+ .*$", text, re.MULTILINE)
    assert pins
    assert all(line.rstrip().endswith("\\") for line in pins)


def test_the_repository_names_no_machine_and_no_package_host():
    forbidden = re.compile(
        "|".join(
            [
                "/" + "root/",
                "/" + "work/",
                "py" + r"pi\.org",
                "python" + "hosted",
                "npm" + r"js\.org",
            ]
        )
    )
    bad = [
        p for p in tracked() if p.is_file() and forbidden.search(p.read_text("utf-8", "replace"))
    ]
    assert bad == []


def test_files_and_functions_stay_small():
    bad = []
    for path in PYTHON:
        if "/migrations/" in str(path):
            continue
        text = path.read_text("utf-8")
        if text.count("\n") > LONGEST_FILE:
            bad.append(str(path))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno:
                body = [
                    n for n in node.body if not isinstance(getattr(n, "value", None), ast.Constant)
                ]
                first = body[0].lineno if body else node.lineno
                if node.end_lineno - first > LONGEST_FUNCTION:
                    bad.append(f"{path}:{node.name}")
    assert bad == []


def test_no_file_is_a_drawer_for_everything():
    names = {"utils.py", "helpers.py", "common.py", "misc.py"}
    assert [p for p in PYTHON if p.name in names] == []


def test_no_test_is_skipped():
    words = re.compile(r"pytest\." + r"skip|mark\." + r"skip|mark\." + r"xfail")
    assert [p for p in ROOT.glob("tests/**/*.py") if words.search(p.read_text("utf-8"))] == []


def test_templates_hold_no_style_no_script_and_no_handler():
    inline = re.compile(r"""\sstyle=|\son[a-z]+=["']|<style|<script(?![^>]*\ssrc=)""")
    bad = [p for p in TEMPLATES if inline.search(p.read_text("utf-8")) and p.name != "500.html"]
    assert bad == []


def test_templates_are_readable_line_by_line():
    bad = []
    for path in TEMPLATES:
        lines = path.read_text("utf-8").splitlines()
        if len(lines) > LONGEST_TEMPLATE:
            bad.append(f"{path}: {len(lines)} lines")
        bad += [
            f"{path}:{number}: {len(line)} characters"
            for number, line in enumerate(lines, 1)
            if len(line) > LONGEST_TEMPLATE_LINE
        ]
    assert bad == []


def test_migrations_say_what_they_do():
    assert [p for p in ROOT.glob("src/**/migrations/0*.py") if "_auto_" in p.name] == []


def test_choices_of_design_carry_a_status_and_a_date():
    for path in ROOT.glob("docs/adr/0*.md"):
        text = path.read_text("utf-8")
        assert re.search(r"^Status: ", text, re.MULTILINE), path
        assert re.search(r"^Date: \d{4}-\d{2}-\d{2}", text, re.MULTILINE), path


def test_no_model_describes_a_persons_belief_origin_or_opinion():
    words = re.compile(r"religi|ethnic|belief|opinion|ton_giao|dan_toc|political", re.IGNORECASE)
    bad = [p for p in ROOT.glob("src/**/models.py") if words.search(p.read_text("utf-8"))]
    assert bad == []
