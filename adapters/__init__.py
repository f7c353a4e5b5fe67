"""Everything that touches a disk, a clock or a third party's package."""
