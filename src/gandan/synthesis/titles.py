"""What a concern or a theme is called."""

from gandan.domain.taxonomy import field_name, topic_name
from gandan.synthesis.concerns import Group
from gandan.synthesis.themes import Theme


def title_of(group: Group) -> str:
    """A name from topic, thing and place: "Thoát nước, ngập úng: ngõ 58 Bến Trúc"."""
    what = topic_name(group.field, group.topic) or field_name(group.field)
    where = ", ".join(dict.fromkeys(part for part in (group.thing, group.place) if part))
    return f"{what}: {where}" if where else what


def theme_title(theme: Theme) -> str:
    """The name of the topic that most of its matters have."""
    return topic_name(theme.field, theme.topic) or field_name(theme.field)
