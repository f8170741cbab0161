test = 好
