import threading
from functools import cache, wraps


def once_a_thread(make):
    """
    Keep for each thread what `make(*args)` made there, as `functools.cache` does for all.

    For querysets that take longer to put together than to answer. Compiling one writes into it, so
    two threads cannot share it.
    """
    kept = threading.local()

    @wraps(make)
    def made(*args):
        if not hasattr(kept, "make"):
            kept.make = cache(make)
        return kept.make(*args)

    return made
