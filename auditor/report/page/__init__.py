"""The parts of the HTML page: a builder that escapes by construction, and one module per part of the page."""
