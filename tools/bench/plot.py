"""A dot plot as SVG: one row a case, one mark a client, a logarithmic axis of ratios."""

import math
from html import escape

ROW = 20
LEFT = 250
WIDTH = 860
TOP = 84
TICKS = (0.5, 1, 2, 3, 5, 10, 20, 30, 50, 100, 200)

# Each client has a colour and a shape, so that the plot can be read without colours, too. The colours are as clear
# on white as on black.
MARKS = {
    "ddbsnap": ("#d9480f", "circle"),
    "rust": ("#1c7ed6", "diamond"),
    "cpp": ("#2b8a3e", "square"),
    "java": ("#ae3ec9", "triangle"),
    "boto3": ("#868e96", "cross"),
}

STYLE = """
text { font: 12px sans-serif; fill: #212529; }
.title { font-size: 14px; font-weight: bold; }
.paper { fill: #ffffff; }
.grid { stroke: #dee2e6; }
.limit { stroke: #212529; stroke-dasharray: 4 3; }
@media (prefers-color-scheme: dark) {
  text { fill: #e9ecef; }
  .paper { fill: #0d1117; }
  .grid { stroke: #373d45; }
  .limit { stroke: #e9ecef; }
}
"""


def mark(client, x, y):
    colour, shape = MARKS[client]
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y}" r="5" fill="{colour}"/>'
    if shape == "cross":
        lines = f"M{x - 4:.1f} {y - 4}l8 8M{x - 4:.1f} {y + 4}l8 -8"
        return f'<path d="{lines}" stroke="{colour}" stroke-width="2.5" fill="none"/>'
    outline = {
        "diamond": f"M{x:.1f} {y - 6}l6 6l-6 6l-6 -6z",
        "square": f"M{x - 4.5:.1f} {y - 4.5}h9v9h-9z",
        "triangle": f"M{x:.1f} {y - 6}l6 10h-12z",
    }[shape]
    return f'<path d="{outline}" fill="{colour}"/>'


class Axis:
    def __init__(self, values):
        self.low = min(0.8, *(0.9 * v for v in values))
        self.high = max(2.2, *(1.1 * v for v in values))

    def x(self, value):
        part = math.log(value / self.low) / math.log(self.high / self.low)
        return LEFT + 10 + part * (WIDTH - LEFT - 30)

    def ticks(self):
        return [t for t in TICKS if self.low <= t <= self.high]


def legend(clients, names):
    x, parts = 16, []
    for client in clients:
        parts.append(mark(client, x + 6, 46))
        parts.append(f'<text x="{x + 17}" y="50">{escape(names[client])}</text>')
        x += 40 + 7 * len(names[client])
    return parts


def dots(title, rows, names):
    """`rows` holds (label, {client: ratio})."""
    axis = Axis([value for _, values in rows for value in values.values()])
    clients = [client for client in MARKS if any(client in values for _, values in rows)]
    bottom = TOP + ROW * len(rows)
    height = bottom + 16
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-label="{escape(title)}">',
        f"<style>{STYLE}</style>",
        f'<rect class="paper" width="{WIDTH}" height="{height}"/>',
        f'<text class="title" x="16" y="24">{escape(title)}</text>',
        *legend(clients, names),
    ]
    for tick in axis.ticks():
        kind = "limit" if tick == 1 else "grid"
        x = axis.x(tick)
        parts.append(f'<line class="{kind}" x1="{x:.1f}" y1="{TOP - 8}" x2="{x:.1f}" y2="{bottom}"/>')
        parts.append(f'<text x="{x:.1f}" y="{TOP - 12}" text-anchor="middle">{tick:g} x</text>')
    for number, (label, values) in enumerate(rows):
        y = TOP + ROW * number + ROW // 2
        parts.append(f'<text x="{LEFT - 4}" y="{y + 4}" text-anchor="end">{escape(label)}</text>')
        parts.append(f'<line class="grid" x1="{LEFT}" y1="{y}" x2="{WIDTH - 16}" y2="{y}"/>')
        parts += [mark(client, axis.x(values[client]), y) for client in reversed(clients) if client in values]
    return "\n".join(parts + ["</svg>"]) + "\n"
