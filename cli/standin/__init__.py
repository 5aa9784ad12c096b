"""Providers that stand in for the real ones: Twilio, the WhatsApp Cloud API and a mail server, with a ledger."""
