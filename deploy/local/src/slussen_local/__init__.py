"""Everything of Slussen on one machine: its parts, its processes and the `./slussen` commands."""
