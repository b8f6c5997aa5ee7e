"""Floor 0: plain values. Enums, errors, URLs, byte arrays, requests and the messages that cross threads; no QObject, no I/O."""
