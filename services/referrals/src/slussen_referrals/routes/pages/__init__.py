"""What people see in a browser: the open pages of recipients without an account."""
