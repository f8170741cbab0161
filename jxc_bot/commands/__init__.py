"""The commands of ``jxc-bot``, one file each. Each has ``run(arguments) -> exit code``; cli.py finds them by name.

Exit codes: 0 done; 1 it could not be done as asked, and why was said; 2 a setting or an argument is wrong.
"""
