"""Files on a disk, whatever they hold."""
