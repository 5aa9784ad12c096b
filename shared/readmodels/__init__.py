"""What a service knows of other services' resources."""
