"""What can be asked of the integration app, one function each."""
