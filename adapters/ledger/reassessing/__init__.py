"""Decisions worked out again: as recorded (审计复算), by other books (试算), or recorded."""
