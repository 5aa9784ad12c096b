"""Tries at the broker what a service's user may and may not do; runs inside a container of the service."""

import os
from collections.abc import Callable
from typing import Any

import amqp

from shared.bus.broker import connected


def tries(what: str, act: Callable[[amqp.Channel], Any]) -> None:
    # A refusal closes the channel, and with some brokers the connection.
    with connected(os.environ["CRM_AMQP_URL"]) as connection:
        try:
            act(connection.channel())
        except amqp.exceptions.AccessRefused:
            print(what, "refused")
        else:
            print(what, "done")


def publish(channel: amqp.Channel, key: str) -> None:
    channel.confirm_select()
    channel.basic_publish_confirm(amqp.Message("{}"), "crm.events", key)


tries("read its own", lambda channel: channel.basic_get("followups.events.parked"))
tries("publish its own", lambda channel: publish(channel, "followups.Nothing"))
tries("read another's", lambda channel: channel.basic_get("contacts.events"))
tries("purge another's", lambda channel: channel.queue_purge("contacts.events"))
tries("publish another's", lambda channel: publish(channel, "contacts.ClientCreated"))
tries("delete the exchange", lambda channel: channel.exchange_delete("crm.events"))
