"""Conversations with real servers, recorded as HAR 1.2 and played again."""
