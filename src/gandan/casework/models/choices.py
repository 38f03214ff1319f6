"""Lists of the domain as choices of model and form fields."""

from gandan.core.language import localized_lazy
from gandan.domain.kinds import Channel, Kind

KIND_CHOICES = [(kind.value, localized_lazy(kind.label, kind.label_en)) for kind in Kind]
CHANNEL_CHOICES = [(one.value, localized_lazy(one.label, one.label_en)) for one in Channel]
