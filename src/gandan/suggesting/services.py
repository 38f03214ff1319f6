"""Learn a new version from confirmed letters, take it into use, go back."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.suggesting.models import ModelVersion
from gandan.suggesting.selectors import suggester_in_use
from gandan.synthesis import Suggester
from gandan.synthesis.quality import Quality, kept_apart, measure
from gandan.synthesis.training import Confirmed, recipe_for, train
from gandan.synthesis.wording import load_wording

# With fewer there is too little to learn from and nothing to test on.
LEAST_CONFIRMED = 50


class TooFewConfirmedError(Exception):
    """There are not yet enough confirmed letters to learn from."""


def learn_again(letters: Sequence[Confirmed], *, by: User | None) -> ModelVersion:
    """Learn from all ``letters`` and keep the model as a new version, not yet in use.

    How good it is, is measured on a fifth of the letters that a second model was not shown;
    copies of one letter are never on both sides. How to learn is chosen without that fifth too.

    Raises ``TooFewConfirmedError`` and ``DamagedModelError``.
    """
    letters = [letter for letter in letters if letter.topic]
    if len(letters) < LEAST_CONFIRMED:
        raise TooFewConfirmedError
    wording = load_wording()
    shown, apart = kept_apart(letters)
    recipe = recipe_for(wording, shown)
    tested = measure(Suggester(train(wording, shown, recipe=recipe)), apart)
    before = measure(suggester_in_use(), apart)
    model = train(wording, letters, recipe=recipe)
    with transaction.atomic():
        number = (ModelVersion.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        data = replace(model, about={**model.about, "version": number}).to_bytes()
        version = ModelVersion.objects.create(
            number=number,
            made_by=by,
            stored_as=default_storage.save(f"models/words-{number}.npz", ContentFile(data)),
            sha256=hashlib.sha256(data).hexdigest(),
            examples=model.about["examples"],
            confirmed=len(letters),
            tested=len(apart),
            quality=_figures(tested),
            quality_before=_figures(before),
        )
        record("model.learned", version, by=by, confirmed=len(letters), tested=len(apart))
    return version


@transaction.atomic
def use_version(number: int | None, *, by: User) -> None:
    """Let version ``number`` suggest from now on, or the shipped model when None.

    Raises ``ModelVersion.DoesNotExist``. What was suggested before stays as it is.
    """
    ModelVersion.objects.filter(is_in_use=True).update(is_in_use=False)
    subject = "0"
    if number is not None:
        version = ModelVersion.objects.get(number=number)
        version.is_in_use = True
        version.save(update_fields=["is_in_use"])
        subject = str(version)
    record("model.taken_into_use", subject, by=by)


def _figures(quality: Quality) -> dict[str, float]:
    return {
        "field": round(quality.field, 4),
        "top_three": round(quality.top_three, 4),
        "topic": round(quality.topic, 4),
        "calibration_error": round(quality.calibration_error, 4),
    }
