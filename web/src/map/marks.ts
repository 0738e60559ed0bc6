//! Marks of incidents above a base map: groups of near places, drawn as toll ranges.
//!
//! In: columns, the chosen rows, a projection. Out: marks with the rows behind each. A mark's disc shows the least
//! number of killed that is stated, its ring the greatest; a dashed ring in the colour of dispute says that sources
//! disagree; a small square says that nobody states a number. Ranges of several incidents are added up, never averaged.

import type { Columns } from '../lib/columns'
import type { Base } from './base'
import { mercator } from './base'
import { type CountryLabel, countryName } from './world'

export interface MapMark {
  x: number
  y: number
  lon: number
  lat: number
  rows: number[]
  low: number
  high: number
  disputed: number
  /** Greatest numbers of the disputed ones alone. */
  disputedHigh: number
  /** Radius of the whole mark, and of its disc. */
  radius: number
  inner: number
  /** The place most rows name. */
  place: string
}

/** Width of the squares, in pixels, whose incidents share a mark. */
const CELL = 34
/** Places nearer than this, in pixels, share a mark even across squares. */
const NEAR = 16

interface Site {
  lon: number
  lat: number
  mx: number
  my: number
  rows: number[]
  low: number
  high: number
  disputed: number
  disputedHigh: number
  /** The greatest number killed in one incident here. */
  gravest: number
  place: string
}

/** Incidents at the very same coordinates, found once for a choice of rows. */
export function sitesOf(columns: Columns, rows: Uint32Array): Site[] {
  const byPoint = new Map<number, Site>()
  const happened = columns.tables.realis.map((r) => r === 'occurred' || r === 'ongoing')
  for (const row of rows) {
    const [lon, lat] = [columns.lon[row]!, columns.lat[row]!]
    if (Number.isNaN(lon) || Number.isNaN(lat)) continue
    const key = Math.round((lon + 180) * 1e4) * 4e6 + Math.round((lat + 90) * 1e4)
    let site = byPoint.get(key)
    if (!site) {
      const [mx, my] = mercator(lon, lat)
      site = { lon, lat, mx, my, rows: [], low: 0, high: 0, disputed: 0, disputedHigh: 0, gravest: 0, place: columns.tables.place[columns.place[row]!] ?? '' }
      byPoint.set(key, site)
    }
    site.rows.push(row)
    // What is only foretold or denied has no dead to show.
    const told = happened[columns.realis[row]!]
    const high = columns.high[row]!
    if (told && high > 0) site.high += high
    // Several names may stand for one point; the gravest incident's is shown.
    if (told && high > site.gravest) [site.gravest, site.place] = [high, columns.tables.place[columns.place[row]!] || site.place]
    const low = columns.low[row]!
    if (told && low > 0) site.low += low
    if (!columns.disputed(row)) continue
    site.disputed += 1
    if (told && high > 0) site.disputedHigh += high
  }
  return [...byPoint.values()]
}

/** Groups sites that would cover each other at the base map's zoom. */
export function marksOf(sites: readonly Site[], base: Base, width: number, height: number): MapMark[] {
  const scale = 512 * 2 ** base.zoom()
  const cells = new Map<string, Site[]>()
  for (const site of sites) {
    const key = `${Math.floor((site.mx * scale) / CELL)}:${Math.floor((site.my * scale) / CELL)}`
    const cell = cells.get(key)
    if (cell) cell.push(site)
    else cells.set(key, [site])
  }
  const marks: MapMark[] = []
  for (const cell of cells.values()) {
    let [lon, lat, count, low, high, disputed, disputedHigh] = [0, 0, 0, 0, 0, 0, 0]
    let most = cell[0]!
    const rows: number[] = []
    for (const site of cell) {
      const n = site.rows.length
      lon += site.lon * n
      lat += site.lat * n
      count += n
      low += site.low
      high += site.high
      disputed += site.disputed
      disputedHigh += site.disputedHigh
      for (const row of site.rows) rows.push(row)
      // The place of the gravest, else of the most, gives the mark its name.
      if (site.high > most.high || (site.high === most.high && n > most.rows.length)) most = site
    }
    const [x, y] = base.project(lon / count, lat / count)
    if (x < -60 || y < -60 || x > width + 60 || y > height + 60) continue
    marks.push({ x, y, lon: lon / count, lat: lat / count, rows, low, high, disputed, disputedHigh, radius: 0, inner: 0, place: most.place })
  }
  const out = merged(marks)
  size(out)
  return out
}

/** The largest marks get the largest discs; a map of one village and one of a war are both readable. */
function size(marks: MapMark[]): void {
  const highs = marks.map((m) => m.high).sort((a, b) => a - b)
  const large = highs[Math.floor(highs.length * 0.95)] ?? 0
  const scale = Math.min(1.6, LARGEST / Math.sqrt(Math.max(1, large)))
  for (const mark of marks) {
    mark.radius = radiusOf(mark.high, scale)
    mark.inner = mark.low > 0 ? Math.min(mark.radius, radiusOf(mark.low, scale)) : 0
  }
  marks.sort((a, b) => b.radius - a.radius)
}

/** Large marks under small ones; marks that nearly coincide become one. */
function merged(marks: MapMark[]): MapMark[] {
  marks.sort((a, b) => b.high - a.high || b.rows.length - a.rows.length)
  const out: MapMark[] = []
  const grid = new Map<string, MapMark[]>()
  for (const mark of marks) {
    const [cx, cy] = [Math.floor(mark.x / CELL), Math.floor(mark.y / CELL)]
    let into: MapMark | undefined
    for (let i = -1; i <= 1 && !into; i++) {
      for (let j = -1; j <= 1 && !into; j++) {
        into = grid.get(`${cx + i}:${cy + j}`)?.find((m) => Math.hypot(m.x - mark.x, m.y - mark.y) < NEAR)
      }
    }
    if (into) {
      into.rows = into.rows.concat(mark.rows)
      into.low += mark.low
      into.high += mark.high
      into.disputed += mark.disputed
      into.disputedHigh += mark.disputedHigh
      continue
    }
    out.push(mark)
    const key = `${cx}:${cy}`
    const cell = grid.get(key)
    if (cell) cell.push(mark)
    else grid.set(key, [mark])
  }
  return out
}

/** Radius of a large mark, in pixels. */
const LARGEST = 18

/** Area follows the number, so that twice the toll looks twice as much; capped where a disc would hide a country. */
function radiusOf(killed: number, scale: number): number {
  return killed <= 0 ? 4.5 : Math.min(LARGEST * 1.7, 4 + Math.sqrt(killed) * scale)
}

/** Where a mark stands for several, a quarter of them, or of their dead, must be disputed for it to look so. */
function isDisputed(m: MapMark): boolean {
  return m.disputed > 0 && (m.disputed * 4 >= m.rows.length || m.disputedHigh * 4 >= m.high)
}

export interface Ink {
  mark: string
  fill: string
  ring: string
  dispute: string
  halo: string
  label: string
  quiet: string
}

/** The marks' colours in the page's theme. */
export function inks(): Ink {
  const style = getComputedStyle(document.documentElement)
  const of = (name: string): string => style.getPropertyValue(name).trim()
  return {
    mark: of('--mark'),
    fill: of('--mark-fill'),
    ring: of('--mark-ring'),
    dispute: of('--dispute'),
    halo: of('--land'),
    label: of('--ink'),
    quiet: of('--ink-2'),
  }
}

function drawMark(context: CanvasRenderingContext2D, m: MapMark, ink: Ink, strong: boolean): void {
  const disputed = isDisputed(m)
  context.lineWidth = strong ? 2.6 : 1.4
  if (m.high <= 0) {
    const r = m.radius
    context.fillStyle = ink.halo
    context.strokeStyle = disputed ? ink.dispute : ink.mark
    context.setLineDash(disputed ? [3, 2] : [])
    context.fillRect(m.x - r, m.y - r, 2 * r, 2 * r)
    context.strokeRect(m.x - r, m.y - r, 2 * r, 2 * r)
    context.setLineDash([])
    return
  }
  context.beginPath()
  context.arc(m.x, m.y, m.radius, 0, 7)
  context.fillStyle = ink.ring
  context.fill()
  if (m.inner > 0) {
    context.beginPath()
    context.arc(m.x, m.y, m.inner, 0, 7)
    context.fillStyle = ink.fill
    context.fill()
  }
  context.beginPath()
  context.arc(m.x, m.y, m.radius, 0, 7)
  context.strokeStyle = disputed ? ink.dispute : ink.mark
  if (disputed) {
    context.lineWidth = strong ? 3.2 : 2.2
    context.setLineDash([5, 3])
  }
  context.stroke()
  context.setLineDash([])
}

/** Draws all marks, then names where there is room: countries first, then places of large marks. */
export function drawMarks(
  context: CanvasRenderingContext2D,
  marks: readonly MapMark[],
  base: Base,
  labels: readonly CountryLabel[],
  lang: string,
  size: { width: number; height: number },
  strong: ReadonlySet<MapMark>,
): void {
  const ink = inks()
  const taken: [number, number, number, number][] = []
  const free = (x: number, y: number, w: number, h: number): boolean => {
    if (x < 2 || y < 2 || x + w > size.width - 2 || y + h > size.height - 2) return false
    for (const [a, b, c, d] of taken) if (x < a + c && a < x + w && y < b + d && b < y + h) return false
    taken.push([x, y, w, h])
    return true
  }
  context.textBaseline = 'middle'
  context.lineJoin = 'round'
  for (const mark of marks) if (mark.radius > 10) taken.push([mark.x - mark.radius, mark.y - mark.radius, 2 * mark.radius, 2 * mark.radius])
  const pixels = 512 * 2 ** base.zoom()
  context.font = '11px system-ui, sans-serif'
  for (const country of labels) {
    // A name needs about as much room as the country has.
    if (Math.sqrt(country.area) * pixels < 60) continue
    const [x, y] = base.project(country.lon, country.lat)
    if (x < 0 || y < 0 || x > size.width || y > size.height) continue
    const name = countryName(country, lang).toUpperCase()
    const width = context.measureText(name).width + name.length
    if (!free(x - width / 2, y - 7, width, 14)) continue
    write(context, spaced(name), x - width / 2, y, ink.quiet, ink.halo, 0.75)
  }
  for (const mark of marks) drawMark(context, mark, ink, strong.has(mark))
  context.font = '12px system-ui, sans-serif'
  let written = 0
  for (const mark of marks) {
    if (written > 40 || !mark.place || (base.zoom() < 4 && mark.high <= 0)) continue
    const width = context.measureText(mark.place).width
    const [x, y] = [mark.x + mark.radius + 4, mark.y]
    if (!free(x, y - 7, width, 14)) continue
    write(context, mark.place, x, y, ink.label, ink.halo, 1)
    written += 1
  }
}

/** Thin spaces between capitals, as maps write countries. */
function spaced(name: string): string {
  return [...name].join('\u200a')
}

function write(context: CanvasRenderingContext2D, text: string, x: number, y: number, colour: string, halo: string, strength: number): void {
  context.globalAlpha = strength
  context.lineWidth = 3
  context.strokeStyle = halo
  context.strokeText(text, x, y)
  context.fillStyle = colour
  context.fillText(text, x, y)
  context.globalAlpha = 1
}
