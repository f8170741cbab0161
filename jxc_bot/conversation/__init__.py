"""From a message to an operation and back: the typed-form dialogue, quick entry, menus and screens."""
