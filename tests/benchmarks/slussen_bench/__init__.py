"""The bench behind `./slussen bench`: Slussen's speed beside floors that do the same durable work, in one run."""
