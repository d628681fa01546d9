"""The seal over the audit log: who changes, removes or slips in a row afterwards is found out.

A sealer with a database role and a key of its own chains and signs the rows of each authority; `verify` reads them
again. contracts/docs/decisions/0008-audit-seal.md says what that proves, and what it does not.
"""
