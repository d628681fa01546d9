"""What people see in a browser: staff, custodians, and anyone who reads the rules or verifies a receipt."""
