### What the demo says in the terminal while it starts.

demo-wait = Preparing the demo company (about 15 seconds the first time) …
demo-building = { $posted } documents posted
demo-ready = Ready. Open the address below in a browser, choose a person and write something, such as “收货 可乐 3箱”. Ctrl+C ends it.
