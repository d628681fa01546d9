"""Pictures of published figures: what each one shows, as rows that are drawn, tabulated and downloaded alike."""
