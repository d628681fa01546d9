"""What comes in over HTTP; `api` is the REST surface, `views` turns domain objects into its answers."""
