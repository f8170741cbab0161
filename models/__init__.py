"""The domain: what exists, and the laws it obeys. Imports nothing of ours but itself."""
