"""How a person wants to be told."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gandan.notices.models import MailWish
from gandan.notices.models.wishes import FURTHEST_AHEAD
from gandan.notices.services.wishing import Wish


class WishesForm(forms.Form):
    address = forms.EmailField(
        label=_("Địa chỉ thư điện tử"),
        required=False,
        help_text=_("Thư chỉ nêu số việc, không nêu nội dung và tên người."),
    )
    mail = forms.ChoiceField(label=_("Nhận thư"), choices=MailWish.choices)
    days_ahead = forms.IntegerField(
        label=_("Nhắc trước (ngày)"),
        min_value=0,
        max_value=FURTHEST_AHEAD,
        help_text=_("Từ 0 đến 14. Việc quá hạn và đến hạn trong ngày luôn được nhắc."),
    )
    language = forms.ChoiceField(label=_("Ngôn ngữ của thư"), choices=settings.LANGUAGES)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("mail") == MailWish.EACH and not data.get("address") and not self.errors:
            self.add_error("address", _("Ghi địa chỉ để nhận thư, hoặc chọn không gửi thư."))
        return data

    def wish(self) -> Wish:
        data = self.cleaned_data
        return Wish(data["mail"], data["days_ahead"], data["language"])
