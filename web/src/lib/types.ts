//! What the server sends, as this page uses it: see `/api/openapi.json` for the whole.
//!
//! Offsets are UTF-16 units, as the browser counts. Field names are those of the record's contract.

export interface About {
  name: string
  version: string
  read_only: boolean
  revision: string
  reports: number
  incidents: number
  sources: number
  actors: number
  disagreements: number
  review: number
  first_day: string | null
  last_day: string | null
  languages: string[]
}

export interface Range {
  low: number | null
  high: number | null
  best: number | null
}

export type Status = 'corroborated' | 'single_source' | 'disputed'

/** Words of a report that say something about one field of an incident. */
export interface Statement {
  report: string
  source: string | null
  published: string | null
  field: string
  value: string | number | null
  low: number | null
  high: number | null
  holder: string
  holder_text: string | null
  stance: string
  certainty: string
  quote: string
  start: number
  end: number
  copy_of: string | null
}

/** All incidents, one array per field; strings and days are indices into tables. */
export interface ColumnsJson {
  revision: string
  n: number
  days: string[]
  columns: {
    id: string[]
    start: (number | null)[]
    end: (number | null)[]
    lat: (number | null)[]
    lon: (number | null)[]
    type: number[]
    realis: number[]
    status: number[]
    certainty: number[]
    place: number[]
    admin1: number[]
    precision: number[]
    country: number[]
    killed_low: (number | null)[]
    killed_best: (number | null)[]
    killed_high: (number | null)[]
    injured_low: (number | null)[]
    injured_high: (number | null)[]
    sources: number[]
    reports: number[]
    disagreements: number[]
    actors: number[][]
    roles: number[][]
    by_source: number[][]
  }
  tables: {
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
}

/** What is said of one measure and side. */
export interface Toll {
  measure: string
  of: string
  own_side?: boolean
  low: number | null
  best: number | null
  high: number | null
  statements: Statement[]
}

export interface Disagreement {
  kind: string
  note: string
  statements: Statement[]
}

export interface Part {
  role: string
  name: string
  actor: string | null
  kind: string | null
  said_by: string[]
  accused?: boolean
}

/** A report that tells of an incident. */
export interface Member {
  report: string
  file: string | null
  title: string | null
  source: string | null
  published: string | null
  /** How many of its events were joined here. */
  tellings: number
  why: string[]
  copy_of: string | null
}

export interface Judgement {
  id: number
  made: string
  by: string
  kind: string
  subject: string
  object: string
  note: string
  undone: boolean
}

/** An incident in short. */
export interface Short {
  id: string
  type: string
  start: string | null
  place: string | null
  killed: Range
  sources: number
  actors: { name: string; role: string; accused: boolean }[]
}

/** One happening as all reports together tell it. */
export interface Incident {
  id: string
  type: string
  mode: string | null
  acled: { event_type: string; sub_event_type: string } | null
  realis: string
  when: { start: string; end: string; precision: string } | null
  where: { name: string; lat: number | null; lon: number | null; country: string | null; admin1: string | null; precision: string } | null
  actors: Part[]
  tolls: Toll[]
  /** What each report says of each field. */
  statements: Statement[]
  /** Who says that it happened, oldest first. */
  tellings: Statement[]
  members: Member[]
  disagreements: Disagreement[]
  status: Status
  sources: string[]
  doubts: { incident: string; score: number; why: string[] }[]
  /** Incidents that are part of this one, and those it is part of. */
  parts: Short[]
  part_of: Short[]
  judgements: Judgement[]
  corrections: string[]
  outcome: string | null
  horizon: string | null
}

export interface Evidence {
  start: number
  end: number
  quote: string
  by?: string
}

/** What one report says: the contract's reading, with offsets in UTF-16 units. */
export interface Reading {
  actors: { id: string; name: string; names: string[]; kind: string; country?: string; registry?: string; mentions: Evidence[] }[]
  places: {
    id: string
    name: string
    lat?: number
    lon?: number
    country?: string
    admin1?: string
    precision: string
    confidence: number
    rivals: { name: string; country?: string; score: number }[]
    mentions: Evidence[]
  }[]
  events: {
    id: string
    type: string
    mode?: string
    realis: string
    when?: { start: string; end: string; basis: string; evidence?: Evidence }
    where: string[]
    participants: { role: string; actor?: string; text: string; evidence: Evidence }[]
    tolls: { measure: string; of: string; low?: number; best?: number; high?: number; text: string; evidence: Evidence }[]
    instruments: string[]
    claims: string[]
    background?: boolean
    evidence: Evidence[]
  }[]
  relations: { id: string; type: string; from: string; to: string; realis: string; claims: string[]; evidence: Evidence[] }[]
  claims: { id: string; holder: string; holder_text?: string; stance: string; certainty: string; about: string[]; evidence: Evidence }[]
  disagreements: { kind: string; about: string[]; evidence: Evidence[]; note: string }[]
  reviews: { what: string; evidence: Evidence; ours?: string; theirs?: string }[]
  notes: string[]
  relevance: number
}

export interface Head {
  id: string
  file: string | null
  title: string | null
  source: string | null
  url: string | null
  language: string
  published: string | null
  published_basis: string
  notes: string[]
}

export interface ReportMark {
  start: number
  end: number
  kind: 'actor' | 'place' | 'time' | 'toll' | 'event' | 'relation' | 'claim'
  id: string
}

/** A report with everything that was read of it. */
export interface ReportView {
  head: Head
  text: string
  reading: Reading
  marks: ReportMark[]
  incidents: { id: string; event: string; title: string }[]
  /** Who its actors are in the record, by their ids here. */
  actors: Record<string, string>
}

export interface ReportRow {
  id: string
  title: string | null
  source: string | null
  published: string | null
  language: string
  incidents: number
  file: string | null
}

export interface ActorRow {
  id: string
  name: string
  names: string[]
  kind: string
  country: string | null
  registry: string | null
  reports: number
  incidents: number
}

/** What one report says of a standing tie between two actors. */
export interface Tie {
  type: string
  from: string
  from_actor: string | null
  to: string
  to_actor: string | null
  report: string
  source: string | null
  published: string | null
  quote: string
  at: { start: number; end: number } | null
  holder: string
  stance: string
  certainty: string
  /** Asserted by the report itself, claimed by somebody, or denied. */
  standing: 'asserted' | 'claimed' | 'denied'
}

export interface ActorView extends ActorRow {
  /** Incidents it is said to have taken part in, the newest first. */
  told: { id: string; type: string; start: string | null; place: string | null; status: string; role: string; accused: boolean }[]
  ties: Tie[]
}

/** How cohesive an alliance looks in the record. */
export interface Cohesion {
  name: string | null
  members: string[]
  /** Share of ties inward, when every doubt goes against the alliance, and when it goes for it. */
  low: number | null
  high: number | null
  inside: number
  outside: number
  tensions: number
  /** Incidents in which one member acted against another. */
  clashes: { incident: string; title: string; accused: boolean }[]
  ties: Tie[]
}

export interface DisagreementRow {
  incident: string
  type: string
  start: string | null
  place: string | null
  kind: string
  note: string
  statements: Statement[]
}

export interface Prediction {
  incident: string
  type: string
  place: string | null
  realis: string
  horizon: string | null
  outcome: string | null
  statements: Statement[]
}

export interface Doubt {
  score: number
  why: string[]
  incidents: Short[]
}

/** A name that nothing is known of. */
export interface Nameless {
  name: string
  kind: string
  reports: number
  report: string
  at: { start: number; end: number } | null
}

export interface ReviewList {
  doubts: Doubt[]
  places: Nameless[]
  actors: Nameless[]
  readers: { report: string; what: string; ours: string | null; theirs: string | null; evidence: Evidence }[]
}

export interface SourceRow {
  source: string
  reports: number
  first: string | null
  last: string | null
  grade: string | null
  incidents: number
  alone: number
  contradicted: number
}
