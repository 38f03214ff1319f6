"""What every test stands on: a signing key that is no secret, no clock on generated examples."""

import os

from hypothesis import settings

os.environ.setdefault("GANDAN_SECRET_KEY", "only-for-tests")
os.environ.setdefault("GANDAN_LOCAL", "1")
# A busy machine is no fault of the code: how long an example takes is not part of its promise.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
