"""The gateway's other app: what those who connect need beyond single requests: events out, webhooks, receipts."""
