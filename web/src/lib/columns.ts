//! All incidents of a record as columns, and the question which of them a filter takes.
//!
//! In: `/api/incidents.columns`, one array per field with tables of the strings. Out: row numbers. A filter walks typed
//! arrays once, so 20,000 incidents take a few milliseconds; nothing is asked of the server when a filter changes,
//! except for words of the reports and for what was known on an earlier day.

import { dayOf, NO_DAY } from './days'
import type { Filter } from './filter'
import { folded } from './text'
import type { ColumnsJson } from './types'

/** Stands for a number that nobody states. */
export const NO_NUMBER = -1

/** A list of small lists in two arrays: the items of row r are `items[starts[r] .. starts[r + 1]]`. */
export class Lists {
  readonly starts: Uint32Array
  readonly items: Uint32Array

  constructor(rows: readonly (readonly number[])[]) {
    this.starts = new Uint32Array(rows.length + 1)
    let count = 0
    rows.forEach((row, r) => {
      count += row.length
      this.starts[r + 1] = count
    })
    this.items = new Uint32Array(count)
    let at = 0
    for (const row of rows) for (const item of row) this.items[at++] = item
  }

  of(row: number): Uint32Array {
    return this.items.subarray(this.starts[row], this.starts[row + 1])
  }

  some(row: number, wanted: Uint8Array): boolean {
    for (let i = this.starts[row]!; i < this.starts[row + 1]!; i++) if (wanted[this.items[i]!]) return true
    return false
  }
}

/** The incidents of a record, one array per field. */
export class Columns {
  readonly length: number
  readonly revision: string
  readonly id: string[]
  readonly start: Int32Array
  readonly end: Int32Array
  readonly lat: Float32Array
  readonly lon: Float32Array
  readonly type: Uint16Array
  readonly realis: Uint16Array
  readonly status: Uint16Array
  readonly certainty: Uint16Array
  readonly place: Uint32Array
  readonly admin1: Uint32Array
  readonly precision: Uint16Array
  readonly country: Uint16Array
  readonly low: Int32Array
  readonly best: Int32Array
  readonly high: Int32Array
  readonly injuredLow: Int32Array
  readonly injuredHigh: Int32Array
  readonly sources: Uint16Array
  readonly reports: Uint16Array
  readonly disagreements: Uint16Array
  readonly actors: Lists
  /** Parts in the order of `actors`: index into `tables.role`; `accused` is named as suspect only. */
  readonly roles: Lists
  readonly bySource: Lists
  readonly tables: {
    type: string[]
    realis: string[]
    status: string[]
    certainty: string[]
    place: string[]
    admin1: string[]
    precision: string[]
    country: string[]
    actor: { id: string; name: string }[]
    role: string[]
    source: string[]
  }
  private readonly orders = new Map<Filter['sort'], { rows: Uint32Array; rank: Uint32Array }>()
  private readonly foldedPlaces: string[]
  private readonly foldedUnits: string[]
  private readonly foldedActors: string[]

  constructor(json: ColumnsJson) {
    const c = json.columns
    this.length = json.n
    this.revision = json.revision
    this.id = c.id
    const days = json.days.map(dayOf)
    const day = (i: number | null): number => (i === null ? NO_DAY : (days[i] ?? NO_DAY))
    this.start = Int32Array.from(c.start, day)
    this.end = Int32Array.from(c.end, (i, r) => (i === null ? this.start[r]! : day(i)))
    this.lat = Float32Array.from(c.lat, (x) => x ?? NaN)
    this.lon = Float32Array.from(c.lon, (x) => x ?? NaN)
    this.type = Uint16Array.from(c.type)
    this.realis = Uint16Array.from(c.realis)
    this.status = Uint16Array.from(c.status)
    this.certainty = Uint16Array.from(c.certainty)
    this.place = Uint32Array.from(c.place)
    this.admin1 = Uint32Array.from(c.admin1)
    this.precision = Uint16Array.from(c.precision)
    this.country = Uint16Array.from(c.country)
    const number = (x: number | null): number => x ?? NO_NUMBER
    this.low = Int32Array.from(c.killed_low, number)
    this.best = Int32Array.from(c.killed_best, number)
    this.high = Int32Array.from(c.killed_high, number)
    this.injuredLow = Int32Array.from(c.injured_low, number)
    this.injuredHigh = Int32Array.from(c.injured_high, number)
    this.sources = Uint16Array.from(c.sources)
    this.reports = Uint16Array.from(c.reports)
    this.disagreements = Uint16Array.from(c.disagreements)
    this.actors = new Lists(c.actors)
    this.roles = new Lists(c.roles)
    this.bySource = new Lists(c.by_source)
    this.tables = json.tables
    this.foldedPlaces = json.tables.place.map(folded)
    this.foldedUnits = json.tables.admin1.map(folded)
    this.foldedActors = json.tables.actor.map((a) => folded(a.name))
  }

  /** Whether sources disagree on an incident, be it only on its toll. */
  disputed(row: number): boolean {
    return this.disagreements[row]! > 0 || this.tables.status[this.status[row]!] === 'disputed'
  }

  /** Names of places that hold this text, for the filter's suggestions. */
  placesLike(text: string, most = 12): string[] {
    return like(this.foldedPlaces, this.tables.place, text, most)
  }

  /** Names of actors that hold this text. */
  actorsLike(text: string, most = 12): string[] {
    return like(
      this.foldedActors,
      this.tables.actor.map((a) => a.name),
      text,
      most,
    )
  }

  /** The rows that a filter takes, in the record's order. `among` are ids the server chose by words, or null for all. */
  rows(filter: Filter, among: ReadonlySet<string> | null = null, without?: 'days' | 'box'): Uint32Array {
    const since = without === 'days' ? NO_DAY : dayOf(filter.since)
    const until = without === 'days' ? NO_DAY : dayOf(filter.until)
    const box = without === 'box' ? null : filter.bbox
    const types = chosen(this.tables.type, filter.types)
    const statuses = chosen(this.tables.status, filter.statuses)
    const certainties = chosen(this.tables.certainty, filter.certainties)
    const countries = filter.place ? flags(this.tables.country, (c) => c === filter.place.toUpperCase()) : null
    const place = folded(filter.place)
    const places = filter.place ? flags(this.foldedPlaces, (p) => p.includes(place)) : null
    const units = filter.place ? flags(this.foldedUnits, (u) => u.includes(place)) : null
    const actor = folded(filter.actor)
    const actors = filter.actor ? flags(this.foldedActors, (a, i) => a.includes(actor) || this.tables.actor[i]!.id === filter.actor) : null
    const source = folded(filter.source)
    const sources = filter.source ? flags(this.tables.source, (s) => folded(s) === source) : null
    const out = new Uint32Array(this.length)
    let count = 0
    for (let r = 0; r < this.length; r++) {
      if (types && !types[this.type[r]!]) continue
      if (statuses && !statuses[this.status[r]!]) continue
      if (certainties && !certainties[this.certainty[r]!]) continue
      if (since !== NO_DAY && this.end[r]! < since) continue
      if (until !== NO_DAY && (this.start[r]! > until || this.start[r]! === NO_DAY)) continue
      if (filter.minKilled > 0 && this.high[r]! < filter.minKilled) continue
      if (filter.disagree && this.disagreements[r] === 0) continue
      if (places && !places[this.place[r]!] && !units![this.admin1[r]!] && !countries![this.country[r]!]) continue
      if (box) {
        const [west, south, east, north] = box
        const [x, y] = [this.lon[r]!, this.lat[r]!]
        if (!(x >= west && x <= east && y >= south && y <= north)) continue
      }
      if (actors && !this.actors.some(r, actors)) continue
      if (sources && !this.bySource.some(r, sources)) continue
      if (among && !among.has(this.id[r]!)) continue
      out[count++] = r
    }
    return out.subarray(0, count)
  }

  /** Rows in the order the reader chose. All rows are sorted once for each order; a choice of them is then one walk. */
  sorted(rows: Uint32Array, by: Filter['sort']): Uint32Array {
    const order = this.orders.get(by) ?? this.order(by)
    this.orders.set(by, order)
    if (rows.length < 200) return rows.slice().sort((a, b) => order.rank[a]! - order.rank[b]!)
    const wanted = new Uint8Array(this.length)
    for (const row of rows) wanted[row] = 1
    const out = new Uint32Array(rows.length)
    let count = 0
    for (const row of order.rows) if (wanted[row]) out[count++] = row
    return out
  }

  private order(by: Filter['sort']): { rows: Uint32Array; rank: Uint32Array } {
    const late = (a: number, b: number): number => this.start[b]! - this.start[a]! || a - b
    const compare = {
      newest: late,
      oldest: (a: number, b: number): number => unknownLast(this.start[a]!) - unknownLast(this.start[b]!) || a - b,
      killed: (a: number, b: number): number => this.high[b]! - this.high[a]! || late(a, b),
      disputed: (a: number, b: number): number => this.disagreements[b]! - this.disagreements[a]! || this.high[b]! - this.high[a]! || late(a, b),
    }[by]
    const rows = Uint32Array.from({ length: this.length }, (_, i) => i).sort(compare)
    const rank = new Uint32Array(this.length)
    rows.forEach((row, i) => (rank[row] = i))
    return { rows, rank }
  }
}

function unknownLast(day: number): number {
  return day === NO_DAY ? 0x7fffffff : day
}

function flags<T>(table: readonly T[], wanted: (value: T, index: number) => boolean): Uint8Array {
  return Uint8Array.from(table, (value, index) => (wanted(value, index) ? 1 : 0))
}

function chosen(table: readonly string[], values: readonly string[]): Uint8Array | null {
  return values.length === 0 ? null : flags(table, (v) => values.includes(v))
}

function like(haystack: readonly string[], names: readonly string[], text: string, most: number): string[] {
  const needle = folded(text.trim())
  const out: string[] = []
  for (let i = 0; i < haystack.length && out.length < most; i++) {
    if (names[i] && haystack[i]!.includes(needle)) out.push(names[i]!)
  }
  return out
}
