"""Tips without identity: no name is asked, no code stands in an address, nothing is kept."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from gandan.casework.services.registering import EmptyTextError
from gandan.core import moment
from gandan.domain.codes import CodeError
from gandan.portal.forms import SOMETHING, MoreForm, TipForm
from gandan.portal.offices import NoOfficeError, Offices
from gandan.portal.pages import public_page
from gandan.portal.services.tipping import Told, add_to_tip, fresh_code, state_of, take_tip, tip_of
from gandan.portal.trying import LETTERS, WRONG_CODES, name_of
from gandan.units.models import Unit

HERE = {"language_next": reverse_lazy("portal:home")}


def tip_new(request: HttpRequest) -> HttpResponse:
    units = Offices.on(moment.today()).all_choices()
    if request.method != "POST":
        form = TipForm(units=units, initial={"code": fresh_code()})
        return public_page(request, "portal/tip_new.html", HERE | {"form": form})
    form = TipForm(request.POST, units=units)
    name = name_of(request)
    if not LETTERS.is_open(name):
        form.add_error(None, _("Từ mạng này vừa có nhiều đơn. Chờ ít phút rồi bấm gửi lần nữa."))
    if form.is_valid() and _taken(form):
        LETTERS.count(name)
        context = HERE | {"code": form.cleaned_data["code"]}
        return public_page(request, "portal/tip_taken.html", context)
    return public_page(request, "portal/tip_new.html", HERE | {"form": form}, status=422)


def _taken(form: TipForm) -> bool:
    data = form.cleaned_data
    about = Unit.objects.filter(pk=int(data["about"])).first() if data["about"] else None
    try:
        take_tip(Told(data["text"], about=about), code=data["code"])
    except EmptyTextError:
        form.add_error("text", SOMETHING)
    except CodeError:
        form.add_error(None, _("Trang đã cũ. Chép lại lời đã ghi, mở trang này lần nữa rồi gửi."))
    except NoOfficeError:
        form.add_error(
            None, _("Ở đây chưa có nơi nào nhận được tin này. Gửi tin đến cơ quan thanh tra.")
        )
    else:
        return True
    return False


def tip_state(request: HttpRequest) -> HttpResponse:
    """Say how a tip stands, and take in more; everything is sent, nothing stands in an address."""
    if request.method != "POST":
        return public_page(request, "portal/tip_state.html", HERE | {"form": MoreForm()})
    name = name_of(request)
    if not WRONG_CODES.is_open(name):
        return public_page(request, "portal/too_often.html", HERE, status=429)
    form = MoreForm(request.POST)
    if not form.is_valid():
        return public_page(request, "portal/tip_state.html", HERE | {"form": form}, status=422)
    tip = tip_of(form.cleaned_data["code"])
    if tip is None:
        WRONG_CODES.count(name)
        form.add_error("code", _("Không có tin nào với mã này. Xem lại mã đã ghi."))
        return public_page(request, "portal/tip_state.html", HERE | {"form": form}, status=404)
    text = form.cleaned_data["text"].strip()
    if text:
        add_to_tip(tip, text)
        tip.refresh_from_db()
    context = HERE | {"state": state_of(tip), "form": form, "added": bool(text)}
    return public_page(request, "portal/tip_found.html", context)
