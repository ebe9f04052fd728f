"""What came of a campaign: live, on release day, in the report, in the audit."""
