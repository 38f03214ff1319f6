"""How sign-in differs from allauth's defaults: nobody signs up alone, secrets are encrypted."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gandan.core.encryption import cipher


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    # allauth has no Vietnamese translation.
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Tài khoản này đang bị khóa."),
        "username_password_mismatch": _("Tên đăng nhập hoặc mật khẩu chưa đúng."),
        "invalid_login": _("Tên đăng nhập hoặc mật khẩu chưa đúng."),
        "too_many_login_attempts": _("Nhập sai nhiều lần. Chờ năm phút rồi thử lại."),
        "rate_limited": _("Gửi quá nhiều lần. Chờ một phút rồi thử lại."),
        "enter_current_password": _("Nhập mật khẩu đang dùng."),
        "incorrect_password": _("Mật khẩu chưa đúng."),
        "incorrect_code": _("Mã chưa đúng."),
        "same_as_current": _("Giá trị mới phải khác giá trị đang dùng."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by an administrator only."""
        return False


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("Mã chưa đúng."),
        "cannot_delete_authenticator": _("Chưa tắt được xác thực hai lớp."),
        "cannot_generate_recovery_codes": _("Bật xác thực hai lớp trước khi tạo mã dự phòng."),
    }

    def encrypt(self, text: str) -> str:
        return cipher("second factor").encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        return cipher("second factor").decrypt(encrypted_text.encode()).decode()
