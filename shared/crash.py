"""Named points at which the reliability tests let a process die, as a power cut would."""

import os
from itertools import count

_passes = count(1)


def crash_point(name: str) -> None:
    """Die here, if CRM_CRASH_AT names this point, when it is passed for the CRM_CRASH_AFTER-th time."""
    if name == os.environ.get("CRM_CRASH_AT") and next(_passes) >= int(os.environ.get("CRM_CRASH_AFTER", "1")):
        os._exit(137)
