"""The commands of `beatbook`, by what they are for. Each module adds its own to the one app of `shell`."""
