//! The one place that asks the server: every question of the pages, and the shapes they get.
//!
//! Errors carry the server's own words ("expected X, but found Y") and its hint. Writing sends the name of this page's
//! origin by the browser's own rules and a header that no foreign form can send.

import {
  actorOf,
  cohesionOf,
  dissentOf,
  incidentOf,
  judgementOf,
  predictionOf,
  type RawCohesion,
  type RawDissent,
  type RawJudgement,
  type RawPrediction,
  type RawReport,
  type RawTie,
  reportOf,
  reviewOf,
  tiesOf,
} from './adapt'
import type {
  About,
  ActorRow,
  ActorView,
  Cohesion,
  ColumnsJson,
  DisagreementRow,
  Incident,
  Judgement,
  Prediction,
  ReportRow,
  ReportView,
  ReviewList,
  SourceRow,
  Tie,
} from './types'

/** What a person decides. */
export type Decision =
  | { kind: 'join'; first: string; second: string }
  | { kind: 'split'; incident: string; report: string }
  | { kind: 'correct'; incident: string; field: string; value: string }
  | { kind: 'grade'; source: string; grade: string }
  | { kind: 'merge'; actor: string; into: string }
  | { kind: 'wrong'; report: string; field: string; read: string; expected: string; start: number; end: number }

export interface Change {
  revision: string
}

const BASE = new URL('./api/', document.baseURI)
/** The longest list the server gives at once. */
const MANY = { limit: '1000' }

async function ask<T>(path: string, query: Record<string, string> = {}): Promise<T> {
  const url = new URL(path, BASE)
  for (const [key, value] of Object.entries(query)) if (value) url.searchParams.set(key, value)
  return answer<T>(await fetch(url, { headers: { accept: 'application/json' } }))
}

async function send<T>(path: string, body: unknown): Promise<T> {
  const headers = { 'content-type': 'application/json', accept: 'application/json', 'x-tarikh': '1' }
  return answer<T>(await fetch(new URL(path, BASE), { method: 'POST', headers, body: JSON.stringify(body) }))
}

async function answer<T>(response: Response): Promise<T> {
  if (response.ok) return (await response.json()) as T
  let text = `${response.status} ${response.statusText}`
  try {
    const problem = (await response.json()) as { error?: string; hint?: string }
    if (problem.error) text = problem.hint ? `${problem.error}. ${problem.hint}` : problem.error
  } catch {
    // The status says what is known.
  }
  throw new Error(text)
}

export const about = (): Promise<About> => ask('about')
export const columns = (asOf: string): Promise<ColumnsJson> => ask('incidents.columns', { as_of: asOf })
export const incident = async (id: string, asOf = ''): Promise<Incident> => incidentOf(await ask(`incidents/${encodeURIComponent(id)}`, { as_of: asOf }))
export const report = async (id: string): Promise<ReportView> => reportOf(await ask(`reports/${encodeURIComponent(id)}`))
export const actors = async (): Promise<ActorRow[]> => (await ask<{ items: ActorRow[] }>('actors', MANY)).items
export const actor = async (id: string): Promise<ActorView> => actorOf(await ask(`actors/${encodeURIComponent(id)}`))
export const ties = async (): Promise<Tie[]> => (await ask<{ items: RawTie[] }>('ties')).items.flatMap(tiesOf)
export const cohesion = async (): Promise<Cohesion[]> => (await ask<{ items: RawCohesion[] }>('cohesion')).items.map(cohesionOf)
export const disagreements = async (): Promise<DisagreementRow[]> => (await ask<{ items: RawDissent[] }>('disagreements', MANY)).items.map(dissentOf)
export const predictions = async (): Promise<Prediction[]> => (await ask<{ items: RawPrediction[] }>('predictions', MANY)).items.map(predictionOf)
export const review = async (): Promise<ReviewList> => reviewOf(await ask('review'))
export const sources = async (): Promise<SourceRow[]> => (await ask<{ items: SourceRow[] }>('sources')).items.map((s) => (s.source === '(unknown)' ? { ...s, source: '' } : s))
export const judgements = async (): Promise<Judgement[]> => (await ask<{ items: RawJudgement[] }>('judgements')).items.map(judgementOf)

/** One page of reports, newest first. */
export const reports = (cursor = ''): Promise<{ items: ReportRow[]; total: number; next: string | null }> => ask('reports', { cursor, limit: '200' })

/** Ids of incidents with a report that holds these words. */
export async function idsByWords(words: string, asOf: string): Promise<ReadonlySet<string>> {
  const out = new Set<string>()
  let cursor = ''
  do {
    const page: { items: { id: string }[]; next: string | null } = await ask('incidents', { q: words, as_of: asOf, limit: '1000', cursor })
    for (const item of page.items) out.add(item.id)
    cursor = page.next ?? ''
  } while (cursor)
  return out
}

export interface Given {
  text: string
  title?: string | undefined
  published?: string | undefined
  source?: string | undefined
}

/** Reads a text on the spot; nothing is kept. */
export const readText = (given: Given): Promise<ReportView> => send<RawReport>('read', given).then(reportOf)

/** Adds a report to the record and gives its id. */
export const addReport = async (given: Given): Promise<string> => (await send<{ id: string }>('reports', given)).id

/** A decision that was kept, and the incidents that came of it. */
export interface Kept {
  id: number
  incidents: string[]
}

/** Keeps a decision. */
export const judge = (decision: Decision, note: string, by: string): Promise<Kept> => send('judgements', { ...decision, note, by })

/** A decision does not stand any more. */
export const undo = (id: number, by: string): Promise<Kept> => send(`judgements/${id}/undo`, { by })

/** A wrong value as a case file for whoever improves the reader. */
export const caseFile = (id: number): Promise<{ file: string; text: string }> => ask(`judgements/${id}/case`)

/** The address that downloads what a filter takes. */
export function downloadLink(format: string, query: URLSearchParams): string {
  const url = new URL(`download/incidents.${format}`, BASE)
  for (const [key, value] of query) if (key !== 'sort') url.searchParams.set(key, value)
  return url.href
}

/** Tells of changes as they come; the browser connects again by itself. */
export function live(changed: (change: Change) => void): void {
  const source = new EventSource(new URL('live', BASE))
  source.addEventListener('revision', (event: MessageEvent<string>) => {
    if (event.data) changed({ revision: event.data })
  })
}
