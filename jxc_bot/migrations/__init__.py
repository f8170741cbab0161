"""The database's versions, oldest first: ``jxc_bot.migrate`` runs them, ``draft.py`` drafts a new one."""
