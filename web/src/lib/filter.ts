//! The one filter of the overview, and its form in the address: `?since=2024-09-01&type=assault,protest`.
//!
//! In and out: the query of the address. The names are those of the server's own filter, so that the same query
//! downloads what the page shows.

export type Sort = 'newest' | 'oldest' | 'killed' | 'disputed'

export interface Filter {
  since: string
  until: string
  /** West, south, east, north. */
  bbox: [number, number, number, number] | null
  place: string
  actor: string
  types: string[]
  statuses: string[]
  certainties: string[]
  minKilled: number
  disagree: boolean
  source: string
  /** Words that a report behind the incident holds. */
  q: string
  /** Only what was known on this day. */
  asOf: string
  sort: Sort
}

/** A filter that takes everything. */
export const everything = (): Filter => ({
  since: '',
  until: '',
  bbox: null,
  place: '',
  actor: '',
  types: [],
  statuses: [],
  certainties: [],
  minKilled: 0,
  disagree: false,
  source: '',
  q: '',
  asOf: '',
  sort: 'newest',
})

export const SORTS: readonly Sort[] = ['newest', 'oldest', 'killed', 'disputed']

function day(text: string | null): string {
  return text && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : ''
}

function list(text: string | null): string[] {
  return text ? text.split(',').filter((x) => /^[\w-]+$/.test(x)) : []
}

/** Reads a filter; what cannot be understood is left out. */
export function filterOf(query: URLSearchParams): Filter {
  const box = (query.get('bbox') ?? '').split(',').map(Number)
  const killed = Number(query.get('min_killed'))
  const sort = query.get('sort')
  return {
    since: day(query.get('since')),
    until: day(query.get('until')),
    bbox: box.length === 4 && box.every(Number.isFinite) ? (box as [number, number, number, number]) : null,
    place: query.get('place') ?? '',
    actor: query.get('actor') ?? '',
    types: list(query.get('type')),
    statuses: list(query.get('status')),
    certainties: list(query.get('certainty')),
    minKilled: Number.isInteger(killed) && killed > 0 ? killed : 0,
    disagree: query.get('disagree') === '1',
    source: query.get('source') ?? '',
    q: query.get('q') ?? '',
    asOf: day(query.get('as_of')),
    sort: SORTS.find((s) => s === sort) ?? 'newest',
  }
}

/** Writes a filter; what is not set stays out. */
export function queryOf(f: Filter): URLSearchParams {
  const query = new URLSearchParams()
  const set = (key: string, value: string): void => {
    if (value) query.set(key, value)
  }
  set('since', f.since)
  set('until', f.until)
  set('bbox', f.bbox ? f.bbox.map((x) => x.toFixed(3)).join(',') : '')
  set('place', f.place)
  set('actor', f.actor)
  set('type', f.types.join(','))
  set('status', f.statuses.join(','))
  set('certainty', f.certainties.join(','))
  set('min_killed', f.minKilled > 0 ? String(f.minKilled) : '')
  set('disagree', f.disagree ? '1' : '')
  set('source', f.source)
  set('q', f.q)
  set('as_of', f.asOf)
  set('sort', f.sort === 'newest' ? '' : f.sort)
  return query
}

/** How many conditions are set, apart from the order. */
export function conditions(f: Filter): number {
  const query = queryOf(f)
  query.delete('sort')
  if (query.has('since') && query.has('until')) query.delete('until')
  return [...query.keys()].length
}
