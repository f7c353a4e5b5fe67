"""A policy: measures, caps and readings; its versions, and which one governs a day."""
