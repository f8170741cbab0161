"""The adapters: one package a platform turns its updates into Incoming, and our Replies into its calls."""
