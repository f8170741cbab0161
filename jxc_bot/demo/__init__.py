"""A believable trading company to try everything on: made from the data beside this file, the same every time."""
