"""The commands: one verb a module, gathered by `subsidy`."""
