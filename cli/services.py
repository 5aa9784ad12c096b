"""The services there are, in the order in which they are set up, and what stands before them."""

SERVICES = ("identity", "contacts", "interactions", "followups", "tasks", "notifications")
# Those of them that have a process which sends.
SENDING = ("notifications",)
GATEWAY = "gateway"
STREAM = "stream"

_MODULES = {GATEWAY: "gateway.app", STREAM: "gateway.stream.app"}


def module_of(name: str) -> str:
    """The module that makes the application of a service, the gateway, or the event stream."""
    return _MODULES.get(name, f"services.{name}.app")
