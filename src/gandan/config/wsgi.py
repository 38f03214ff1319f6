"""The WSGI entry that the server loads."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gandan.config.settings")
application = get_wsgi_application()
# What the program is made of lives as long as the server: looking through it again and again for
# garbage would cost each page several milliseconds.
gc.collect()
gc.freeze()

if os.environ.get("GANDAN_WORKER_THREAD") == "1":
    from gandan.jobs.worker import start_thread

    start_thread()
