"""Rows of reception: sessions of leaders, visits, refusals."""

from gandan.reception.models.refusals import Refusal
from gandan.reception.models.sessions import ReceptionSession
from gandan.reception.models.visits import Visit

__all__ = ["ReceptionSession", "Refusal", "Visit"]
