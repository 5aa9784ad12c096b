"""How events travel: through RabbitMQ between processes, or within one process by the outboxes themselves."""
