"""How a briefing is set, as typst reads it: our own text alone, into which all that is said comes as data."""

TEMPLATE = rb"""
#let told = json(bytes(sys.inputs.told))
#let ink = rgb("#1c2127")
#let muted = rgb("#59626d")
#let line = rgb("#e5e0d6")
#let brand = rgb("#a8322a")
#set document(title: told.title, author: told.site, description: told.lead, keywords: told.edition)
#set text(lang: told.lang, font: "Noto Sans CJK SC", size: 10pt, fill: ink, cjk-latin-spacing: none)
#set par(leading: 0.55em, spacing: 0.9em, linebreaks: "optimized")
#set page(
  paper: "a4",
  margin: (x: 17mm, top: 24mm, bottom: 30mm),
  header: context {
    if counter(page).get().first() == 1 { place(top, dy: 11mm, rect(width: 100%, height: 3pt, fill: brand)) }
    set text(size: 9pt)
    grid(columns: (1fr, auto), text(weight: 700, told.site), text(fill: muted, told.kind))
  },
  footer-descent: 4mm,
  footer: context {
    set text(size: 9pt, fill: muted)
    rect(width: 100%, height: 0.6pt, fill: line)
    v(-4pt)
    grid(
      columns: if told.qr == "" { (1fr, auto) } else { (16mm, 1fr, auto) },
      column-gutter: 4mm,
      align: horizon,
      ..if told.qr == "" { () } else { (image(bytes(told.qr), format: "svg", width: 16mm),) },
      [#told.edition \ #text(size: 8pt, told.address)],
      counter(page).display("1 / 1", both: true),
    )
  },
)
#show heading: set block(sticky: true)
#show heading.where(level: 1): it => block(above: 4mm, below: 3mm, text(size: 24pt, weight: 700, it.body))
#show heading.where(level: 2): it => block(above: 3mm, below: 4mm, text(size: 14pt, weight: 700, it.body))
#show heading.where(level: 3): it => block(above: 0pt, below: 2.4mm, text(size: 11.5pt, weight: 700, it.body))
#show heading.where(level: 4): it => block(above: 6mm, below: 3mm, text(size: 11pt, weight: 700, it.body))
#set table(stroke: none, inset: (x: 0pt, y: 4.5pt), column-gutter: 4mm)
#set table.hline(stroke: 0.5pt + line)

#let quiet(body) = text(size: 9pt, fill: muted, body)
#let paragraphs(texts, color) = for one in texts { par(text(size: 9.5pt, fill: color, one)) }
#let cells(one) = {
  let lines = one.filter(part => part != "")
  lines.first(default: "")
  for part in lines.slice(calc.min(1, lines.len())) { linebreak(); quiet(part) }
}
#let chart(one) = block(breakable: false, width: 100%, {
  [=== #one.title.join(linebreak())]
  quiet(one.subtitle.join(linebreak()))
  if one.drawing != "" {
    v(1mm)
    image(bytes(one.drawing), format: "svg", width: one.width * 1pt, alt: one.description)
  }
  paragraphs(one.notes, ink)
  paragraphs(one.revised, brand)
  quiet(one.source)
})
#let figure-cell(one) = {
  strong(one.first())
  for part in one.slice(1).filter(part => part != "") { linebreak(); quiet(part) }
}
#let figures(rows, widths) = table(
  columns: widths,
  align: (column, row) => if column == 1 { right } else { left },
  table.header(repeat: true, ..rows.heads.map(head => quiet(head)), table.hline(stroke: 0.8pt + muted)),
  ..rows.body.map(row => (
    ..row.enumerate().map(((n, one)) => if n == 1 { figure-cell(one) } else { cells(one) }),
    table.hline(),
  )).flatten(),
)

= #told.title
#quiet(told.subtitle)
#if told.earlier != "" {
  block(fill: rgb("#efece5"), inset: 8pt, width: 100%, text(size: 9.5pt, told.earlier))
}
#if told.findings.len() > 0 {
  v(2mm)
  terms(
    separator: h(4mm),
    hanging-indent: 0pt,
    ..told.findings.map(((theme, finding, color)) => terms.item(text(fill: rgb(color), theme), finding)),
  )
}
#if told.headlines.body.len() > 0 {
  v(4mm)
  [== #told.headlines.caption]
  figures(told.headlines, (2.2fr, 1.5fr, 1.7fr, 2.9fr, auto))
}
#for chapter in told.chapters {
  block(sticky: true, above: 9mm, below: 0pt, rect(width: 14mm, height: 3pt, fill: rgb(chapter.color)))
  [== #chapter.name]
  for charts in chapter.charts {
    block(below: 8mm, width: 100%, if charts.len() == 1 { chart(charts.first()) } else {
      grid(columns: (1fr, 1fr), column-gutter: 8mm, ..charts.map(chart))
    })
  }
  [==== #chapter.table.caption]
  figures(chapter.table, (2.8fr, 1.6fr, 1.7fr, 2.3fr))
  paragraphs(chapter.more, muted)
}
#paragraphs(told.silent, ink)
#if told.sources.len() > 0 {
  v(6mm)
  [== #told.sources_caption]
  set text(size: 9.5pt)
  for (number, title, issued, url) in told.sources {
    block(below: 3mm, grid(columns: (8mm, 1fr), [\[#number\]], {
      title
      linebreak()
      quiet(issued)
      if url != "" { linebreak(); link(url, text(size: 8.5pt, url)) }
    }))
  }
}
#v(4mm)
#quiet(told.reuse)
"""
