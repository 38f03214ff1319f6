"""Who may open which page: every route stands in this table, and the table is enforced.

A route that is missing here answers "not found" to everybody and fails a test. Which rows a
page then shows is decided by ``visible_to``; here only the door is decided.
"""

from collections.abc import Callable
from functools import partial

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from gandan.units.models import Duty
from gandan.units.policy import REGISTER_DUTIES, reach_of

PUBLIC = "public"
SIGNED_IN = "signed in"
NOBODY = "nobody"
Who = str | frozenset[str]

REGISTER = frozenset(REGISTER_DUTIES)
WRITERS = frozenset({Duty.RECEPTION_OFFICER, Duty.HANDLER, Duty.FOCAL_POINT})
LEADERS = frozenset({Duty.LEADER})
HANDLING = WRITERS | LEADERS | frozenset({Duty.INSPECTOR})
WORKERS = WRITERS | LEADERS
CLASSIFIERS = frozenset({Duty.HANDLER, Duty.SYNTHESIS_OFFICER})
SYNTHESIS = frozenset({Duty.SYNTHESIS_OFFICER, Duty.LEADER, Duty.INSPECTOR})
CURATORS = frozenset({Duty.SYNTHESIS_OFFICER})
# Who settles a matter; what was carried out is reported by the unit's focal point as well.
SETTLERS = frozenset({Duty.HANDLER, Duty.LEADER})
REPORTERS = SETTLERS | frozenset({Duty.FOCAL_POINT})
ADMINISTRATORS = frozenset({Duty.ADMINISTRATOR})
# Who makes packs also decides on them with the leader.
BRIEFERS = CURATORS | LEADERS
ORDERERS = frozenset({Duty.LEADER, Duty.INSPECTOR})
# A key is registered by an administrator and confirmed by somebody else.
KEY_READERS = ADMINISTRATORS | ORDERERS
AUDITORS = ADMINISTRATORS | frozenset({Duty.INSPECTOR})
ALL_DUTIES = frozenset(Duty)
# Whoever drafts papers also gives their numbers; the signature is on the paper itself.
ISSUERS = WRITERS | frozenset({Duty.LEADER})

ACCESS: dict[str, Who] = {
    "account_login": PUBLIC,
    "account_logout": SIGNED_IN,
    "account_inactive": PUBLIC,
    "account_signup": NOBODY,
    "account_reset_password": NOBODY,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_authenticate": PUBLIC,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "set_language": PUBLIC,
    "health": PUBLIC,
    # Citizens have no account: the code in the address is the key, and it shows one letter.
    "portal:home": PUBLIC,
    "portal:follow": PUBLIC,
    "portal:follow_letter": PUBLIC,
    "portal:dispute": PUBLIC,
    "portal:take_back": PUBLIC,
    "portal:proof_file": PUBLIC,
    "portal:supplement": PUBLIC,
    "portal:answer_file": PUBLIC,
    "portal:letter_choose": PUBLIC,
    "portal:letter_new": PUBLIC,
    "portal:tip_new": PUBLIC,
    "portal:tip_state": PUBLIC,
    "overview:home": SIGNED_IN,
    "overview:leader": SYNTHESIS,
    "overview:report_check": REGISTER,
    "overview:report_save": REGISTER,
    "overview:report_rules": REGISTER,
    "overview:digest_list": SYNTHESIS,
    "overview:digest_new": CURATORS,
    "overview:digest_detail": SYNTHESIS,
    "overview:digest_edit": CURATORS,
    "overview:digest_refresh": CURATORS,
    "overview:digest_freeze": CURATORS,
    "overview:digest_delete": CURATORS,
    "overview:digest_export": SYNTHESIS,
    "briefing:pack_list": SYNTHESIS,
    "briefing:pack_detail": SYNTHESIS,
    "briefing:pack_annex": SYNTHESIS,
    "briefing:pack_source": SYNTHESIS,
    "briefing:pack_compare": SYNTHESIS,
    "briefing:pack_export": SYNTHESIS,
    "briefing:pack_new": BRIEFERS,
    "briefing:pack_sentence": BRIEFERS,
    "briefing:pack_add": BRIEFERS,
    "briefing:pack_problems": BRIEFERS,
    "briefing:pack_rename": BRIEFERS,
    "briefing:pack_undo": BRIEFERS,
    "briefing:pack_refresh": BRIEFERS,
    "briefing:pack_freeze": BRIEFERS,
    "briefing:pack_delete": BRIEFERS,
    "briefing:pack_decide": BRIEFERS,
    "briefing:task_list": REGISTER,
    "briefing:task_detail": REGISTER,
    "briefing:task_close": BRIEFERS,
    "briefing:task_file": REGISTER,
    "reports:owed_list": REGISTER,
    "reports:report_open": WORKERS,
    "reports:report_detail": REGISTER,
    "reports:report_edit": WORKERS,
    "reports:report_submit": WORKERS,
    "reports:report_correct": WORKERS,
    "reports:report_explain": WORKERS | CURATORS,
    "reports:report_version": REGISTER,
    "reports:report_differences": REGISTER,
    "reports:report_send_back": CURATORS | LEADERS,
    "reports:report_accept": CURATORS | LEADERS,
    "reports:report_sheet": REGISTER,
    "reports:report_upload": WORKERS,
    "reports:register_rows": REGISTER,
    "reports:proof_add": WORKERS,
    "reports:proof_file": REGISTER,
    "reports:proof_remove": WORKERS,
    "reports:round_list": SYNTHESIS,
    "reports:round_new": CURATORS | LEADERS,
    "reports:round_detail": SYNTHESIS,
    "reports:round_sums": SYNTHESIS,
    "reports:round_sheet": SYNTHESIS,
    "reports:indicator_list": REGISTER | ADMINISTRATORS,
    "reports:indicator_new": ADMINISTRATORS,
    "reports:form_list": REGISTER | ADMINISTRATORS,
    "reports:form_new": ADMINISTRATORS,
    "reports:form_from_statistics": ADMINISTRATORS,
    "reports:form_detail": REGISTER | ADMINISTRATORS,
    "reports:form_edit": ADMINISTRATORS,
    "reports:form_publish": ADMINISTRATORS,
    "casework:submission_list": REGISTER,
    "casework:submission_export": REGISTER,
    "casework:submission_new": WRITERS,
    "casework:submission_detail": REGISTER,
    "casework:submission_original": REGISTER,
    "casework:submission_edit": WRITERS,
    "casework:submission_receipt": REGISTER,
    "casework:submission_classify": CLASSIFIERS,
    "casework:submission_classify_undo": CLASSIFIERS,
    "casework:submission_split": CLASSIFIERS,
    "casework:submission_bulk": CLASSIFIERS,
    "casework:copy_list": REGISTER,
    "casework:copy_decide": CLASSIFIERS,
    "casework:copy_undo": CLASSIFIERS,
    "casework:case_list": REGISTER,
    "casework:case_detail": REGISTER,
    "casework:case_rename": CLASSIFIERS,
    "casework:case_readers": REGISTER,
    "casework:case_slip": REGISTER,
    "casework:case_step": HANDLING,
    "casework:case_undo": HANDLING,
    "casework:case_assign": WORKERS,
    "casework:case_flags": CLASSIFIERS | LEADERS,
    "casework:case_eligibility": CLASSIFIERS | LEADERS,
    "casework:case_respondents": CLASSIFIERS | LEADERS,
    "casework:case_representatives": WRITERS | LEADERS,
    "casework:case_override": LEADERS,
    "casework:case_follow": WRITERS | CLASSIFIERS,
    "casework:case_paper": ISSUERS,
    "casework:case_ordering": SETTLERS,
    "casework:case_execution_reopen": LEADERS,
    "casework:case_result": REPORTERS,
    "casework:case_result_annul": REPORTERS,
    "casework:case_file_add": HANDLING,
    "casework:case_file": REGISTER,
    "casework:case_file_remove": WORKERS,
    "casework:case_file_show": WORKERS,
    "casework:case_take_up": HANDLING,
    "casework:case_send_back": HANDLING,
    "casework:submission_link": CLASSIFIERS,
    "casework:work_list": WORKERS,
    "casework:work_export": WORKERS,
    "casework:work_bulk": WORKERS,
    "casework:work_undo": WORKERS,
    "casework:referral_list": WORKERS,
    "casework:late_list": SYNTHESIS,
    "casework:handover_list": LEADERS,
    "casework:handover_new": LEADERS,
    "casework:handover_detail": LEADERS,
    "casework:import_new": WRITERS | CURATORS,
    "casework:import_list": WRITERS | CURATORS,
    "casework:import_detail": WRITERS | CURATORS,
    "casework:import_problems": WRITERS | CURATORS,
    "casework:view_save": REGISTER,
    "casework:view_delete": REGISTER,
    "papers:paper_list": REGISTER,
    "papers:form_choose": ISSUERS,
    "papers:paper_new": ISSUERS,
    "papers:paper_detail": REGISTER,
    "papers:paper_reason": REGISTER,
    "papers:paper_edit": ISSUERS,
    "papers:paper_delete": ISSUERS,
    "papers:paper_issue": ISSUERS,
    "papers:paper_replace": ISSUERS,
    "papers:paper_end": ISSUERS,
    "papers:paper_export": REGISTER,
    "papers:outgoing_list": REGISTER,
    "papers:outgoing_export": REGISTER,
    "papers:outgoing_book": REGISTER,
    "papers:outgoing_new": ISSUERS,
    "papers:outgoing_detail": REGISTER,
    "papers:outgoing_edit": ISSUERS,
    "papers:outgoing_cancel": ISSUERS,
    "papers:incoming_list": REGISTER,
    "papers:incoming_export": REGISTER,
    "papers:incoming_book": REGISTER,
    "papers:incoming_new": ISSUERS,
    "papers:incoming_detail": REGISTER,
    "papers:incoming_edit": ISSUERS,
    "papers:scan_add": ISSUERS,
    "papers:scan_detail": REGISTER,
    "papers:scan_confirm": ISSUERS,
    "papers:scan_page": REGISTER,
    "papers:scan_original": REGISTER,
    "papers:form_list": REGISTER | ADMINISTRATORS,
    "papers:form_detail": REGISTER | ADMINISTRATORS,
    "papers:form_text": REGISTER | ADMINISTRATORS,
    "papers:form_blank": REGISTER | ADMINISTRATORS,
    "papers:form_version": REGISTER | ADMINISTRATORS,
    "papers:form_edit": ADMINISTRATORS,
    "papers:form_return": ADMINISTRATORS,
    "papers:letterhead_list": ADMINISTRATORS,
    "papers:letterhead_edit": ADMINISTRATORS,
    "papers:series_start": ADMINISTRATORS,
    "papers:series_close": ADMINISTRATORS,
    "statutory:table_list": REGISTER,
    "statutory:table_detail": REGISTER,
    "statutory:cell_rows": REGISTER,
    "statutory:cell_entry": REGISTER,
    "statutory:table_entry": REGISTER,
    "statutory:table_sheet": REGISTER,
    "statutory:table_paper": REGISTER,
    "statutory:national_map": REGISTER | ADMINISTRATORS,
    "statutory:national_edit": ADMINISTRATORS,
    "statutory:national_confirm": KEY_READERS,
    "statutory:national_export": REGISTER,
    "statutory:all_sheets": REGISTER,
    "reception:desk": REGISTER,
    "reception:visit_new": WRITERS,
    "reception:visit_detail": REGISTER,
    "reception:visit_edit": WRITERS,
    "reception:visit_confirmation": REGISTER,
    "reception:visit_papers": WRITERS,
    "reception:visit_files": WRITERS,
    "reception:visit_receipt": WRITERS,
    "reception:visitor_find": WRITERS,
    "reception:booking_list": WORKERS,
    "reception:booking_new": WRITERS,
    "reception:booking_detail": WORKERS,
    "reception:booking_time": WORKERS,
    "reception:booking_end": WORKERS,
    "reception:booking_reopen": WORKERS,
    "reception:conclusion_list": REGISTER,
    "reception:conclusion_new": WORKERS,
    "reception:conclusion_detail": REGISTER,
    "reception:task_detail": REGISTER,
    "reception:task_report": WORKERS,
    "reception:task_take_back": WORKERS,
    "reception:conclusion_notice": WORKERS,
    "reception:conclusion_told": WORKERS,
    "reception:conclusion_finish": WORKERS,
    "reception:conclusion_accept": WORKERS,
    "reception:conclusion_send_back": WORKERS,
    "reception:conclusion_withdraw": WORKERS,
    "reception:conclusion_reopen": WORKERS,
    "reception:book": REGISTER,
    "reception:book_export": REGISTER,
    "reception:schedule": REGISTER,
    "reception:session_new": WORKERS,
    "reception:session_detail": REGISTER,
    "reception:session_outcome": WORKERS,
    "reception:session_postpone": WORKERS,
    "reception:session_reopen": WORKERS,
    "reception:refusal_list": REGISTER,
    "reception:refusal_new": WRITERS,
    "reception:refusal_detail": REGISTER,
    "reception:refusal_judge": LEADERS,
    "reception:refusal_notice": WRITERS,
    "reception:refusal_paper": WRITERS,
    "notices:notice_list": SIGNED_IN,
    "notices:notice_read": SIGNED_IN,
    "notices:notice_read_all": SIGNED_IN,
    "notices:due_list": SIGNED_IN,
    "notices:settings_edit": SIGNED_IN,
    "notices:calendar_make": SIGNED_IN,
    "notices:calendar_revoke": SIGNED_IN,
    # A calendar program cannot sign in: the secret in the address is the key.
    "notices:calendar_feed": PUBLIC,
    "notices:mail_list": ADMINISTRATORS,
    "notices:mail_send_again": ADMINISTRATORS,
    "notices:mail_drop": ADMINISTRATORS,
    "concerns:concern_list": SYNTHESIS,
    "concerns:concern_detail": SYNTHESIS,
    "concerns:concern_confirm": CURATORS,
    "concerns:concern_rename": CURATORS,
    "concerns:concern_dismiss": CURATORS,
    "concerns:concern_merge": CURATORS,
    "concerns:concern_split": CURATORS,
    "concerns:concern_undo": CURATORS,
    "concerns:run": CURATORS,
    "suggesting:model_list": SYNTHESIS | ADMINISTRATORS,
    "suggesting:learn": CURATORS,
    "suggesting:use": CURATORS,
    "units:coverage": SYNTHESIS | ADMINISTRATORS,
    "units:coverage_rows": SYNTHESIS | ADMINISTRATORS,
    "units:unit_list": SIGNED_IN,
    "units:unit_detail": SIGNED_IN,
    "law:row_list": SIGNED_IN,
    "law:row_detail": SIGNED_IN,
    "law:row_edit": ADMINISTRATORS,
    "law:row_succeed": ADMINISTRATORS,
    "law:service_level_new": ADMINISTRATORS,
    "law:row_check": ADMINISTRATORS,
    "law:row_check_revoke": ADMINISTRATORS,
    "law:question_answer": ADMINISTRATORS,
    "law:calendar": SIGNED_IN,
    "law:day_edit": ADMINISTRATORS,
    "law:day_withdraw": ADMINISTRATORS,
    "law:year_confirm": ADMINISTRATORS,
    "law:due": SIGNED_IN,
    "jobs:job_list": ADMINISTRATORS,
    "jobs:job_retry": ADMINISTRATORS,
    "sealed:key_list": KEY_READERS,
    "sealed:key_register": ADMINISTRATORS,
    "sealed:key_confirm": KEY_READERS,
    "sealed:key_end": ADMINISTRATORS,
    "sealed:order_list": ORDERERS,
    "sealed:order_new": ORDERERS,
    "sealed:order_detail": ORDERERS,
    "sealed:order_file": ORDERERS,
    "sealed:envelope_file": ORDERERS,
    "sealed:order_revoke": ORDERERS,
    "sealed:opening_list": ORDERERS,
    "sealed:record_import": ORDERERS,
    "audit:entry_list": AUDITORS,
    "audit:entry_proof": AUDITORS,
    "audit:checkpoint_list": AUDITORS,
    "audit:checkpoint_file": AUDITORS,
    "audit:continuity_file": AUDITORS,
    "audit:log_key_file": AUDITORS | ORDERERS,
}


def may_open(request: HttpRequest, route: str, *units: int) -> bool:
    """Whether the signed-in person holds a duty that opens ``route``.

    With ``units``, whether such a duty counts in one of them: a page about a row names the units
    that the row is written in, so that it offers nothing that is refused there.
    """
    who = ACCESS.get(route)
    if who is None or who == NOBODY:
        return False
    if who == PUBLIC:
        return True
    if not request.user.is_authenticated:
        return False
    if who == SIGNED_IN:
        return True
    reach = reach_of(request.user)
    return not reach.units(who).isdisjoint(units) if units else reach.has(*who)


def duties_of(route: str) -> frozenset[str]:
    """The duties that open ``route``: what is written there counts where one of them is held.

    The door asks whether a person holds such a duty anywhere; a handler of a ward who inspects
    the whole city reads there and writes in the ward only.
    """
    who = ACCESS.get(route, NOBODY)
    return who if isinstance(who, frozenset) else REGISTER


def post_name(request: HttpRequest) -> str:
    """The post of the signed-in person, as the page head shows it."""
    if not request.user.is_authenticated:
        return ""
    return reach_of(request.user).post


class AccessMiddleware:
    """Ask the table before every view; a refusal looks like a page that does not exist."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        match = request.resolver_match
        route = match.view_name if match else ""
        request.may_open = partial(may_open, request)  # type: ignore[attr-defined]
        request.post_name = post_name(request)  # type: ignore[attr-defined]
        request.asked_duties = duties_of(route)  # type: ignore[attr-defined]
        if may_open(request, route):
            return None
        if not request.user.is_authenticated and ACCESS.get(route, NOBODY) != NOBODY:
            return redirect_to_login(request.get_full_path())
        raise Http404
