"""Chromium on a live server with the real middleware; errors of the page fail the test."""

import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import sync_playwright

from gandan.accounts.models import User
from gandan.casework.guards import create_guards, drop_guards
from gandan.demo.loading import PASSWORD, load
from gandan.law.services.seeding import seed

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
settings.SECRET_KEY = "only-for-tests"
HERE = Path(__file__).parent
AXE = (HERE / "vendor" / "axe.min.js").read_text("utf-8")
SHOTS = Path(__file__).resolve().parents[2] / "shots"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def kept_city(tmp_path_factory):
    """A place for the demo city once it is loaded: its database and its files."""
    database = sqlite3.connect(":memory:", check_same_thread=False)
    yield database, tmp_path_factory.mktemp("city") / "files"
    database.close()


@pytest.fixture
def demo(transactional_db, settings, tmp_path, kept_city):
    """The demo city as it is after ``make run``; loaded once, then laid back for each test."""
    settings.DATA = tmp_path / "data"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SECURE_SSL_REDIRECT = False
    database, files = kept_city
    connection.ensure_connection()
    if files.exists():
        shutil.copytree(files, settings.DATA)
        database.backup(connection.connection)
    else:
        settings.DATA.mkdir()
        with connection.schema_editor() as editor:
            drop_guards(editor)
            create_guards(editor)
        seed()
        load(400, 7, tell=lambda _text: None)
        connection.connection.backup(database)
        shutil.copytree(settings.DATA, files)
    yield
    # The database is emptied next, which the guard of the steps of cases would refuse.
    with connection.schema_editor() as editor:
        drop_guards(editor)


@pytest.fixture(scope="session")
def signed_in_by_form():
    """Who has already signed in as people do; the next time a cookie is enough."""
    return set()


@pytest.fixture
def desk(chromium, live_server, demo, signed_in_by_form):
    """Open a page signed in as one of the cast; collects what went wrong on it."""
    opened = []

    def open_as(name, *, width=1280, scheme="light", script=True):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            locale="vi-VN",
            color_scheme=scheme,
            java_script_enabled=script,
            base_url=live_server.url,
        )
        page = context.new_page()
        faults = []
        page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        opened.append((context, faults))
        if name in signed_in_by_form:
            context.add_cookies([session_of(name, live_server.url)])
            page.goto("/")
        else:
            sign_in(page, name)
            signed_in_by_form.add(name)
        return page

    yield open_as
    for context, faults in opened:
        context.close()
        # Refused forms, missing pages and lines that a test cut itself are no faults of a page.
        expected = ("422", "404", "ERR_FAILED")
        real = [f for f in faults if not any(code in f for code in expected)]
        assert real == []


def sign_in(page, name):
    page.goto("/tai-khoan/dang-nhap/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit], main button.primary")
    page.wait_for_load_state()


def session_of(name, address):
    """The cookie of a new session, as signing in leaves it in the browser."""
    client = Client()
    person = User.objects.get(username=name)
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    kept = client.cookies[settings.SESSION_COOKIE_NAME]
    return {"name": kept.key, "value": kept.value, "url": address}


# The lines are made in the browser: all that axe passed, handed over, took longer than looking.
ASK_AXE = """
axe.run(document, {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  resultTypes: ['violations'],
}).then(found => found.violations.flatMap(
  rule => rule.nodes.slice(0, 3).map(node => `${rule.id}: ${node.html.slice(0, 160)}`)
))
"""


def violations(page):
    """What axe-core finds against WCAG A and AA, as short lines.

    After a click the new page may still be coming in: a link whose text has not arrived has none.
    """
    page.wait_for_load_state()
    page.evaluate(AXE)
    return page.evaluate(ASK_AXE)


def shot(page, name):
    """Keep a picture for the eye, where GANDAN_SHOTS asks for them: drawing one takes long."""
    if not os.environ.get("GANDAN_SHOTS"):
        return
    SHOTS.mkdir(exist_ok=True)
    page.wait_for_load_state()
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
