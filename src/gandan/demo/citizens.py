"""What made-up citizens did on the public page: a letter, a word on an answer, a tip."""

from gandan.casework.models import Attachment, Case, Turn
from gandan.casework.services.senders import may_dispute, say_not_settled
from gandan.domain.codes import tracking_code
from gandan.domain.kinds import Kind
from gandan.domain.procedure import Stage
from gandan.portal.services.handing_in import HandedIn, hand_in
from gandan.portal.services.tipping import Told, take_tip
from gandan.units.models import Unit

LETTER = (
    "Đèn đường đoạn từ cổng trường Hoa Mai đến trạm bơm tắt ba tuần nay, tối đi rất khó. "
    "Đề nghị phường cho thay bóng và kiểm tra dây."
)
NOT_SETTLED = "Mưa tối hôm kia nước vẫn vào nhà như cũ, chưa thấy ai quay lại nạo cống."
TIP = (
    "Người thu phí chỗ bán hàng ở chợ tạm không đưa biên lai, sáng nào cũng thu hai lần. "
    "Xem sổ thu của tổ quản lý chợ tháng này thì thấy."
)
# The return code of the made-up tip, so that whoever tries the city can open it.
TIP_CODE = tracking_code(b"made-up tip of Minh Ha")


def load_citizens() -> None:
    ward, other = (Unit.objects.get(code=code) for code in ("mh-p-vinh-tan", "mh-p-kim-dai"))
    place = "cổng trường Hoa Mai, phường Vĩnh Tân"
    hand_in(HandedIn(Kind.REFLECTION, LETTER, place), unit=ward, uploads=(), key="made-up")
    case = next((case for case in answered_cases() if may_dispute(case)), None)
    if case is not None:
        letter = case.submissions.order_by("raisings__id")[0]
        say_not_settled(case, letter, reason=NOT_SETTLED, uploads=(), key="made-up")
    take_tip(Told(TIP, about=other), code=TIP_CODE)


def waiting_cases() -> list[Case]:
    """Cases in which an officer asked the sender for more."""
    rows = Case.objects.filter(stage=Stage.AWAITING_SENDER, came_by=None).open_to_sender()
    return list(rows.order_by("-opened_on", "-id")[:10])


def proven_cases() -> list[Case]:
    """Cases with proofs that an officer marked for the sender."""
    shown = Attachment.objects.for_sender().filter(answer__told_on__isnull=False)
    rows = Case.objects.filter(pk__in=shown.values("case"), came_by=None).open_to_sender()
    return list(rows.order_by("-answered_on", "-id")[:10])


def answered_cases() -> list[Case]:
    """Some answered cases that their senders may follow."""
    rows = Case.objects.filter(stage=Stage.ANSWERED, turn=Turn.SENDER, came_by=None)
    return list(rows.open_to_sender().select_related("unit").order_by("-answered_on", "-id")[:10])
