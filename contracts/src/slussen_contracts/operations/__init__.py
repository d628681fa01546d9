"""What operators see and do: events that a service could not take, and their replay."""
