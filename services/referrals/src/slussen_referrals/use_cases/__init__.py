"""What can be asked of the service: load, decide, save, announce; one function for each thing."""
