"""What people may ask of this service, a module for each resource."""
