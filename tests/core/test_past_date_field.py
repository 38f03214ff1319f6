"""The day of something that has happened."""

import pytest
from django.core.exceptions import ValidationError

from gandan.domain.dates import format_date
from gandan.reception.forms import PastDateField
from gandan.units.policy import today


def test_today_is_the_last_day_that_has_come():
    assert PastDateField().clean(format_date(today())) == today()
    assert PastDateField(required=False).clean("") is None
    with pytest.raises(ValidationError, match="không thể sau hôm nay"):
        PastDateField().clean("31/12/2099")
