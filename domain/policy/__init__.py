"""A policy: measures, caps and readings; its versions, and which of them governs a day."""
