test = fine
