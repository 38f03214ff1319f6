"""Fields (lĩnh vực) and topics (nội dung chi tiết): stable slugs, names as data."""

import tomllib
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

OTHER = "khac"


class UnknownTopicError(KeyError):
    """No field or topic has this slug."""


@dataclass(frozen=True)
class Topic:
    slug: str
    name: str
    name_en: str
    field: str


@dataclass(frozen=True)
class Field:
    slug: str
    name: str
    name_en: str
    since: date
    topics: tuple[Topic, ...]


def _load() -> tuple[Field, ...]:
    text = files("gandan.domain").joinpath("data", "taxonomy.toml").read_text("utf-8")
    return tuple(
        Field(
            row["slug"],
            row["name"],
            row["name_en"],
            row["since"],
            tuple(Topic(field=row["slug"], **topic) for topic in row["topics"]),
        )
        for row in tomllib.loads(text)["field"]
    )


FIELDS = _load()
_BY_SLUG = {field.slug: field for field in FIELDS}
_TOPICS = {(topic.field, topic.slug): topic for field in FIELDS for topic in field.topics}


def field(slug: str) -> Field:
    """Raises ``UnknownTopicError``."""
    try:
        return _BY_SLUG[slug]
    except KeyError:
        raise UnknownTopicError(f"không có lĩnh vực {slug}") from None


def topic(field_slug: str, slug: str) -> Topic:
    """Raises ``UnknownTopicError``."""
    try:
        return _TOPICS[field_slug, slug]
    except KeyError:
        raise UnknownTopicError(f"không có nội dung {field_slug}/{slug}") from None


def topics_of(field_slug: str) -> tuple[Topic, ...]:
    return field(field_slug).topics


def field_name(slug: str) -> str:
    """The Vietnamese name; "" for "", the slug itself when it is no longer known."""
    return _BY_SLUG[slug].name if slug in _BY_SLUG else slug


def topic_name(field_slug: str, slug: str) -> str:
    known = _TOPICS.get((field_slug, slug))
    return known.name if known else slug
