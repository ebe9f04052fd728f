"""The contract of a streaming service, and one folder for each. No tables, no Django."""
