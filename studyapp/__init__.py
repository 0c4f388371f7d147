"""studyapp: from "I want that role" to "I passed that exam, and I still know it"."""

__version__ = "0.1.0"
