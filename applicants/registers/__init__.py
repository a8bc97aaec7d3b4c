"""Reading registers: files into rows, rows into lines or problems, lines into counted figures."""
