//! Judgements: a person's decision is sent, the record follows, and a message offers to take it back.

import { t, word } from '../i18n'
import { caseLink, judge, undo, type Decision } from './api'
import { messages } from './messages.svelte'
import { record } from './record.svelte'
import { settings } from './settings.svelte'

/** Sends a decision; true where it was kept. */
export async function decide(decision: Decision, note: string): Promise<boolean> {
  try {
    const kept = await judge(decision, note, settings.name)
    await record.changed()
    messages.say(t('judged', { what: word('judgement', decision.kind), n: kept.id }), {
      undo: () => takeBack(kept.id),
      ...(decision.kind === 'correct' || decision.kind === 'wrong' ? { link: { href: caseLink(kept.id), text: t('judged.case') } } : {}),
    })
    return true
  } catch (error) {
    messages.fail(error)
    return false
  }
}

/** Takes a judgement back: it stays in the record and does not stand any more. */
export async function takeBack(id: number): Promise<void> {
  try {
    await undo(id, settings.name)
    await record.changed()
    messages.say(t('judged.undone', { n: id }))
  } catch (error) {
    messages.fail(error)
  }
}
