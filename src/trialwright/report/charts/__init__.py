"""One file a figure: numbers in, SVG text out. Nothing here decides what is shown."""
