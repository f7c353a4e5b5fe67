"""The API described for programs: OpenAPI 3.1, with the shape of every answer."""
