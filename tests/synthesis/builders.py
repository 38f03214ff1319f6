"""Letters for the engine's tests: a made-up street, nobody real."""

import numpy as np

from gandan.synthesis import Corpus

FORM = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nĐƠN PHẢN ÁNH\n"
    "Kính gửi: Ủy ban nhân dân phường {ward}\nTôi tên là Lê Văn Thử, trú tại phường {ward}.\n"
    "{body}\nTôi xin chân thành cảm ơn."
)
FLOOD = (
    "Ngõ 58 Bến Trúc cứ mưa nửa tiếng là ngập đến đầu gối, nước tràn vào nhà chúng tôi. "
    "Cống thoát nước tắc từ đầu năm mà chưa ai nạo vét. Mấy cháu nhỏ phải nghỉ học hai buổi tuần trước. "
    "Đề nghị phường cho người xuống xem và trả lời bao giờ làm xong."
)
DUST = (
    "Xưởng gỗ cạnh trường mầm non Hoa Mai xả bụi và mùi sơn cả ngày, nhà nào cũng phải đóng cửa. "
    "Ông cụ đầu dãy vừa phải vào viện vì khó thở. Bà con đã nhắc nhiều lần nhưng chủ xưởng không nghe. "
    "Mong cơ quan chức năng kiểm tra giấy phép và có kết luận."
)


def corpus(texts, places=None, days=None, ids=None):
    n = len(texts)
    return Corpus(
        ids or [f"d{i:04d}" for i in range(n)],
        texts,
        np.array(days or ["2026-06-01"] * n, dtype="datetime64[D]"),
        places or [""] * n,
    )
