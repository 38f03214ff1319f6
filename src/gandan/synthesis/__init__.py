"""The engine: letters in, digest out. Arrays and dataclasses; no Django, no clock, no disk.

The flow: ``Corpus`` -> ``find_copies`` -> ``Suggester.suggest`` -> ``group_concerns`` ->
``extract`` and ``changes`` -> ``Digest``. The order of the letters never changes the result.
"""

from gandan.synthesis.concerns import Concerns, group_concerns
from gandan.synthesis.copies import Copies, find_copies
from gandan.synthesis.corpus import Corpus, CorpusError
from gandan.synthesis.decisions import Decisions
from gandan.synthesis.digest import Digest, synthesize
from gandan.synthesis.digest_values import digest_to_json
from gandan.synthesis.extracts import extract
from gandan.synthesis.groups import Group
from gandan.synthesis.lookup import index_keys
from gandan.synthesis.quoting import Sentence
from gandan.synthesis.reading import Reading, read
from gandan.synthesis.restoring import Restorer, lacks_marks, packaged_texts
from gandan.synthesis.suggest import ENGINE, Suggester, Suggestions, load_suggester
from gandan.synthesis.themes import Theme
from gandan.synthesis.titles import theme_title, title_of
from gandan.synthesis.trends import Change, Trend, changes

__all__ = [
    "ENGINE",
    "Change",
    "Concerns",
    "Copies",
    "Corpus",
    "CorpusError",
    "Decisions",
    "Digest",
    "Group",
    "Reading",
    "Restorer",
    "Sentence",
    "Suggester",
    "Suggestions",
    "Theme",
    "Trend",
    "changes",
    "digest_to_json",
    "extract",
    "find_copies",
    "group_concerns",
    "index_keys",
    "lacks_marks",
    "load_suggester",
    "packaged_texts",
    "read",
    "synthesize",
    "theme_title",
    "title_of",
]
