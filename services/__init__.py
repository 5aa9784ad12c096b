"""The services. None imports another: they meet over HTTP and events."""
