"""Report forms: cells and narrative sections, in versions that are never edited once in use."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.reports.models.indicators import Indicator


class ReportForm(models.Model):
    """A report that comes again and again: "Báo cáo công tác dân vận quý"."""

    code = models.SlugField(_("mã mẫu"), max_length=40, unique=True)
    name = models.CharField(_("tên báo cáo"), max_length=200)
    basis = models.CharField(_("căn cứ"), max_length=300, blank=True)
    is_synthetic = models.BooleanField(_("mô phỏng"), default=False)

    def __str__(self) -> str:
        return self.name


class FormVersion(models.Model):
    form = models.ForeignKey(ReportForm, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("bản"))
    note = models.CharField(_("thay đổi gì"), max_length=300, blank=True)
    # Cells and sections change only while this is empty.
    published_at = models.DateTimeField(_("đưa vào dùng lúc"), null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="form_version_once"),
            models.UniqueConstraint(
                fields=["form"], condition=Q(published_at=None), name="form_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form_id}/{self.number}"


class FormCell(models.Model):
    """One figure of a form; ``code`` is the indicator's and names the cell everywhere."""

    version = models.ForeignKey(FormVersion, on_delete=models.CASCADE, related_name="cells")
    order = models.PositiveSmallIntegerField()
    heading = models.CharField(_("nhóm"), max_length=160, blank=True)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="cells")
    is_required = models.BooleanField(_("phải có"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "order"], name="form_cell_order"),
            models.UniqueConstraint(fields=["version", "indicator"], name="form_cell_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}.{self.order}"


class FormSection(models.Model):
    """A part in words, with the question that it must answer."""

    version = models.ForeignKey(FormVersion, on_delete=models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("tên mục"), max_length=160)
    asks = models.TextField(_("mục này trả lời câu hỏi gì"), blank=True)
    is_required = models.BooleanField(_("phải có"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "order"], name="form_section_order"),
        ]

    def __str__(self) -> str:
        return self.title
