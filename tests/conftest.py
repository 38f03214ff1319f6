"""What every test stands on: a signing key that is no secret, quick password hashing."""

import os

os.environ.setdefault("GANDAN_SECRET_KEY", "only-for-tests")
os.environ.setdefault("GANDAN_LOCAL", "1")
