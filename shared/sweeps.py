"""What the services do when time passes, again and again."""

import threading
from time import monotonic

from sqlalchemy.exc import DBAPIError

from shared import clock, tracing
from shared.db import is_away
from shared.service import Service, Sweep, pause_after
from shared.telemetry import SWEEP_SUCCESS, SWEPT, cause, log

# Seconds that the threads have to finish what they are at. One that hangs is left: whatever it was
# doing is not committed, and is done again by the next process.
DRAIN = 8.0


class SweepLoop:
    """Calls the sweeps of a service again and again."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._stopping = threading.Event()
        self._thread = threading.Thread(
            target=self.run, args=(self._stopping,), name=f"sweep-{service.name}", daemon=True
        )

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(timeout=DRAIN)

    def run(self, stop: threading.Event) -> None:
        pauses = {sweep: pause_after(sweep, self._service.settings) for sweep in self._service.sweeps}
        due_at = dict.fromkeys(pauses, monotonic())
        went_well = dict.fromkeys(pauses, False)
        while not stop.is_set():
            for sweep in (each for each in pauses if due_at[each] <= monotonic()):
                went_well[sweep] = self._sweep(sweep, stop)
                due_at[sweep] = monotonic() + pauses[sweep]
            if all(went_well.values()):
                SWEEP_SUCCESS.labels(self._service.name).set_to_current_time()
            stop.wait(max(0.0, min(due_at.values()) - monotonic()))

    def _sweep(self, sweep: Sweep, stop: threading.Event) -> bool:
        """Call a sweep until there is nothing left to do.

        :returns: whether it went well
        """
        name = sweep.__name__
        try:
            while not stop.is_set():
                with self._service.app.app_context(), tracing.part(f"sweep {name}"):
                    moved = sweep(clock.now())
                if not moved:
                    break
                SWEPT.labels(self._service.name, name).inc(moved)
        except Exception as error:  # noqa: BLE001 - the other sweeps must go on
            away = isinstance(error, DBAPIError) and is_away(error)
            say = log.warning if away else log.error
            say("sweep failed", service=self._service.name, sweep=name, error=cause(error))
            return False
        return True
