"""Named points at which the reliability tests let a process die, as a power cut would."""

import os
from itertools import count

_AT = os.environ.get("CRM_CRASH_AT")
_AFTER = int(os.environ.get("CRM_CRASH_AFTER", "1"))
_passes = count(1)


def crash_point(name: str) -> None:
    """Die here, if CRM_CRASH_AT names this point, when it is passed for the CRM_CRASH_AFTER-th time."""
    if name == _AT and next(_passes) >= _AFTER:
        os._exit(137)
