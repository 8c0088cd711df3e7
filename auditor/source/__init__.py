"""Reading: files to values with places. The only layer that knows YAML and JSON Schema."""
