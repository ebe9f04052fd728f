"""What programs see: `/api/v1/`. Typed, described by OpenAPI, let in by tokens. No tables."""
