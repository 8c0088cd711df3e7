"""The parts of an invented register: who files, what they answer, and what is planted among it."""
