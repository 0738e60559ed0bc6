//! The server's answers, put into the shapes the pages use.
//!
//! In: JSON as `/api/openapi.json` describes it. Out: the types of `types.ts`. Nothing is worked out here but names: a toll
//! becomes a field of its own by its measure, and who takes part stands under "who" or "whom" by the part taken.

import { word } from '../i18n'
import { fileName } from './text'
import type { ActorRow, ActorView, Cohesion, DisagreementRow, Incident, Judgement, Member, Part, Prediction, Range, ReportMark, ReportView, Reading, ReviewList, Statement, Tie, Toll } from './types'

/** A statement by the record's contract: what is not said is left out. */
interface RawStatement {
  report: string
  source?: string | null
  published?: string | null
  holder: string
  holder_text?: string | null
  stance: string
  certainty: string
  value?: number | null
  low?: number | null
  high?: number | null
  quote: string
  start: number
  end: number
}

/** One value of the matrix. */
interface RawSaid extends Omit<RawStatement, 'value'> {
  field: string
  value: string
  role: string | null
  measure: string | null
  best: number | null
  copy_of: string | null
}

interface RawSummary {
  id: string
  type: string
  realis: string
  start: string | null
  place: string | null
  status: string
  killed: Range
  sources: number
  actors: { id: string | null; name: string; role: string; accused: boolean }[]
}

interface RawIncident {
  summary: RawSummary
  incident: {
    id: string
    type: string
    mode?: string
    acled?: { event_type: string; sub_event_type: string }
    realis: string
    when?: { start: string; end: string; precision: string }
    where?: { name: string; lat?: number; lon?: number; country?: string; admin1?: string; precision: string }
    actors: { role: string; name: string; actor?: string; kind?: string; said_by: string[]; accused?: boolean }[]
    tolls: { measure: string; of: string; own_side?: boolean; low?: number; best?: number; high?: number; statements: RawStatement[] }[]
    statements: RawStatement[]
    disagreements: { kind: string; note: string; statements: RawStatement[] }[]
    status: Incident['status']
    sources: string[]
    horizon?: string
    outcome?: string
    corrections?: string[]
  }
  statements: RawSaid[]
  tellers: { report: string; title: string | null; source: string | null; published: string | null; file: string | null; copy_of: string | null; events: string[]; why: string[] }[]
  doubts: { incidents: string[]; score: number; why: string[] }[]
  parts: RawSummary[]
  part_of: RawSummary[]
  judgements: RawJudgement[]
}

export interface RawJudgement extends Omit<Judgement, 'undone'> {
  stands: boolean
}

/** The first of each key. */
function distinct<T>(list: readonly T[], key: (item: T) => string): T[] {
  const seen = new Set<string>()
  return list.filter((item) => !seen.has(key(item)) && seen.add(key(item)))
}

function statementOf(s: RawStatement, field = ''): Statement {
  return {
    report: s.report,
    source: s.source ?? null,
    published: s.published ?? null,
    field,
    value: s.value ?? null,
    low: s.low ?? null,
    high: s.high ?? null,
    holder: s.holder,
    holder_text: s.holder_text ?? null,
    stance: s.stance,
    certainty: s.certainty,
    quote: s.quote,
    start: s.start,
    end: s.end,
    copy_of: null,
  }
}

function saidOf(s: RawSaid): Statement {
  const base = { ...statementOf({ ...s, value: null }), copy_of: s.copy_of }
  if (s.field === 'toll') {
    const field = s.measure === 'killed' || s.measure === 'wounded' ? s.measure : 'toll'
    const number = s.best ?? s.low ?? s.high
    return { ...base, field, value: number === null ? s.value : s.best, low: s.low ?? null, high: s.high ?? null }
  }
  if (s.field === 'who') return { ...base, field: s.role === 'actor' ? 'who' : 'whom', value: s.value, low: null, high: null }
  return { ...base, field: s.field, value: s.value, low: null, high: null }
}

export function judgementOf(j: RawJudgement): Judgement {
  const { stands, ...rest } = j
  return { ...rest, undone: !stands && j.kind !== 'undo' }
}

/** Where a report has no source, its file's name stands in, so that two unnamed sources can be told apart. */
function named(raw: RawIncident): RawIncident {
  const by = new Map(raw.tellers.map((x) => [x.report, x.source ?? (x.file ? fileName(x.file) : x.title)]))
  const name = <S extends { report: string; source?: string | null }>(s: S): S => ({ ...s, source: s.source ?? by.get(s.report) ?? null })
  const i = raw.incident
  const incident = {
    ...i,
    statements: i.statements.map(name),
    tolls: i.tolls.map((x) => ({ ...x, statements: x.statements.map(name) })),
    disagreements: i.disagreements.map((d) => ({ ...d, statements: d.statements.map(name) })),
  }
  return { ...raw, incident, statements: raw.statements.map(name) }
}

export function incidentOf(given: RawIncident): Incident {
  const raw = named(given)
  const i = raw.incident
  return {
    id: i.id,
    type: i.type,
    mode: i.mode ?? null,
    acled: i.acled ?? null,
    realis: i.realis,
    when: i.when ?? null,
    where: i.where
      ? { name: i.where.name, lat: i.where.lat ?? null, lon: i.where.lon ?? null, country: i.where.country ?? null, admin1: i.where.admin1 ?? null, precision: i.where.precision }
      : null,
    actors: i.actors.map((a): Part => ({ role: a.role, name: a.name, actor: a.actor ?? null, kind: a.kind ?? null, said_by: a.said_by, accused: a.accused ?? false })),
    tolls: i.tolls.map((x): Toll => ({ measure: x.measure, of: x.of, own_side: x.own_side ?? false, low: x.low ?? null, best: x.best ?? null, high: x.high ?? null, statements: x.statements.map((s) => statementOf(s, 'toll')) })),
    statements: raw.statements.map(saidOf),
    tellings: i.statements.map((s) => statementOf(s, 'what')),
    members: raw.tellers.map((x): Member => ({ report: x.report, file: x.file, title: x.title, source: x.source, published: x.published, tellings: x.events.length, why: x.why, copy_of: x.copy_of })),
    disagreements: i.disagreements.map((d) => ({ kind: d.kind, note: d.note, statements: d.statements.map((s) => statementOf(s)) })),
    status: i.status,
    sources: i.sources,
    doubts: distinct(raw.doubts.map((d) => ({ incident: d.incidents.find((x) => x !== i.id) ?? '', score: d.score, why: d.why })), (d) => d.incident),
    parts: raw.parts,
    part_of: raw.part_of,
    judgements: raw.judgements.map(judgementOf),
    corrections: i.corrections ?? [],
    outcome: i.outcome ?? null,
    horizon: i.horizon ?? null,
  }
}

export interface RawReport {
  id: string
  title: string | null
  source: string | null
  url: string | null
  published: string | null
  published_basis: string
  language: string
  file: string | null
  text: string
  marks: ReportMark[]
  reading: Partial<Reading>
  incidents: { event: string; incident: string; title: string | null }[]
  actors: Record<string, string>
}

export function reportOf(raw: RawReport): ReportView {
  const r = raw.reading
  return {
    head: {
      id: raw.id,
      file: raw.file,
      title: raw.title,
      source: raw.source,
      url: raw.url,
      language: raw.language,
      published: raw.published,
      published_basis: raw.published_basis,
      notes: (r as { report?: { notes?: string[] } }).report?.notes ?? [],
    },
    text: raw.text,
    reading: {
      actors: r.actors ?? [],
      places: (r.places ?? []).map((p) => ({ ...p, rivals: p.rivals ?? [] })),
      events: r.events ?? [],
      relations: r.relations ?? [],
      claims: r.claims ?? [],
      disagreements: r.disagreements ?? [],
      reviews: r.reviews ?? [],
      notes: r.notes ?? [],
      relevance: r.relevance ?? 0,
    },
    marks: raw.marks,
    incidents: raw.incidents.map((i) => ({ id: i.incident, event: i.event, title: i.title ?? i.incident })),
    actors: raw.actors,
  }
}

interface RawEnd {
  id: string
  name: string
}

export interface RawTie {
  type: string
  from: RawEnd
  to: RawEnd
  statements: {
    report: string
    source: string | null
    published: string | null
    stands: Tie['standing']
    holder: string
    stance: string
    certainty: string
    quote: string
    start: number | null
    end: number | null
  }[]
}

/** One tie for every statement: who draws them puts them together as it needs. */
export function tiesOf(x: RawTie): Tie[] {
  const known = (end: RawEnd): string | null => (end.id.startsWith('?') ? null : end.id)
  return x.statements.map((s) => ({
    type: x.type,
    from: x.from.name,
    from_actor: known(x.from),
    to: x.to.name,
    to_actor: known(x.to),
    report: s.report,
    source: s.source,
    published: s.published,
    quote: s.quote,
    at: s.start !== null && s.end !== null ? { start: s.start, end: s.end } : null,
    holder: s.holder,
    stance: s.stance,
    certainty: s.certainty,
    standing: s.stands,
  }))
}

export interface RawCohesion {
  name: string | null
  members: RawEnd[]
  low: number | null
  high: number | null
  inward: RawTie[]
  outward: RawTie[]
  tensions: RawTie[]
  clashes: { incident: string; title: string; accused: boolean }[]
}

export function cohesionOf(c: RawCohesion): Cohesion {
  const [inward, outward, tensions] = [c.inward.flatMap(tiesOf), c.outward.flatMap(tiesOf), c.tensions.flatMap(tiesOf)]
  return { name: c.name, members: c.members.map((m) => m.name), low: c.low, high: c.high, inside: c.inward.length, outside: c.outward.length, tensions: c.tensions.length, clashes: c.clashes, ties: [...inward, ...tensions, ...outward] }
}

export interface RawActor {
  actor: ActorRow
  ties: RawTie[]
  incidents: RawSummary[]
}

export function actorOf(a: RawActor): ActorView {
  const part = (i: RawActor['incidents'][number]): { role: string; accused: boolean } => {
    const mine = i.actors.filter((x) => x.id === a.actor.id)
    const first = mine.find((x) => x.role === 'actor') ?? mine[0]
    return { role: first?.role ?? '', accused: first?.accused ?? false }
  }
  return {
    ...a.actor,
    told: a.incidents.map((i) => ({ id: i.id, type: i.type, start: i.start, place: i.place, status: i.status, ...part(i) })),
    ties: a.ties.flatMap(tiesOf),
  }
}

export interface RawDissent {
  incident: RawSummary
  kind: string
  note: string
  statements: RawStatement[]
}

export function dissentOf(d: RawDissent): DisagreementRow {
  return { incident: d.incident.id, type: d.incident.type, start: d.incident.start, place: d.incident.place, kind: d.kind, note: d.note, statements: d.statements.map((s) => statementOf(s)) }
}

export interface RawPrediction {
  incident: RawSummary
  statements: RawStatement[]
  horizon: string | null
  outcome: string
}

export function predictionOf(p: RawPrediction): Prediction {
  return { incident: p.incident.id, type: p.incident.type, place: p.incident.place, realis: p.incident.realis, horizon: p.horizon, outcome: p.outcome, statements: p.statements.map((s) => statementOf(s)) }
}

interface RawReview {
  doubts: { doubt: { score: number; why: string[] }; incidents: RawSummary[] }[]
  places: RawNameless[]
  groups: RawNameless[]
  differences: { report: string; review: { what: string; ours?: string; theirs?: string; evidence: { start: number; end: number; quote: string } } }[]
}

interface RawNameless {
  name: string
  kind: string
  reports: number
  report: string
  start: number | null
  end: number | null
}

export function reviewOf(r: RawReview): ReviewList {
  const nameless = (n: RawNameless): ReviewList['places'][number] => ({
    name: n.name,
    kind: n.kind === 'place' ? '' : word('kind', n.kind),
    reports: n.reports,
    report: n.report,
    at: n.start !== null && n.end !== null ? { start: n.start, end: n.end } : null,
  })
  return {
    doubts: distinct(
      r.doubts.map((d) => ({ score: d.doubt.score, why: d.doubt.why, incidents: d.incidents })),
      (d) => d.incidents.map((i) => i.id).join(),
    ),
    places: r.places.map(nameless),
    actors: r.groups.map(nameless),
    readers: r.differences.map((d) => ({ report: d.report, what: d.review.what, ours: d.review.ours ?? null, theirs: d.review.theirs ?? null, evidence: d.review.evidence })),
  }
}
