//! A report's words, made safe to show: never HTML, and no hidden sign may turn the page's text round.
//!
//! In: any string and marks in UTF-16. Out: pieces of text, each with the marks that cover it. Example: in "JNIM killed
//! 77", the actor mark and the event mark overlap, and "JNIM" becomes a piece with both.

/** Signs that change the direction of text or hide in it; each is one UTF-16 unit, so offsets stay. */
const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g

/** The text with every hidden sign shown as ␣-like box. */
export function plain(text: string | null | undefined): string {
  return (text ?? '').replace(HIDDEN, '\u2370')
}

/** The last part of a file's path. */
export function fileName(path: string | null | undefined): string {
  return plain(path).replace(/^.*[/\\]/, '')
}

/** Whether a text holds such signs. */
export function hasHidden(text: string): boolean {
  HIDDEN.lastIndex = 0
  return HIDDEN.test(text)
}

/** A short form of a long text, cut at a word. */
export function shortened(text: string, length = 160): string {
  const clean = plain(text).replace(/\s+/g, ' ').trim()
  if (clean.length <= length) return clean
  const cut = clean.slice(0, length)
  const space = cut.lastIndexOf(' ')
  return `${cut.slice(0, space > length * 0.6 ? space : length)}…`
}

export interface Mark {
  start: number
  end: number
  kind: string
  id: string
}

/** A piece of text under the same marks. */
export interface Piece {
  start: number
  text: string
  marks: Mark[]
}

/** A stretch of text that is laid out by itself: a paragraph, or a part of an endless line. */
export interface Block {
  start: number
  pieces: Piece[]
}

/** The longest stretch that is laid out in one go. */
const STRETCH = 6000

/** Cuts a text into paragraphs and pieces. Marks that reach over a cut are continued after it. */
export function blocksOf(text: string, marks: readonly Mark[]): Block[] {
  const sound = marks.filter((m) => m.start >= 0 && m.end > m.start && m.end <= text.length)
  sound.sort((a, b) => a.start - b.start || b.end - a.end)
  const blocks: Block[] = []
  let next = 0
  let open: Mark[] = []
  for (const [from, to] of stretches(text)) {
    const pieces: Piece[] = []
    let at = from
    while (at < to) {
      open = open.filter((m) => m.end > at)
      while (next < sound.length && sound[next]!.start <= at) {
        const mark = sound[next++]!
        if (mark.end > at) open.push(mark)
      }
      let stop = to
      for (const mark of open) if (mark.end < stop) stop = mark.end
      const coming = sound[next]
      if (coming && coming.start < stop) stop = Math.max(at + 1, coming.start)
      pieces.push({ start: at, text: plain(text.slice(at, stop)), marks: [...open] })
      at = stop
    }
    blocks.push({ start: from, pieces })
  }
  return blocks
}

function* stretches(text: string): Generator<[number, number]> {
  let from = 0
  while (from < text.length) {
    let to = text.indexOf('\n\n', from)
    if (to < 0) to = text.length
    while (to - from > STRETCH) {
      let cut = text.lastIndexOf(' ', from + STRETCH)
      if (cut <= from + STRETCH / 2) cut = from + STRETCH
      // A pair of surrogates stays together.
      if (/[\udc00-\udfff]/.test(text[cut] ?? '')) cut -= 1
      yield [from, cut]
      from = cut
    }
    if (to > from) yield [from, to]
    from = to
    while (text[from] === '\n') from += 1
  }
}

/** Folded for searching: no accents, lower case. */
export function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
}
