"""Lists of codes that every service shares: regions, professions, activities, statutes."""
