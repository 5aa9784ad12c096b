"""Finds the command's module and hands over to it. Nothing else is imported, so that it starts fast."""

import argparse
import sys
from importlib import import_module

from cli.dotenv import load_dotenv

COMMANDS = {
    "up": "start everything on this machine",
    "test": "run the tests; takes pytest's arguments",
    "lint": "check style, types and the import rules",
    "bench": "run the benchmarks",
    "migrate": "bring a service's database and queues up to date",
    "serve": "run the web process of a service",
    "work": "run the worker process of a service",
    "send": "run a process that sends messages",
    "broker": "give each service its own user at RabbitMQ",
    "announce": "publish again what a service owns",
    "restored": "prepare what came back from a backup",
    "providers": "stand in for Twilio, WhatsApp and a mail server",
    "tour": "play the main job through a running gateway",
    "env": "write .env with fresh secrets",
    "keys": "manage the keys that tokens are signed with",
    "user": "manage the people who can sign in",
    "audit": "check that nobody has changed the audit trail",
    "parked": "list or replay the events that could not be handled",
    "web": "build the web client",
    "screenshots": "take the pictures that the guide shows",
    "docs": "write the generated parts of the documents anew",
    "asyncapi": "print the AsyncAPI document of the events",
}


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    load_dotenv()
    chosen = _parser().parse_args(arguments[:1]).command
    module = import_module(f"cli.{chosen}")
    parser = argparse.ArgumentParser(prog=f"crm {chosen}", description=module.__doc__)
    module.add_arguments(parser)
    if not getattr(module, "PASSES_ON", False):
        return int(module.run(parser.parse_args(arguments[1:])))
    known, rest = parser.parse_known_args(arguments[1:])
    return int(module.run(argparse.Namespace(**vars(known), rest=rest)))


def _parser() -> argparse.ArgumentParser:
    width = max(map(len, COMMANDS)) + 2
    lines = [f"  {name:{width}}{what}" for name, what in COMMANDS.items()]
    parser = argparse.ArgumentParser(
        prog="crm",
        usage="crm <command> [options]",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="commands:\n" + "\n".join(lines),
        epilog="`crm <command> --help` says more.",
    )
    parser.add_argument("command", choices=COMMANDS, metavar="command", help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
